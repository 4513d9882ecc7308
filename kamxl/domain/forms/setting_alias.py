"""设置·字段别名: other labels that this department uses for a field."""

from ..form import Field, Form, Layout

FORM = Form(
    id="setting_alias",
    zh="字段别名",
    en="Field aliases",
    layout=Layout.LIST,
    doc_no="DKH-BD-34",
    titles=("别名",),
    kept_by=("settings",),
    key=("form", "field", "alias"),
    fields=(
        Field(id="form", zh="表单", en="Form", required=True),
        Field(id="field", zh="字段", en="Field", required=True),
        Field(id="alias", zh="别名", en="Alias", required=True),
    ),
)
