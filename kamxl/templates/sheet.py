"""What cards and lists share: writing a value as what it is, the dropdowns, the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..dataclass import dataclass
from ..domain.form import Field, Form
from ..domain.values import Raw
from .plan import CONTROL_ROW, TITLE_ROW, Box

Content: TypeAlias = Raw | Decimal
Filled: TypeAlias = Mapping[str, Content]
TICKED, EMPTY = "☑", "□"
_A4 = 9
_DROPDOWN_CHARACTERS = 255  # what Excel takes as a typed-in list


@dataclass(frozen=True, slots=True)
class Control:
    """The document control of a form: who made, checked and approved it, and its last change."""

    prepared: tuple[str, str] = ("", "")
    checked: tuple[str, str] = ("", "")
    approved: tuple[str, str] = ("", "")
    mark: str = ""
    places: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What a department's templates say beyond the forms: dropdowns by field type (region, person), document control."""

    dropdowns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    control: Control = field(default_factory=Control)

    def choices(self, wanted: Field) -> tuple[str, ...]:
        """What the field's dropdown offers; empty for none."""
        if wanted.type == "ticks" or wanted.owned:
            return ()
        if wanted.type == "yes_no":
            return ("是", "否")
        if wanted.type == "rating5":
            return ("1", "2", "3", "4", "5")
        return wanted.choices or self.dropdowns.get(wanted.type, ())


def put(sheet: Worksheet, box: Box, value: Content, style: Format) -> None:
    """Writes a value into a cell or merged range, as what it is: text stays text, a date becomes a true date."""
    if (box.row, box.column) != (box.last_row, box.last_column):
        sheet.merge_range(box.row, box.column, box.last_row, box.last_column, "", style)
    match value:
        case None:
            sheet.write_blank(box.row, box.column, None, style)
        case bool():
            sheet.write_boolean(box.row, box.column, value, style)
        case int() | float() | Decimal():
            sheet.write_number(box.row, box.column, value, style)
        case datetime() | date() | time():
            sheet.write_datetime(box.row, box.column, value, style)
        case _:
            sheet.write_string(box.row, box.column, str(value), style)


def boxes(field: Field, value: Content) -> str:
    """The field's choices with a box each, ticked where ``value`` (choices joined by 、) names them."""
    ticked = set(str(value or "").split("、"))
    return "　".join(f"{TICKED if choice in ticked else EMPTY}{choice}" for choice in field.choices)


def dropdown(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], choices: tuple[str, ...]) -> None:
    """A dropdown that refuses anything else; nothing where the list is too long for Excel to hold in a cell."""
    if not choices or len(",".join(choices)) > _DROPDOWN_CHARACTERS:
        return
    rule = {
        "validate": "list",
        "source": list(choices),
        "error_title": "不在可选范围内",
        "error_message": f"请从下拉列表中选择：{'、'.join(choices)}"[:255],
    }
    sheet.data_validation(*first, *last, rule)


def head(sheet: Worksheet, form: Form, last_column: int, title: Format) -> None:
    """The title over the whole width, and the page: A4, one page wide, centred, numbered."""
    put(sheet, Box(TITLE_ROW, 0, TITLE_ROW, last_column), form.zh, title)
    sheet.set_row(TITLE_ROW, 36)
    sheet.set_row(CONTROL_ROW, 18)
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer(
        f'&L&"宋体,Regular"&8{form.doc_no} {form.zh}&C&"宋体,Regular"&8第 &P 页，共 &N 页&R&"宋体,Regular"&8大客户部'
    )
