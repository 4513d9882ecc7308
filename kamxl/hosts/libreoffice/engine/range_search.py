"""What looks around: end, current region, find and replace, special cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .addresses import MAX_ROWS, Area
from .gaps import partly, unsupported

if TYPE_CHECKING:
    from .sheet import Sheet

_DIRECTIONS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}
# com.sun.star.sheet.CellFlags and FormulaResult
_NUMBERS, _TEXTS = 1 | 2, 4
_RESULTS = {None: 7, "numbers": 1, "text": 2, "errors": 4}


class RangeSearch:
    """The part of ``Range`` that finds other ranges."""

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area
        api: Any

        def _check_unlocked(self) -> None: ...

    def end(self, direction: str) -> Any:
        """Where Ctrl+arrow goes from the upper left cell. A formula that shows nothing counts as filled."""
        down, right = _DIRECTIONS[direction.removeprefix("to")[0]]
        used = self.sheet.used_area()
        if down:
            limit = min(max(used.last_row, self.area.row) + 1, MAX_ROWS) if down > 0 else 1
            filled = self._filled(Area(min(self.area.row, limit), self.area.column, abs(limit - self.area.row) + 1, 1))
            steps = _run(filled if down > 0 else filled[::-1])
            last = MAX_ROWS if down > 0 else 1
            row = last if steps is None else self.area.row + down * steps
            return self.sheet.over(Area(row, self.area.column))
        limit = min(max(used.last_column, self.area.column) + 1, self.sheet.column_limit) if right > 0 else 1
        filled = self._filled(Area(self.area.row, min(self.area.column, limit), 1, abs(limit - self.area.column) + 1))
        steps = _run(filled if right > 0 else filled[::-1])
        last = self.sheet.column_limit if right > 0 else 1
        column = last if steps is None else self.area.column + right * steps
        return self.sheet.over(Area(self.area.row, column))

    def _filled(self, area: Area) -> list[bool]:
        return [text != "" for row in self.sheet.cells_of(area).getFormulaArray() for text in row]

    @property
    def current_region(self) -> Any:
        cursor = self.sheet.api.createCursorByRange(self.api.getCellByPosition(0, 0))
        cursor.collapseToCurrentRegion()
        return self.sheet.over(self.sheet.area_of(cursor))

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Any:
        """The first cell whose shown value holds (or, ``whole``, is) the text; ``None`` if there is none."""
        search = self.api.createSearchDescriptor()
        search.SearchString = text
        search.SearchWords = whole
        search.SearchCaseSensitive = match_case
        search.SearchByRow = order == "rows"
        search.SearchType = 1
        found = self.api.findAll(search)
        if found is None:
            return None
        cells = [
            (row, column)
            for address in found.getRangeAddresses()
            for row in range(address.StartRow + 1, address.EndRow + 2)
            for column in range(address.StartColumn + 1, address.EndColumn + 2)
        ]
        ordered = sorted(cells, key=None if order == "rows" else lambda cell: (cell[1], cell[0]))
        row, column = ordered[0 if direction == "forward" else -1]
        return self.sheet.over(Area(row, column))

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        self._check_unlocked()
        replacement = self.api.createReplaceDescriptor()
        replacement.SearchString = old
        replacement.ReplaceString = new
        replacement.SearchWords = whole
        replacement.SearchCaseSensitive = match_case
        self.api.replaceAll(replacement)

    @partly("not value_type='logical': UNO does not tell TRUE from 1 here")
    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Any]:
        if value_type == "logical":
            unsupported("Range.get_special_cells", "value_type='logical'")
        found = self._special(cell_type, value_type)
        return [self.sheet.over(self.sheet.area_at(address)) for address in found.getRangeAddresses()]

    def _special(self, cell_type: str, value_type: str | None) -> Any:
        if cell_type == "blanks":
            return self.api.queryEmptyCells()
        if cell_type == "visible":
            return self.api.queryVisibleCells()
        if cell_type == "formulas":
            return self.api.queryFormulaCells(_RESULTS[value_type])
        flags = {None: _NUMBERS | _TEXTS, "numbers": _NUMBERS, "text": _TEXTS, "errors": 0}[value_type]
        return self.api.queryContentCells(flags)


def _run(filled: Sequence[bool]) -> int | None:
    """Steps from the first cell to where Ctrl+arrow stops in the rest; ``None``: at the edge of the sheet."""
    if len(filled) < 2:
        return 0
    if filled[0] and filled[1]:
        return next((index - 1 for index in range(1, len(filled)) if not filled[index]), len(filled) - 1)
    return next((index for index in range(1, len(filled)) if filled[index]), None)
