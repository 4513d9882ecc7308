"""供应商型大客户档案: for departments whose 大客户 are manufacturers; the manual's dossier (5.4.1.1)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="supplier_profile",
    zh="供应商型大客户档案",
    en="Supplier profile",
    layout=Layout.CARD,
    doc_no="DKH-BD-15",
    titles=("供应商档案", "厂商档案"),
    kept_by=("clerk",),
    customer="customer",
    key=("customer",),
    fields=(
        Field(id="customer", zh="供应商名称", en="Supplier", required=True, aliases=("供货商名称", "厂商名称")),
        Field(id="system", zh="经营体制", en="Ownership system", required=True),
        Field(id="history", zh="发展历程", en="History", long=True),
        Field(id="scope", zh="经营范围", en="Business scope", required=True, long=True),
        Field(
            id="organisation",
            zh="组织机构及重要负责人",
            en="Organisation and heads",
            aliases=("组织机构及重要部门负责人",),
            long=True,
        ),
        Field(id="with_us", zh="与我公司合作状况", en="Cooperation with us", required=True, long=True),
        Field(
            id="with_rivals",
            zh="与竞争对手合作状况",
            en="Cooperation with rivals",
            aliases=("与竞争对手的合作状况",),
            long=True,
        ),
        Field(id="strategy", zh="市场趋势及发展战略", en="Trend and strategy", long=True),
        Field(id="share", zh="市场占有率及行业排名", en="Share and rank", long=True),
        Field(id="pricing", zh="价格定位", en="Pricing", group="商品管理", aliases=("价格及市场定位",)),
        Field(id="products", zh="主流商品", en="Main products", group="商品管理"),
        Field(id="marketing", zh="营销策略", en="Marketing", group="商品管理"),
        Field(id="promotion", zh="促销", en="Promotion", group="商品管理", aliases=("促销方式",)),
        Field(id="advertising", zh="广告", en="Advertising", group="商品管理", aliases=("广告拉动能力",)),
        Field(id="novelties", zh="新品", en="New products", group="商品管理", aliases=("新品研发能力",)),
        Field(id="price_care", zh="价格维护", en="Price maintenance", group="商品管理"),
    ),
)
