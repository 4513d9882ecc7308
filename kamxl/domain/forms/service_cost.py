"""服务费用台账: the service budget and what was spent of it, for a region, a specialist or a customer."""

from ..form import Field, Form, Layout

FORM = Form(
    id="service_cost",
    zh="服务费用台账",
    en="Service costs",
    layout=Layout.LIST,
    doc_no="DKH-BD-13",
    titles=("服务费用", "服务费用预算"),
    kept_by=("finance",),
    customer="customer",
    day="quarter",
    person="specialist",
    key=("quarter", "region", "specialist", "customer"),
    fields=(
        Field(id="quarter", zh="季度", en="Quarter", type="quarter", required=True, aliases=("期间",)),
        Field(
            id="budget",
            zh="预算额",
            en="Budget",
            type="money",
            required=True,
            unit="元",
            aliases=("预算金额", "费用预算额"),
        ),
        Field(
            id="spent",
            zh="开支额",
            en="Spent",
            type="money",
            required=True,
            unit="元",
            aliases=("实际开支", "开支金额", "费用开支额"),
        ),
        Field(id="region", zh="区域", en="Region", type="region"),
        Field(id="specialist", zh="负责专员", en="Specialist", type="person", aliases=("专员",)),
        Field(id="customer", zh="客户", en="Customer", type="customer", aliases=("客户名称",)),
    ),
)
