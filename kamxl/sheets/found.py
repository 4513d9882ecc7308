"""Where the parts of a form stand on a sheet."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

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


@dataclass(slots=True)
class Found:
    """One form on a sheet. ``rows`` are a list's filled rows (0-based); ``totals`` its subtotal rows."""

    form: Form
    sheet: str
    layout: Layout
    places: dict[str, Place]
    titled: bool
    confidence: float
    rows: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    header: int = 0
    order: Cell = field(default=(0, 0))

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required fields whose label was not found."""
        return tuple(f for f in self.form.required if f.id not in self.places and not f.owned)
