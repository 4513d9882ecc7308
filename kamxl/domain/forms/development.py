"""大客户开发申请 / 开发方案: a prospect that passed the screening, put to the manager and the director."""

from ..form import Field, Form, Layout

FORM = Form(
    id="development",
    zh="大客户开发申请",
    en="Development application",
    layout=Layout.CARD,
    doc_no="DKH-BD-07",
    titles=("开发方案", "大客户开发方案", "客户开发申请", "大客户开发申请表", "开发申请"),
    flow="development",
    customer="customer",
    day="applied_on",
    person="applicant",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="申请编号", en="No.", type="code", required=True, aliases=("开发编号",)),
        Field(id="applied_on", zh="申请日期", en="Applied on", type="date", required=True),
        Field(
            id="customer",
            zh="客户",
            en="Customer",
            type="customer",
            required=True,
            aliases=("客户名称", "目标客户", "开发客户"),
        ),
        Field(id="applicant", zh="申请人", en="Applicant", type="person", required=True),
        Field(id="conclusion", zh="调查结论", en="Findings", required=True, long=True),
        Field(id="screening", zh="筛选评价", en="Screening", type="choice", required=True, choices=("合格", "不合格")),
        Field(id="goal", zh="开发目标", en="Goal", required=True, long=True),
        Field(id="sign_expected", zh="预计签约日期", en="Expected signing", type="date"),
        Field(id="revenue_expected", zh="预计年销售额", en="Expected annual revenue", type="money", unit="元"),
        Field(id="strategy", zh="开发策略", en="Strategy", required=True, long=True),
        Field(id="budget", zh="费用预算", en="Budget", type="money", unit="元"),
        Field(id="team", zh="项目小组成员", en="Project team", aliases=("项目小组", "小组成员")),
    ),
)
