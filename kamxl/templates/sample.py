"""The sample department: four specialists, clerk, service, finance, manager, director and 设置.xlsx, from plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..domain.form import Form, Layout, forms
from . import plain
from .book import FormBook, FormSheet
from .plain import Fault, Row
from .plan import card_plan, list_plan
from .roles import forms_of, sheet_name
from .sheet import Control, Office

CONTROL = Control(("周敏", "2025-09-20"), ("林晓峰", "2025-09-25"), ("陈国栋", "2025-09-28"), "A", "2", "2026-06-26")


def office() -> Office:
    """The sample department's dropdowns and document control."""
    people = plain.table("setting_person")
    regions = tuple(person["区域"] for person in people if person["区域"])
    return Office({"person": tuple(person["姓名"] for person in people), "region": regions}, CONTROL)


def books(faults: Sequence[Fault] = ()) -> Iterator[FormBook]:
    """Every workbook of the department, with the faults typed in."""
    for line in plain.table("books"):
        name = line[plain.BOOK]
        sheets = tuple(sheet for form in forms_of(line["保管角色"]) for sheet in _sheets(name, form, faults))
        yield FormBook(name, line["首页标题"], sheets)


def cell_of(fault: Fault) -> str:
    """The A1 address of the cell into which the fault is typed. Raises ``LookupError`` for a fault that names no cell."""
    for form in forms().values():
        for index, row in enumerate(_rows_of(fault.book, form)):
            if _hits(fault, form, row):
                field = _field(form, fault)
                return card_plan(form).cell(field) if form.layout is Layout.CARD else list_plan(form).cell(field, index)
    raise LookupError(f"{fault.book} {fault.sheet} {fault.record}")


def _sheets(book: str, form: Form, faults: Sequence[Fault]) -> Iterator[FormSheet]:
    rows = [_with_faults(form, row, faults) for row in _rows_of(book, form)]
    filled = [{field.id: plain.typed(row.texts.get(field.id, ""), field) for field in form.all_fields} for row in rows]
    if form.layout is Layout.LIST:
        yield FormSheet(form, sheet_name(form), tuple(filled))
    else:
        for row, record in zip(rows, filled, strict=True):
            yield FormSheet(form, row.sheet, (record,))


def _rows_of(book: str, form: Form) -> list[Row]:
    return [row for row in plain.rows(form) if row.book == book]


def _with_faults(form: Form, row: Row, faults: Sequence[Fault]) -> Row:
    wrong = {_field(form, fault): fault.typed for fault in faults if _hits(fault, form, row)}
    return replace(row, texts={**row.texts, **wrong}) if wrong else row


def _hits(fault: Fault, form: Form, row: Row) -> bool:
    if fault.book != row.book:
        return False
    if form.layout is Layout.CARD:
        return fault.sheet == row.sheet
    return fault.sheet == sheet_name(form) and fault.record == "/".join(row.texts.get(field, "") for field in form.key)


def _field(form: Form, fault: Fault) -> str:
    for field in form.fields:
        if field.label == fault.field:
            return field.id
    raise LookupError(f"{form.zh}: {fault.field}")
