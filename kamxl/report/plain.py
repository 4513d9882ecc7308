"""XlsxWriter's worksheet with a shorter way for plain rows, of which long tables are made.

A row's cells are kept together until they are written, then as one piece of text for all rows of the same form. What is
written is the same to the byte; a test compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import StringIO
from math import isfinite
from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

from ..dataclass import dataclass

_SPAN_ROWS = 16  # a row's ``spans`` are those of its block of so many rows
_SHORT = 16_000  # no text of so many characters is longer than Excel allows
_ROW = "\0"  # stands for the row's number in the text of a form
_TEXT, _NUMBER, _BLANK = "tnb"

Form: TypeAlias = tuple[tuple[int, ...], tuple[Format, ...], str]
"""The columns of a row's cells, their formats, and of each a letter: text, number or blank."""
Contents: TypeAlias = Sequence[str | float | date]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's cells: their form, and the texts' numbers and the numbers in their order."""

    form: Form
    contents: tuple[int | float, ...]

    def cells(self) -> dict[int, Any]:
        """The same as XlsxWriter keeps them."""
        contents = iter(self.contents)
        return {column: _cell(kind, look, contents) for column, look, kind in zip(*self.form, strict=True)}


def _cell(kind: str, look: Format, contents: Any) -> Any:
    if kind == _BLANK:
        return CellBlankTuple(look)
    return (CellStringTuple if kind == _TEXT else CellNumberTuple)(next(contents), look)


class PlainSheet(Worksheet):  # type: ignore[misc] # XlsxWriter says nothing of its types
    """Not for a workbook in ``constant_memory`` mode."""

    fh: Any

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, _Line] = {}
        self._heights: dict[float, tuple[Any, Any]] = {}

    def line(
        self, row: int, columns: Sequence[int], contents: Contents, looks: Sequence[Format], spans: Sequence[int] = ()
    ) -> None:
        """``write_string``, ``write_number``, ``write_datetime`` and ``write_blank`` ("") for cells of a row, from left to
        right; ``spans``: over how many columns each is merged."""
        self._spread(row)
        if spans and max(spans) > 1:
            columns, contents, looks = self._merged(row, columns, contents, looks, spans)
        texts = self.str_table.string_table
        kinds, kept, count = "", [], 0
        for content in contents:
            number: Any = content
            if content.__class__ is str:
                if not content:
                    kinds += _BLANK
                    continue
                if len(number) >= _SHORT:
                    break
                kinds += _TEXT
                kept.append(texts.setdefault(content, len(texts)))
                count += 1
                continue
            if isinstance(content, date):
                number = self._convert_date_time(content)
            if not isfinite(number):
                break
            kinds += _NUMBER
            kept.append(number)
        self.str_table.unique_count = len(texts)
        if len(kinds) == len(contents):
            self.str_table.count += count
            self._check_dimensions(row, columns[0])
            if columns[-1] > self.dim_colmax:
                self._check_dimensions(row, columns[-1])
            self._lines[row] = _Line((tuple(columns), tuple(looks), kinds), tuple(kept))
        else:
            for column, content, look in zip(columns, contents, looks, strict=True):
                self._write(row, column, content, look)

    def _merged(
        self, row: int, columns: Sequence[int], contents: Contents, looks: Sequence[Format], spans: Sequence[int]
    ) -> tuple[list[int], list[str | float | date], list[Format]]:
        """The cells with the blank ones that they are merged with."""
        every: tuple[list[int], list[str | float | date], list[Format]] = ([], [], [])
        for column, content, look, span in zip(columns, contents, looks, spans, strict=True):
            if span > 1:
                self.merge.append([row, column, row, column + span - 1])
            every[0].extend(range(column, column + span))
            every[1].extend([content, *[""] * (span - 1)])
            every[2].extend([look] * span)
        return every

    def link(self, row: int, column: int, url: str, text: str) -> None:
        """Makes a link of a cell that a line writes."""
        self._write_url(row, column, url, None, text)
        if self.table[row].pop(column, None) is not None:
            self.str_table.count -= 1

    def set_row(self, row: int, height: float | None = None, look: Format | None = None, options: Any = None) -> None:
        """As XlsxWriter's; rows of one height share what is kept of it."""
        known = self._heights.get(height or 0) if look is None and not options else None
        if known is None:
            super().set_row(row, height, look, options)
            if height and look is None and not options:
                self._heights[height] = self.row_info[row], self.row_sizes[row]
            return
        if not self.dim_rowmin <= row <= self.dim_rowmax:
            self._check_dimensions(row, self.dim_colmin or 0)
        self.row_info[row], self.row_sizes[row] = known

    def _spread(self, row: int) -> None:
        """A row's line becomes cells like all others."""
        if (line := self._lines.pop(row, None)) is not None:
            self.table[row].update(line.cells())

    def _get_range_data(self, first: int, left: int, last: int, right: int) -> Any:
        for row in range(first, last + 1):
            self._spread(row)
        return super()._get_range_data(first, left, last, right)

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
        for row, line in self._lines.items():
            columns.setdefault(row // _SPAN_ROWS, set()).update(line.form[0])
        self.row_spans = {block: f"{min(mine) + 1}:{max(mine) + 1}" for block, mine in columns.items()}

    def _write_rows(self) -> None:
        for row in [row for row in self._lines if self.comments or self.table.get(row)]:
            self._spread(row)
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        forms = _Forms([xl_col_to_name(column) for column in range(self.dim_colmax + 1)])
        starts: dict[tuple[str | None, int, bool], str] = {}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            spans, info = self.row_spans.get(row // _SPAN_ROWS), self.row_info.get(row)
            line, cells = self._lines.get(row), self.table.get(row)
            if cells:
                self._write_row(row, spans, info)
                for column, cell in sorted(cells.items()):
                    self._write_cell(row, column, cell)
                self.fh.write("</row>")
            elif line is not None or info is not None:
                key = (spans, id(info), line is None)
                start = starts.get(key) or starts.setdefault(key, self._start(spans, info, line is None))
                text = start if line is None else (start + forms[line.form]) % line.contents
                self.fh.write(text.replace(_ROW, str(row + 1)))

    def _start(self, spans: str | None, info: Any, empty: bool) -> str:
        """The tag that begins a row of that height, with a sign for the row's number."""
        written, self.fh = self.fh, StringIO()
        try:
            self._write_row(0, spans, info, empty)
            return str(self.fh.getvalue()).replace('r="1"', f'r="{_ROW}"', 1)
        finally:
            self.fh = written


class _Forms(dict[Form, str]):
    """The text of a row of each form, with a sign for the row's number and a place for each content.

    It is asked for in the order of rows: that is the order in which XlsxWriter numbers the formats.
    """

    def __init__(self, letters: Sequence[str]) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, form: Form) -> str:
        cells = (
            f'<c r="{self._letters[column]}{_ROW}" s="{look._get_xf_index()}"{_CONTENT[kind]}'
            for column, look, kind in zip(*form, strict=True)
        )
        text = self[form] = "".join(cells) + "</row>"
        return text


_CONTENT = {_TEXT: ' t="s"><v>%d</v></c>', _NUMBER: "><v>%.16G</v></c>", _BLANK: "/>"}
