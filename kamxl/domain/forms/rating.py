"""满意度与服务规范评分: ratings by customers (客户满意度) and appraisers (服务规范), 0–100."""

from ..form import Field, Form, Layout

FORM = Form(
    id="rating",
    zh="满意度与服务规范评分",
    en="Ratings",
    layout=Layout.LIST,
    doc_no="DKH-BD-14",
    titles=("满意度评分", "满意度调查", "服务规范评分", "评分表"),
    kept_by=("clerk",),
    customer="customer",
    day="year",
    person="person",
    key=("year", "item", "customer", "person", "rater"),
    fields=(
        Field(id="year", zh="年度", en="Year", type="year", required=True, aliases=("评分年度",)),
        Field(
            id="item",
            zh="评分项",
            en="Item",
            type="choice",
            required=True,
            choices=("客户满意度", "服务规范", "专业技能", "调查能力", "问题解决能力", "创新能力"),
            aliases=("评分项目", "项目"),
        ),
        Field(id="score", zh="分数", en="Score", type="score", required=True, aliases=("评分", "得分")),
        Field(id="rater", zh="评分人", en="Rater", required=True, aliases=("评价人",)),
        Field(id="customer", zh="客户", en="Customer", type="customer", aliases=("客户名称",)),
        Field(id="person", zh="被评人", en="Person rated", type="person", aliases=("被考核人",)),
    ),
)
