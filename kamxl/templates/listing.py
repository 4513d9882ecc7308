"""Writes a form as a list: frozen and filtered heads, a row for each record, some empty rows to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from xlsxwriter.worksheet import Worksheet

from ..books.measure import lines as lines_of
from ..books.measure import text_width
from ..domain.form import Field, Form
from ..domain.values import show
from .look import Look
from .plan import CONTROL_ROW, FIRST_ROW, Box, ListPlan, label, list_plan
from .sheet import Content, Control, Filled, Office, boxes, dropdown, head, put

_LEAST_ROWS, _SPARE_ROWS = 15, 3  # ruled rows in all, and empty ones below the last record
_DROPDOWN_ROWS = 1000
_ROW, _LINE, _HEAD = 21.0, 14.0, 32.0
_SMALL, _SMALL_LINE = 0.9, 13.0  # how wide and high the small print of the control line is
_ONE_LINE = 10  # a longer head stands in two lines
_WIDEST = {True: 34.0, False: 30.0}  # of a long text, and of anything else
_CROWDED = 12  # columns, from which long texts share the page more narrowly
_NARROWER = 8.0
_LEAST = {"date": 12.0, "money": 14.0, "customer": 22.0, "code": 14.0, "quarter": 10.0, "person": 10.0, "time": 8.0}
_OWNED = {"flow_status": 15.0, "flow_comment": 26.0, "flow_next": 26.0}  # what will be written there
_PORTRAIT = 100.0  # characters that fit a portrait page without getting small


def write_list(sheet: Worksheet, look: Look, form: Form, records: Sequence[Filled], office: Office) -> None:
    """The records as rows under the heads; with none, the empty list."""
    plan = list_plan(form)
    last = len(plan.fields) - 1
    widths = [_width(field, records, crowded=last >= _CROWDED) for field in plan.fields]
    head(sheet, form, max(last, 1), look.style("title"))
    line = _control(form, office.control)
    put(sheet, Box(CONTROL_ROW, 0, CONTROL_ROW, max(last, 1)), line, look.style("line", text_wrap=True))
    sheet.set_row(CONTROL_ROW, _SMALL_LINE * lines_of(line, sum(widths) / _SMALL) + 4)
    sheet.set_row(FIRST_ROW, _HEAD)
    for column, field in enumerate(plan.fields):
        sheet.set_column(column, column, widths[column])
        style = look.style("head_owned" if field.owned else "head_required" if field.required else "head")
        put(sheet, Box(FIRST_ROW, column, FIRST_ROW, column), label(field), style)
        below = (FIRST_ROW + 1, column), (FIRST_ROW + _DROPDOWN_ROWS, column)
        dropdown(sheet, *below, office.choices(field))
    for index in range(max(len(records) + _SPARE_ROWS, _LEAST_ROWS)):
        _row(sheet, look, plan, index, records[index] if index < len(records) else {}, widths)
    _page(sheet, plan, len(records), widths)


def _row(sheet: Worksheet, look: Look, plan: ListPlan, index: int, filled: Filled, widths: list[float]) -> None:
    row = FIRST_ROW + 1 + index
    lines = 2 if plan.form.flow else 1  # 审批意见 and 下一步 will be written there
    for column, field in enumerate(plan.fields):
        value = _content(field, filled.get(field.id))
        put(sheet, Box(row, column, row, column), value, look.value(field, listed=True))
        lines = max(lines, lines_of(_shown(field, value), widths[column]))
    sheet.set_row(row, _ROW + (lines - 1) * _LINE)


def _content(field: Field, value: Content) -> Content:
    return boxes(field, value) if field.type == "ticks" and value is not None else value


def _shown(field: Field, value: Content) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value:,.2f}" if field.type == "money" else f"{value:.6g}"
    return show(value)


def _width(field: Field, records: Sequence[Filled], *, crowded: bool) -> float:
    texts = [_shown(field, record.get(field.id)) for record in records]
    needed = max([text_width(text) + 3.0 for text in texts], default=0.0)
    heading = text_width(label(field))
    headed = (heading if heading <= _ONE_LINE else ceil(heading / 2)) + 4.0  # room for the filter's arrow
    widest = _WIDEST[field.long] - (_NARROWER if crowded and field.long else 0)
    least = _OWNED.get(field.id) or (widest if field.long else _LEAST.get(field.type, 8.0))
    return max(headed, least, min(needed, widest))


def _control(form: Form, control: Control) -> str:
    """The document control in one line of text, so that none of its words can be taken for a column."""
    parts = [f"文件编号：{form.doc_no}", "黄底列为必填"]
    for name, (person, day) in (("编制", control.prepared), ("审核", control.checked), ("批准", control.approved)):
        parts.append(f"{name}：{f'{person} {day}' if person else '＿＿＿＿'}")
    parts.append(
        f"修改标记：{control.mark or '＿'}　修改处数：{control.places or '＿'}　修改日期：{control.changed or '＿＿'}"
    )
    return "　　".join(parts)


def _page(sheet: Worksheet, plan: ListPlan, count: int, widths: list[float]) -> None:
    last = len(plan.fields) - 1
    sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + max(count, 1), last)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    if sum(widths) > _PORTRAIT:
        sheet.set_landscape()
    sheet.repeat_rows(FIRST_ROW)
    sheet.fit_to_pages(1, 0)
