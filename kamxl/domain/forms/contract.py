"""合同登记: signed contracts, filed by the clerk (销售合同等文档的整理与归档)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="contract",
    zh="合同登记",
    en="Contract register",
    layout=Layout.LIST,
    doc_no="DKH-BD-17",
    titles=("合同台账", "合同登记表"),
    kept_by=("clerk",),
    customer="customer",
    day="signed_on",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="合同编号", en="Contract no.", type="code", required=True),
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(id="signed_on", zh="签订日期", en="Signed on", type="date", required=True, aliases=("签约日期",)),
        Field(id="amount", zh="金额", en="Amount", type="money", required=True, unit="元", aliases=("合同金额",)),
        Field(id="starts", zh="开始日期", en="Starts", type="date", required=True, aliases=("生效日期", "起始日期")),
        Field(id="ends", zh="终止日期", en="Ends", type="date", required=True, aliases=("到期日期", "截止日期")),
        Field(id="fulfilment", zh="履约情况", en="Fulfilment", long=True),
        Field(id="place", zh="归档位置", en="Filed at"),
    ),
)
