"""Where each field of a form stands on its template: pure geometry, before anything is written.

A card has two pairs of label and value a row, long texts and boxes to tick over the whole width, a caption at the left
of each block where the form has blocks; then the approval block of a form with a flow and the document control.
A list has a title, a line of document control, the column heads and a row for each record.
"""

from __future__ import annotations

from functools import cache

from ..dataclass import dataclass
from ..domain.form import STATUS_FIELDS, Field, Form

TITLE_ROW = 0
CONTROL_ROW = 1
FIRST_ROW = 2  # of a card's fields; the column heads of a list
_BASIC, _MORE = "基本资料", "经营资料"  # the manual's own headings of form 1


@dataclass(frozen=True, slots=True)
class Box:
    """A cell or a merged range, 0-based and inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def cell(self) -> str:
        """The A1 address of its first cell."""
        return a1(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Slot:
    """A field with the boxes of its label and its value."""

    field: Field
    label: Box
    value: Box


@dataclass(frozen=True, slots=True)
class Caption:
    """The heading of a block: beside it, in a narrow column, or above it."""

    text: str
    box: Box
    beside: bool


@dataclass(frozen=True, slots=True)
class CardPlan:
    """A card's geometry. ``columns`` are widths in characters, ``control_row`` the first row of the document control."""

    form: Form
    slots: tuple[Slot, ...]
    captions: tuple[Caption, ...]
    columns: tuple[float, ...]
    control_row: int

    def cell(self, field_id: str) -> str:
        """The A1 address of a field's value. Raises ``KeyError``."""
        for slot in self.slots:
            if slot.field.id == field_id:
                return slot.value.cell
        raise KeyError(f"{self.form.id}.{field_id}")

    @property
    def form_has_blocks(self) -> bool:
        return any(caption.beside for caption in self.captions)

    @property
    def last_column(self) -> int:
        return len(self.columns) - 1


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list's geometry: one column a field, from the first; the records begin below the heads."""

    form: Form
    fields: tuple[Field, ...]

    def cell(self, field_id: str, index: int) -> str:
        """The A1 address of a field of the record with that 0-based index. Raises ``KeyError``."""
        for column, field in enumerate(self.fields):
            if field.id == field_id:
                return a1(FIRST_ROW + 1 + index, column)
        raise KeyError(f"{self.form.id}.{field_id}")


def a1(row: int, column: int) -> str:
    """The A1 address of a 0-based row and column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def label(field: Field) -> str:
    """The label as it stands on a template: with the unit in which a bare number is meant."""
    return f"{field.zh}（{field.unit}）" if field.unit else field.zh


@cache
def list_plan(form: Form) -> ListPlan:
    return ListPlan(form, form.all_fields)


@cache
def card_plan(form: Form) -> CardPlan:
    pen = _Pen(captioned=any(field.group for field in form.fields))
    for caption, fields in _blocks(form):
        pen.block(caption, fields)
    if form.flow:
        pen.heading("审批记录（由系统回写，手工填写无效）")
        pen.block("", _with_comment_last(STATUS_FIELDS))
    columns = ((11.0,) if pen.captioned else ()) + (18.0, 15.0, 15.0) * 2
    return CardPlan(form, tuple(pen.slots), tuple(pen.captions), columns, pen.row + 1)  # a narrow gap above


def _with_comment_last(fields: tuple[Field, ...]) -> list[Field]:
    return sorted(fields, key=lambda field: field.id == "flow_comment")


def _blocks(form: Form) -> list[tuple[str, list[Field]]]:
    """The form's fields cut into runs of one group; ungrouped runs bear the manual's headings."""
    blocks: list[tuple[str, list[Field]]] = []
    group: str | None = None
    for field in form.fields:
        if group is None or field.group != group:
            blocks.append((field.group or (_MORE if blocks else _BASIC), []))
            group = field.group
        blocks[-1][1].append(field)
    return blocks


class _Pen:
    """Lays fields out from the top left, two pairs a row."""

    def __init__(self, *, captioned: bool) -> None:
        self.captioned = captioned
        self.left = 1 if captioned else 0
        self.row = FIRST_ROW
        self.slots: list[Slot] = []
        self.captions: list[Caption] = []

    def block(self, caption: str, fields: list[Field]) -> None:
        first = self.row
        pending: Field | None = None
        for field in fields:
            if _whole_row(field):
                if pending is not None:
                    self._pair(pending, None)
                self._pair(field, None)
                pending = None
            elif pending is None:
                pending = field
            else:
                self._pair(pending, field)
                pending = None
        if pending is not None:
            self._pair(pending, None)
        if self.captioned and caption:
            self.captions.append(Caption(caption, Box(first, 0, self.row - 1, 0), beside=True))

    def heading(self, text: str) -> None:
        self.captions.append(Caption(text, Box(self.row, 0, self.row, self.left + 5), beside=False))
        self.row += 1

    def _pair(self, first: Field, second: Field | None) -> None:
        row, left = self.row, self.left
        end = left + 5 if second is None else left + 2
        self.slots.append(Slot(first, Box(row, left, row, left), Box(row, left + 1, row, end)))
        if second is not None:
            self.slots.append(Slot(second, Box(row, left + 3, row, left + 3), Box(row, left + 4, row, left + 5)))
        self.row += 1


def _whole_row(field: Field) -> bool:
    return field.long or field.type == "ticks" or field.id == "flow_comment"
