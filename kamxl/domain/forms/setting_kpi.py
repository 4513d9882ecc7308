"""设置·指标: each KPI's target, weight and scoring rule."""

from ..form import Field, Form, Layout

FORM = Form(
    id="setting_kpi",
    zh="指标",
    en="KPI targets",
    layout=Layout.LIST,
    doc_no="DKH-BD-32",
    kept_by=("settings",),
    key=("kpi", "role"),
    fields=(
        Field(id="kpi", zh="指标", en="KPI", required=True, aliases=("指标名称", "考核指标")),
        Field(id="target", zh="目标值", en="Target", type="number"),
        Field(id="weight", zh="权重", en="Weight", type="percent"),
        Field(
            id="rule",
            zh="评分规则",
            en="Scoring rule",
            type="choice",
            choices=("越高越好", "越低越好", "区间"),
            aliases=("评分办法",),
        ),
        Field(id="floor", zh="零分值", en="Scores 0 at", type="number"),
        Field(id="low", zh="区间下限", en="Band from", type="number"),
        Field(id="high", zh="区间上限", en="Band to", type="number"),
        Field(
            id="role", zh="适用角色", en="Applies to", type="choice", choices=("区域大客户专员", "大客户部经理", "部门")
        ),
    ),
)
