"""XlsxWriter's worksheet with a shorter way for plain cells, of which long tables are made.

What it writes is the same to the byte; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

_SPAN_ROWS = 16  # a row's ``spans`` are those of its block of so many rows
_SHORT = 16_000  # no text of so many characters is longer than Excel allows


class PlainSheet(Worksheet):  # type: ignore[misc] # XlsxWriter says nothing of its types
    """Not for a workbook in ``constant_memory`` mode."""

    def line(self, row: int, cells: Iterable[tuple[int, str | float, Format]]) -> None:
        """``write_string``, ``write_number`` and ``write_blank`` ("") for cells of one row, (column, content, format)."""
        found, text_index = self.table[row], self.str_table._get_shared_string_index
        for column, value, look in cells:
            if isinstance(value, str):
                if not value:
                    found[column] = CellBlankTuple(look)
                elif len(value) < _SHORT:
                    found[column] = CellStringTuple(text_index(value), look)
                else:
                    self._write_string(row, column, value, look)
            elif isfinite(value):
                found[column] = CellNumberTuple(value, look)
            else:
                self._write_number(row, column, value, look)
        if found:
            self._check_dimensions(row, min(found))
            self._check_dimensions(row, max(found))

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> Any:
        """Ours name newer functions as they are stored; looking for 150 of them in each conditional format takes long."""
        return super()._prepare_formula(formula, False)

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        columns: dict[int, set[int]] = {}
        for row, cells in self.table.items():
            if cells:
                columns.setdefault(row // _SPAN_ROWS, set()).update(cells)
        self.row_spans = {block: f"{min(mine) + 1}:{max(mine) + 1}" for block, mine in columns.items()}

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        letters = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        marks: dict[Format, int] = {}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            spans, info = self.row_spans.get(row // _SPAN_ROWS), self.row_info.get(row)
            if cells := self.table.get(row):
                self._write_row(row, spans, info)
                self._write_cells(row, cells, letters, marks)
                self.fh.write("</row>")
            elif info is not None:
                self._write_empty_row(row, spans, info)

    def _write_cells(self, row: int, cells: dict[int, Any], letters: list[str], marks: dict[Format, int]) -> None:
        """One row's cells; ``marks`` are the formats' numbers, asked for once."""
        number = row + 1
        made: list[str] = []
        for column, cell in sorted(cells.items()):
            look, kind = cell.format, cell.__class__
            if not look or kind not in _PLAIN:
                self.fh.write("".join(made))
                made.clear()
                self._write_cell(row, column, cell)
                continue
            mark = marks.get(look)
            if mark is None:
                mark = marks[look] = look._get_xf_index()
            start = f'<c r="{letters[column]}{number}" s="{mark}"'
            if kind is CellStringTuple:
                made.append(f'{start} t="s"><v>{cell.string}</v></c>')
            elif kind is CellNumberTuple:
                made.append(f"{start}><v>{cell.number:.16G}</v></c>")
            else:
                made.append(f"{start}/>")
        self.fh.write("".join(made))


_PLAIN = {CellStringTuple, CellNumberTuple, CellBlankTuple}
