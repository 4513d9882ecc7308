"""投诉 / 意见反馈 / 回访 / 问题解答 台账: what customers brought to us, and when it was answered."""

from ..form import Field, Form, Layout

FORM = Form(
    id="service_log",
    zh="客户服务台账",
    en="Service log",
    layout=Layout.LIST,
    doc_no="DKH-BD-12",
    titles=("投诉台账", "意见反馈台账", "回访台账", "问题解答台账", "服务台账", "客户服务记录"),
    kept_by=("service", "clerk"),
    customer="customer",
    day="date",
    key=("date", "customer", "category", "content"),
    fields=(
        Field(id="date", zh="日期", en="Date", type="date", required=True, aliases=("受理日期", "登记日期")),
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(
            id="category",
            zh="类别",
            en="Category",
            type="choice",
            required=True,
            choices=("投诉", "意见", "回访", "咨询"),
            aliases=("服务类别",),
        ),
        Field(id="content", zh="内容", en="Content", long=True),
        Field(id="valid", zh="是否有效", en="Our fault", type="yes_no", aliases=("是否有效投诉", "有效投诉")),
        Field(
            id="limit_days",
            zh="标准时限",
            en="Standard time",
            type="integer",
            unit="天",
            aliases=("时限", "规定时间", "标准时限（天）"),
        ),
        Field(
            id="answered_on", zh="反馈时间", en="Answered on", type="date", aliases=("反馈日期", "回复日期", "完成日期")
        ),
    ),
)
