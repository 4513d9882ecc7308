"""Where the parts of a form stand on a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from ..books.address import address, letters
from ..dataclass import dataclass
from ..domain.form import Field, Form, Layout
from .labels import Likeness
from .view import Cell


class How(StrEnum):
    """Where a value stands, seen from its label."""

    zh: str

    RIGHT = "right", "右侧"
    BELOW = "below", "下方"
    INSIDE = "inside", "标签内"
    COLUMN = "column", "本列"
    CROSSING = "crossing", "行列交叉处"

    def __new__(cls, value: str, zh: str) -> How:
        member = str.__new__(cls, value)
        member._value_, member.zh = value, zh
        return member


@dataclass(frozen=True, slots=True)
class Place:
    """One field of a form on a sheet. ``field.unit`` is the label's own where it has one.

    ``value`` is the value's cell (of a list: that of its first row); ``inside`` is the value's text where it shares
    the label's cell; ``span`` are the cells of boxes to tick that stand side by side; ``unit_shown`` says whether the
    label itself names the unit.
    """

    field: Field
    label: Cell
    value: Cell
    how: How
    likeness: Likeness
    inside: str | None = None
    span: tuple[Cell, ...] = ()
    unit_shown: bool = False


@dataclass(frozen=True)
class Outline:
    """What stands where in one form, whatever a list's rows hold. A list's header begins in row ``begins`` and ends with row
    ``header``; ``heads`` are the columns of its heads. ``order`` is the first cell of the form."""

    form: Form
    layout: Layout
    places: Mapping[str, Place]
    titled: bool
    confidence: float
    order: Cell
    begins: int = 0
    header: int = 0
    heads: tuple[int, ...] = ()

    @cached_property
    def missing(self) -> tuple[Field, ...]:
        """The required fields whose label was not found."""
        return tuple(f for f in self.form.required if f.id not in self.places and not f.owned)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Of a list each field's column, in letters; of a card its cell."""
        if self.layout is Layout.LIST:
            return {name: letters(place.value[1]) for name, place in self.places.items()}
        return {name: address(*place.value) for name, place in self.places.items()}

    @cached_property
    def filled_in(self) -> tuple[int, ...]:
        """The columns of a list that people fill in."""
        return tuple(place.value[1] for place in self.places.values() if not place.field.owned)


@dataclass(slots=True)
class Found:
    """One form on a sheet. ``rows`` are a list's filled rows (0-based); ``totals`` its subtotal rows."""

    outline: Outline
    sheet: str
    rows: Sequence[int] = ()
    totals: Sequence[int] = ()

    @property
    def form(self) -> Form:
        return self.outline.form

    @property
    def places(self) -> Mapping[str, Place]:
        return self.outline.places

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell is within a list, with a column of the person's own on either side."""
        columns = [place.value[1] for place in self.places.values()]
        return self.outline.order[0] <= row <= self.bottom and min(columns) - 1 <= column <= max(columns) + 1

    @property
    def bottom(self) -> int:
        """The last row of a list."""
        return max((self.outline.header, *self.rows[-1:], *self.totals[-1:]))
