"""设置·规则: the department's numbers and switches, such as 3 calls a day, 80/95 % and 3 working days."""

from ..form import Field, Form, Layout

FORM = Form(
    id="setting_rule",
    zh="规则",
    en="Rules",
    layout=Layout.LIST,
    doc_no="DKH-BD-33",
    kept_by=("settings",),
    key=("name",),
    fields=(
        Field(id="name", zh="规则", en="Rule", required=True, aliases=("规则名称", "项目")),
        Field(id="value", zh="取值", en="Value", required=True, aliases=("值", "设定值")),
        Field(id="note", zh="说明", en="Note", long=True),
    ),
)
