"""What a table is made of: cells, rows, columns, and where the table came to stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ..dataclass import dataclass
from .board import Claim


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than a value: further traits, and where it leads."""

    value: str | int | float | Decimal | date | None
    traits: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A row with traits of its own (a total)."""

    cells: Sequence[Content]
    traits: tuple[str, ...] = ("total",)


Bounds: TypeAlias = tuple[Decimal | None, Decimal | None]
Slack: TypeAlias = Callable[[Decimal], Decimal]
Content: TypeAlias = "str | int | float | Decimal | date | Cell | Claim | None"


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its head, the style of its cells, and how many of the sheet's columns it takes."""

    title: str
    style: str = "text"
    span: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table's data stand (0-based, inclusive): what charts and conditional formats refer to."""

    sheet: str
    first: int
    last: int
    starts: tuple[int, ...]
    titles: tuple[str, ...] = ()

    def column(self, index: int) -> list[Any]:
        """The reference to one column's data, as XlsxWriter's charts take it."""
        return [self.sheet, self.first, self.starts[index], self.last, self.starts[index]]

    def head(self, first: int, last: int) -> list[Any]:
        """The reference to the heads of some columns."""
        return self.cells(-1, first, last)

    def cells(self, row: int, first: int, last: int) -> list[Any]:
        """The reference to part of one row (``row`` counted from the table's first)."""
        return [self.sheet, self.first + row, self.starts[first], self.first + row, self.starts[last]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Room kept for charts: its first row, its height in pixels."""

    row: int
    height: int
