"""Writes a form as a card: the usual look of a Chinese paper form."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ..books.measure import lines as lines_of
from ..domain.form import Field, Form
from .look import Look
from .plan import CONTROL_ROW, Box, CardPlan, Slot, card_plan, label
from .sheet import Content, Control, Filled, Office, boxes, dropdown, head, put

_ROW, _LINE = 24.0, 15.0  # heights in points: a row, and each further line of text in it
_WRITTEN_LINES = {"flow_next": 2, "flow_comment": 2}  # what will be written there may be long
_LONG_LINES = {True: 2, False: 3}  # what a long text gets even while it is empty: on a card with blocks, on another


def write_card(sheet: Worksheet, look: Look, form: Form, filled: Filled, office: Office) -> None:
    """One record as a card on a sheet of its own; an empty ``filled`` gives the blank form."""
    plan = card_plan(form)
    head(sheet, form, plan.last_column, look.style("title"))
    line = f"文件编号：{form.doc_no}　　浅黄色为必填项"
    put(sheet, Box(CONTROL_ROW, 0, CONTROL_ROW, plan.last_column), line, look.style("line_right"))
    for column, wide in enumerate(plan.columns):
        sheet.set_column(column, column, wide)
    for caption in plan.captions:
        _caption(sheet, look, caption.text, caption.box, beside=caption.beside)
    for slot in plan.slots:
        _slot(sheet, look, slot, filled.get(slot.field.id), office)
    for row in range(plan.slots[0].label.row, plan.control_row - 1):
        sheet.set_row(row, _height(plan, row, filled))
    sheet.set_row(plan.control_row - 1, 5)
    _control(sheet, look, plan, office.control)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, plan.control_row + 1, plan.last_column)


def _caption(sheet: Worksheet, look: Look, text: str, box: Box, *, beside: bool) -> None:
    put(sheet, box, text, look.style("caption") if beside else look.style("heading"))


def _slot(sheet: Worksheet, look: Look, slot: Slot, value: Content, office: Office) -> None:
    field = slot.field
    put(sheet, slot.label, label(field), look.style("label_owned" if field.owned else "label"))
    put(sheet, slot.value, _content(field, value), look.value(field))
    start = (slot.value.row, slot.value.column)
    dropdown(sheet, start, start, office.choices(field))


def _content(field: Field, value: Content) -> Content:
    return boxes(field, value) if field.type == "ticks" else value


def _height(plan: CardPlan, row: int, filled: Filled) -> float:
    lines = 1
    for slot in plan.slots:
        if slot.label.row != row:
            continue
        room = sum(plan.columns[slot.value.column : slot.value.last_column + 1])
        text = str(_content(slot.field, filled.get(slot.field.id)) or "")
        needed = lines_of(text, room)
        least = _LONG_LINES[plan.form_has_blocks] if slot.field.long else _WRITTEN_LINES.get(slot.field.id, 1)
        lines = max(lines, needed, least)
    return _ROW + (lines - 1) * _LINE


def _control(sheet: Worksheet, look: Look, plan: CardPlan, control: Control) -> None:
    """编制、审核、批准 and the marks of change: about the form as a document, not about the record."""
    rows = (
        (
            ("编制", "\n".join(control.prepared)),
            ("审核", "\n".join(control.checked)),
            ("批准", "\n".join(control.approved)),
        ),
        (("修改标记", control.mark), ("修改处数", control.places), ("修改日期", control.changed)),
    )
    left = plan.last_column - 5
    for offset, pairs in enumerate(rows):
        row = plan.control_row + offset
        for place, (name, text) in enumerate(pairs):
            column = left + 2 * place
            put(sheet, Box(row, column if place else 0, row, column), name, look.style("control_label"))
            put(sheet, Box(row, column + 1, row, column + 1), text.strip(), look.style("control"))
        sheet.set_row(row, 20 if offset else 30)
