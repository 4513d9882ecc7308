"""信息共享表: what one large customer may see of ours (限范围向大客户开放销售数据、库存数据)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="info_share",
    zh="信息共享表",
    en="Information share",
    layout=Layout.LIST,
    doc_no="DKH-BD-21",
    titles=("信息共享", "数据共享表"),
    kept_by=("clerk",),
    customer="customer",
    day="period",
    key=("customer", "period", "item"),
    fields=(
        Field(id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称",)),
        Field(id="period", zh="期间", en="Period", type="quarter", required=True, aliases=("季度",)),
        Field(id="item", zh="商品", en="Item", required=True, aliases=("商品名称", "品名")),
        Field(id="sold", zh="销售数量", en="Sold", type="number"),
        Field(id="revenue", zh="销售额", en="Revenue", type="money", unit="元"),
        Field(id="stock", zh="库存数量", en="Stock", type="number"),
    ),
)
