"""销售计划与实绩: planned and actual sales of a customer in a quarter."""

from ..form import Field, Form, Layout

FORM = Form(
    id="sales_plan",
    zh="销售计划与实绩",
    en="Sales plan and result",
    layout=Layout.LIST,
    doc_no="DKH-BD-11",
    titles=("销售计划", "销售计划表"),
    customer="customer",
    day="quarter",
    key=("quarter", "customer"),
    fields=(
        Field(id="quarter", zh="季度", en="Quarter", type="quarter", required=True, aliases=("计划季度", "期间")),
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(
            id="plan",
            zh="计划额",
            en="Plan",
            type="money",
            required=True,
            unit="元",
            aliases=("计划销售额", "计划金额", "目标额", "销售目标"),
        ),
        Field(
            id="actual",
            zh="实际额",
            en="Actual",
            type="money",
            unit="元",
            aliases=("实际销售额", "实绩", "实际金额", "完成额", "完成金额"),
        ),
    ),
)
