"""客户交接单: a customer changes owner, with what is still open (a specialist leaves, a customer goes to service)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="handover",
    zh="客户交接单",
    en="Handover",
    layout=Layout.CARD,
    doc_no="DKH-BD-18",
    titles=("交接单", "客户移交单"),
    flow="handover",
    customer="customer",
    day="date",
    person="giver",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="交接编号", en="No.", type="code", required=True),
        Field(
            id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称", "交接客户")
        ),
        Field(id="giver", zh="移交人", en="Handed over by", type="person", required=True),
        Field(id="taker", zh="接收人", en="Taken over by", type="person", required=True, aliases=("接交人",)),
        Field(id="date", zh="日期", en="Date", type="date", required=True, aliases=("交接日期", "移交日期")),
        Field(id="open_items", zh="未结事项", en="Open items", long=True),
        Field(id="confirmed", zh="双方确认", en="Confirmed by both", type="yes_no", required=True),
    ),
)
