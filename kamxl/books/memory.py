"""A workbook in memory: the host for tests and for trying out a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..domain.sheetfacts import NOTHING, SheetFacts
from ..domain.values import Raw
from ..errors import BookError
from .address import position
from .own_note import is_own
from .port import CellValue, Change, Grid, OwnSheet


class MemoryBook:
    """A workbook that is a dict of sheets. ``sheets`` maps names to rows from A1 on; ``merges`` and ``facts`` are by name."""

    def __init__(
        self,
        name: str,
        sheets: Mapping[str, Sequence[Sequence[Raw]]],
        merges: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
        facts: Mapping[str, SheetFacts] | None = None,
    ) -> None:
        self._facts = dict(facts or {})
        self._data: dict[str, str] = {}
        self.notes: dict[str, dict[str, str]] = {}
        self._name = name
        self._sheets = {sheet: [list(row) for row in rows] for sheet, rows in sheets.items()}
        self._merges = dict(merges or {})
        self.own: dict[str, OwnSheet] = {}

    @property
    def name(self) -> str:
        return self._name

    def sheet_names(self) -> list[str]:
        return list(self._sheets)

    def grid(self, sheet: str) -> Grid:
        self._known(sheet)
        return Grid(sheet, self._sheets[sheet], self._merges.get(sheet, ()))

    def facts(self, sheet: str) -> SheetFacts:
        self._known(sheet)
        return self._facts.get(sheet, NOTHING)

    def data(self, key: str) -> str | None:
        return self._data.get(key)

    def noted(self) -> bool:
        return any(is_own(text) for notes in self.notes.values() for text in notes.values())

    def apply(self, change: Change) -> None:
        for sheet in change.cells:  # all checks come before the first write: wholly or not at all
            self._known(sheet)
        for sheet, cells in change.cells.items():
            for cell, value in cells.items():
                self._put(sheet, cell, value)
        for key, text in change.data.items():
            self._data.pop(key, None)
            if text is not None:
                self._data[key] = text
        if change.notes is not None:
            for sheet in self._sheets:
                others = {cell: text for cell, text in self.notes.get(sheet, {}).items() if not is_own(text)}
                self.notes[sheet] = {**change.notes.get(sheet, {}), **others}
        for name in change.removed:
            self._sheets.pop(name, None)
            self.own.pop(name, None)
        for own in change.sheets:
            self.own[own.name] = own
            self._sheets[own.name] = [[_raw(cell.value) for cell in row] for row in own.rows]

    def _known(self, sheet: str) -> None:
        if sheet not in self._sheets:
            raise BookError("books.no_sheet", path=self._name, sheet=sheet, sheets="、".join(self._sheets))

    def _put(self, sheet: str, cell: str, value: CellValue) -> None:
        row, column = position(cell)
        rows = self._sheets[sheet]
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = _raw(value)


def _raw(value: CellValue) -> Raw:
    """What a host would read back: spreadsheets know one kind of number."""
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
