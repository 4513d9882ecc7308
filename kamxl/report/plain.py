"""XlsxWriter's worksheet with a shorter way for plain cells, of which long tables are made.

What it writes is the same to the byte; a test compares.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet


class PlainSheet(Worksheet):  # type: ignore[misc] # XlsxWriter says nothing of its types
    """Not for a workbook in ``constant_memory`` mode."""

    def text(self, row: int, column: int, text: str, look: Format) -> None:
        """``write_string`` for a cell that is given by its numbers."""
        self._write_string(row, column, text, look)

    def number(self, row: int, column: int, number: float, look: Format) -> None:
        """``write_number`` for a cell that is given by its numbers."""
        self._write_number(row, column, number, look)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell)
        if kind not in (CellStringTuple, CellNumberTuple) or not cell.format:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
        if kind is CellStringTuple:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
