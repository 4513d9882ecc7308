"""设置·节假日: days off on working days, and weekends on which people work."""

from ..form import Field, Form, Layout

FORM = Form(
    id="setting_holiday",
    zh="节假日",
    en="Holidays",
    layout=Layout.LIST,
    doc_no="DKH-BD-35",
    titles=("假日", "节假日安排"),
    kept_by=("settings",),
    day="date",
    key=("date",),
    fields=(
        Field(id="date", zh="日期", en="Date", type="date", required=True),
        Field(id="kind", zh="类型", en="Kind", type="choice", required=True, choices=("休息", "上班")),
        Field(id="note", zh="说明", en="Note", long=True),
    ),
)
