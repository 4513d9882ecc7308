"""客户拜访记录表: owed for every visit, successful or not (无论客户拜访是否成功…均需填写)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="visit_record",
    zh="客户拜访记录表",
    en="Visit record",
    layout=Layout.LIST,
    doc_no="DKH-BD-05",
    titles=("拜访记录", "大客户拜访记录表", "客户拜访记录"),
    customer="customer",
    day="visited_on",
    person="visitor",
    key=("customer", "visited_on"),
    fields=(
        Field(
            id="customer", zh="客户名称", en="Customer", type="customer", required=True, aliases=("客户", "拜访客户")
        ),
        Field(id="visited_on", zh="拜访日期", en="Visited on", type="date", required=True),
        Field(id="visitor", zh="拜访人", en="Visitor", type="person", required=True, aliases=("拜访人员",)),
        Field(id="visitee", zh="受访人", en="Person visited", required=True, aliases=("被访人", "受访人员")),
        Field(id="purpose", zh="拜访目的", en="Purpose", required=True, long=True),
        Field(id="needs", zh="客户需求", en="Customer's needs", long=True),
        Field(
            id="objections",
            zh="客户异议及处理",
            en="Objections and handling",
            aliases=("客户异议", "异议及处理"),
            long=True,
        ),
        Field(id="gift", zh="馈赠礼品", en="Gift given", aliases=("赠送礼品",)),
        Field(id="success", zh="是否成功", en="Successful", type="yes_no", required=True, aliases=("是否达成",)),
        Field(
            id="next_visit", zh="下次拜访日期", en="Next visit", type="date", aliases=("下次拜访时间", "约定下次拜访")
        ),
        Field(id="note", zh="备注", en="Note", long=True),
        Field(id="request_no", zh="拜访编号", en="Request no.", type="code", aliases=("关联申请编号", "申请编号")),
    ),
)
