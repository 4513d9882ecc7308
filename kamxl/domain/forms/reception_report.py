"""接待工作报告: what happened and what it cost, before the claim."""

from ..form import Field, Form, Layout

FORM = Form(
    id="reception_report",
    zh="接待工作报告",
    en="Reception report",
    layout=Layout.CARD,
    doc_no="DKH-BD-08",
    titles=("接待报告", "客户接待工作报告"),
    customer="customer",
    day="date",
    person="reporter",
    key=("reception_no",),
    fields=(
        Field(
            id="reception_no", zh="接待编号", en="Reception no.", type="code", required=True, aliases=("关联接待编号",)
        ),
        Field(
            id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称", "来访客户")
        ),
        Field(id="date", zh="日期", en="Date", type="date", required=True, aliases=("接待日期",)),
        Field(id="course", zh="过程", en="Course", required=True, aliases=("接待过程",), long=True),
        Field(id="opinion", zh="客户意见", en="Customer's opinion", long=True),
        Field(id="cost", zh="实际费用", en="Actual cost", type="money", required=True, unit="元"),
        Field(id="reporter", zh="报告人", en="Reporter", type="person", required=True),
    ),
)
