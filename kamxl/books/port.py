"""The port to a workbook, whoever holds it: a file on disk, memory, Excel or LibreOffice. About ten verbs, no more.

Reading gives whole sheets at once, writing takes a whole change at once: no host sees cell-by-cell traffic.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias, TypeGuard, runtime_checkable

from ..dataclass import dataclass
from ..domain.sheetfacts import SheetFacts
from ..domain.values import Raw
from .by_column import ByColumn

CellValue: TypeAlias = str | int | float | Decimal | bool | date | None


# Stands near the top of every sheet that kamxl makes for reading only. Such a sheet holds figures, never forms.
MADE_BY_US = "由 kamxl 生成"
_TOP_ROWS = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as read: ``rows[r][c]`` (0-based) from A1 on, with its merged ranges and whether it is shown.

    ``merges`` are ``(first row, first column, last row, last column)``, 0-based and inclusive. ``texts`` are its texts, where
    the host has a list of them: each once, and perhaps those of the workbook's other sheets too.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    merges: Sequence[tuple[int, int, int, int]] = ()
    visible: bool = True
    texts: Collection[str] | None = None

    def at(self, row: int, column: int) -> Raw:
        """The cell's content, ``None`` outside of what is filled."""
        if row < 0 or column < 0 or row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    @property
    def made_by_us(self) -> bool:
        """Whether the sheet is part of a report of ours."""
        rows = self.rows
        top = [column[:_TOP_ROWS] for column in rows.columns] if isinstance(rows, ByColumn) else rows[:_TOP_ROWS]
        return any(MADE_BY_US in cell for cell in set().union(*top) if isinstance(cell, str))


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell of a sheet of ours: its value and the name of a style in ``books.look`` ("" for none), a link if any."""

    value: CellValue
    style: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet that kamxl owns whole (校验结果, 审批): replaced at each run, removed when it has nothing to say.

    ``widths`` are in characters, ``header`` the 0-based row of the column heads (frozen and filtered), ``choices`` the
    dropdown of a column (0-based) below the header. ``levels`` are the rows' levels in the outline, none for a flat sheet:
    a line stands above what it sums up; ``folded`` rows (0-based) are hidden until somebody unfolds them.
    """

    name: str
    rows: Sequence[Sequence[Styled]]
    widths: Sequence[float]
    header: int = 0
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    landscape: bool = True
    levels: Sequence[int] = ()
    folded: frozenset[int] = frozenset()


@dataclass(slots=True)
class Change:
    """Everything that one action wants to write into one workbook, applied wholly or not at all.

    ``data`` are short texts of ours, by key, that the workbook keeps out of sight; ``None`` forgets one. ``notes`` are all
    the notes of ours that shall be on cells from now on, by sheet and cell; ``None`` leaves those that are there.
    """

    cells: dict[str, dict[str, CellValue]] = field(default_factory=dict)
    sheets: list[OwnSheet] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    data: dict[str, str | None] = field(default_factory=dict)
    notes: Mapping[str, Mapping[str, str]] | None = None

    def set(self, sheet: str, cell: str, value: CellValue) -> None:
        self.cells.setdefault(sheet, {})[cell] = value

    def __bool__(self) -> bool:
        return bool(self.cells or self.sheets or self.removed or self.data or self.notes is not None)


class Book(Protocol):
    """An open workbook."""

    @property
    def name(self) -> str:
        """The file's name, as messages show it."""

    def sheet_names(self) -> list[str]:
        """All sheets in their order, hidden ones too."""

    def grid(self, sheet: str) -> Grid:
        """One sheet's content. Raises ``BookError("books.no_sheet")``."""

    def apply(self, change: Change) -> None:
        """Writes the change. Raises ``BookError`` or ``RefusedEdit`` and then has written nothing."""


@runtime_checkable
class FactsBook(Book, Protocol):
    """A workbook whose host can also tell what the sheets themselves demand: dropdowns, validations, formulas, errors."""

    def facts(self, sheet: str) -> SheetFacts:
        """One sheet's own rules and states. Raises ``BookError("books.no_sheet")``."""


@runtime_checkable
class KeepsData(Book, Protocol):
    """A workbook whose host can keep short texts of ours in it (``Change.data``)."""

    def data(self, key: str) -> str | None:
        """The text kept under ``key``, ``None`` where there is none."""


def tells_facts(book: Book) -> TypeGuard[FactsBook]:
    """``isinstance``, which looks for every method of the port each time, at once."""
    return hasattr(book, "facts")


def keeps_data(book: Book) -> TypeGuard[KeepsData]:
    """The same."""
    return hasattr(book, "data")


@runtime_checkable
class NotedBook(Book, Protocol):
    """A workbook whose host can put notes of ours on cells (``Change.notes``) and knows them again."""

    def noted(self) -> bool:
        """Whether any note of ours is on a cell."""
