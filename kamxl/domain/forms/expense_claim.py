"""费用报销单: a cost against an approved request; not above its budget without a fresh approval."""

from ..form import Field, Form, Layout

FORM = Form(
    id="expense_claim",
    zh="费用报销单",
    en="Expense claim",
    layout=Layout.LIST,
    doc_no="DKH-BD-09",
    titles=("报销单", "费用报销", "报销明细"),
    flow="expense",
    day="date",
    person="applicant",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="报销编号", en="Claim no.", type="code", required=True, aliases=("报销单号",)),
        Field(
            id="request_no",
            zh="关联申请编号",
            en="Request no.",
            type="code",
            required=True,
            aliases=("申请编号", "关联编号"),
        ),
        Field(
            id="category",
            zh="费用类别",
            en="Category",
            type="choice",
            required=True,
            choices=("交通", "住宿", "餐饮", "礼品", "会务", "其他"),
            aliases=("类别", "费用类型"),
        ),
        Field(
            id="amount",
            zh="金额",
            en="Amount",
            type="money",
            required=True,
            unit="元",
            aliases=("报销金额", "费用金额"),
        ),
        Field(id="date", zh="发生日期", en="Incurred on", type="date", required=True, aliases=("费用日期",)),
        Field(id="vouchers", zh="票据张数", en="Vouchers", type="integer", aliases=("单据张数", "附件张数")),
        Field(id="applicant", zh="申请人", en="Applicant", type="person", required=True, aliases=("报销人",)),
    ),
)
