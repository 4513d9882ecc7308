"""考核评分表: a person's quarter: the KPI score (computed), the appraiser's rating, level and warning."""

from ..form import Field, Form, Layout

FORM = Form(
    id="appraisal",
    zh="考核评分表",
    en="Appraisal",
    layout=Layout.LIST,
    doc_no="DKH-BD-19",
    titles=("考核表", "绩效考核表", "季度考核评分表"),
    kept_by=("manager",),
    day="quarter",
    person="person",
    key=("person", "quarter"),
    fields=(
        Field(id="person", zh="被考核人", en="Person", type="person", required=True),
        Field(id="quarter", zh="季度", en="Quarter", type="quarter", required=True, aliases=("考核季度",)),
        Field(id="kpi_score", zh="指标得分", en="KPI score", type="number", owned=True),
        Field(id="quality_score", zh="定性评分", en="Qualitative score", type="score"),
        Field(id="appraiser", zh="考核人", en="Appraiser", required=True),
        Field(id="level", zh="等级", en="Level", owned=True),
        Field(id="warning", zh="警告", en="Warning", owned=True),
    ),
)
