"""客户关系强化表: the summary of visits (拜访总结用): where a relationship stands (1–5) and how to strengthen it."""

from ..form import Field, Form, Layout

FORM = Form(
    id="relationship",
    zh="客户关系强化表",
    en="Relationship plan",
    layout=Layout.LIST,
    doc_no="DKH-BD-06",
    titles=("关系强化表", "客户关系强化"),
    customer="customer",
    day="due",
    person="owner",
    key=("customer", "contact"),
    fields=(
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(id="contact", zh="联系人", en="Contact", required=True),
        Field(id="now", zh="关系现状", en="Relationship now", type="rating5", required=True),
        Field(id="goal", zh="目标关系", en="Relationship wanted", type="rating5"),
        Field(id="measures", zh="强化措施", en="Measures", required=True, long=True),
        Field(id="owner", zh="负责人", en="Owner", type="person", required=True),
        Field(id="due", zh="完成期限", en="Due", type="date", required=True, aliases=("完成日期", "完成时间")),
        Field(id="result", zh="结果", en="Result", aliases=("完成结果",), long=True),
    ),
)
