"""商机登记: possible deals.

Small ones go to the channel with a copy to the outside salesperson (小型商机直接分配渠道同时cc给outside).
"""

from ..form import Field, Form, Layout

FORM = Form(
    id="opportunity",
    zh="商机登记",
    en="Opportunity",
    layout=Layout.LIST,
    doc_no="DKH-BD-16",
    titles=("商机", "商机台账", "商机登记表"),
    customer="customer",
    day="expected_on",
    person="owner",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="编号", en="No.", type="code", required=True, aliases=("商机编号",)),
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(
            id="amount",
            zh="金额",
            en="Amount",
            type="money",
            required=True,
            unit="元",
            aliases=("商机金额", "预计金额"),
        ),
        Field(id="expected_on", zh="预计日期", en="Expected on", type="date", required=True, aliases=("预计成交日期",)),
        Field(
            id="stage",
            zh="阶段",
            en="Stage",
            type="choice",
            required=True,
            choices=("线索", "接触", "方案", "谈判", "赢单", "输单"),
            aliases=("商机阶段",),
        ),
        Field(id="owner", zh="负责人", en="Owner", type="person", required=True),
        Field(id="route", zh="分配渠道", en="Routed to", type="choice", choices=("外部销售", "渠道")),
    ),
)
