"""``Range``: a rectangle of cells. Its contents are here, its looks in ``range_style``, its shape in ``range_edit``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .addresses import Area, quoted
from .formulas import is_formula, to_calc, to_excel
from .gaps import implements, partly
from .protection import check_unlocked
from .range_edit import RangeEdit
from .range_search import RangeSearch
from .range_style import RangeStyle
from .values import ERROR_NAMES, UNNAMED_ERROR, CellError, for_writing, runs, told_apart

if TYPE_CHECKING:
    from .sheet import Sheet

# com.sun.star.sheet.CellFlags
_CONTENTS = 1 | 2 | 4 | 16  # values, dates, texts, formulas
_LOOKS = 32 | 64 | 256  # hard formats, styles, formats of single characters
_NOTES = 8


@implements(base_classes.Range)
class Range(RangeStyle, RangeEdit, RangeSearch):
    """Cells of one sheet. ``area`` counts from 1; an area with no rows or columns is what xlwings' empty slices are."""

    sheet: Sheet
    area: Area
    options: dict[str, Any]

    def __init__(self, sheet: Sheet, area: Area, given: str = "") -> None:
        self.sheet = sheet
        self.area = area
        self.arg1_input = given
        self.options: dict[str, Any] = {}
        self._api: Any = None
        self._moves = 0
        self._checked = False

    @property
    def api(self) -> Any:
        """UNO's cell range; ``None`` for an empty one, which xlwings then leaves alone."""
        if not (self.area.rows and self.area.columns):
            return None
        if self._api is None or self._moves != self.sheet.book.moves:
            self._moves = self.sheet.book.moves
            self._api = self.sheet.cells_of(self.area)
        return self._api

    # where

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return self.sheet.name, self.row, self.column, self.area.rows, self.area.columns

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """Cell ``(row, column)`` counted from 1 inside the range (and beyond it), or the n-th cell row by row."""
        if arg2 is None:
            if self.area.columns == 0 or arg1 < 1:
                raise IndexError(arg1)
            row, column = divmod(arg1 - 1, self.area.columns)
        else:
            row, column = arg1 - 1, arg2 - 1
        return Range(self.sheet, Area(self.row + row, self.column + column))

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        local = self.area.a1(row_absolute, col_absolute)
        if not external:
            return local
        place = quoted(f"[{self.sheet.book.name}]{self.sheet.name}")
        return f"{place}!{local}"

    # what is in the cells

    @property
    def max_cells_per_read(self) -> int:
        return 4_000_000

    @property
    def max_cells_per_write(self) -> int:
        return 1_000_000

    @property
    def raw_value(self) -> Any:
        """All values as rows: float, str, ``datetime``, bool, ``""`` for empty, :class:`CellError` for an error."""
        if self.api is None:
            return []
        data = self.api.getDataArray()
        formats = self.sheet.book.formats
        has_numbers = any(type(value) is float for row in data for value in row)
        kinds = [(area, formats.kind(key)) for area, key in formats.areas(self.api)] if has_numbers else []
        values = told_apart(data, self.area, kinds, self.sheet.book.epoch)
        self.name_errors(values)
        return values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        """Write one value into every cell, or rows of values: ``=…`` is a formula, ``'…`` and all else text."""
        if self.api is None:
            return
        self._check_unlocked()
        block = data if isinstance(data, (list, tuple)) else [[data] * self.area.columns] * self.area.rows
        if block and not isinstance(block[0], (list, tuple)):
            block = [block]
        if (len(block), len(block[0])) != self.shape:
            self._resized(len(block), len(block[0])).raw_value = block
            return
        self._write(block)

    def name_errors(self, values: list[list[Any]]) -> None:
        """Errors arrive as ``None``. Their kind costs a call a cell: it is asked only where somebody wants it."""
        ask = bool(self.options.get("err_to_str"))
        for i, row in enumerate(values):
            if None not in row:
                continue
            for j, value in enumerate(row):
                if value is None:
                    row[j] = self._error_at(i, j) if ask else UNNAMED_ERROR

    def _error_at(self, row: int, column: int) -> CellError:
        return CellError(ERROR_NAMES.get(self.api.getCellByPosition(column, row).getError(), UNNAMED_ERROR.name))

    def _write(self, block: Any) -> None:
        writing = for_writing(block, self.sheet.book.epoch)
        self._forget_boolean_formats()
        self.api.setDataArray(writing.data)
        formats = self.sheet.book.formats
        if writing.booleans:
            self._format(writing.booleans, formats.logical)
        for has_time in (False, True):
            if cells := [(i, j) for i, j, timed in writing.dates if timed is has_time]:
                self._format_dates(cells, has_time)
        for i, j, formula in writing.formulas:
            self.api.getCellByPosition(j, i).setFormula(to_calc(formula))

    def _forget_boolean_formats(self) -> None:
        """A number written over TRUE must not be shown, nor read back, as TRUE."""
        formats = self.sheet.book.formats
        for area, key in formats.areas(self.api):
            if formats.kind(key) & 1024:
                self.sheet.cells_of(area).NumberFormat = 0

    def _format(self, cells: list[tuple[int, int]], key: int) -> None:
        for area in runs(cells):
            self._part(area).NumberFormat = key

    def _format_dates(self, cells: list[tuple[int, int]], has_time: bool) -> None:
        """As Excel does: a cell that has a date format of its own keeps it."""
        formats = self.sheet.book.formats
        key = formats.key("YYYY-MM-DD HH:MM:SS" if has_time else "YYYY-MM-DD")
        for area in runs(cells):
            part = self._part(area)
            for where, current in formats.areas(part):
                if not formats.kind(current) & 2:
                    self.sheet.cells_of(where).NumberFormat = key

    def _part(self, area: Area) -> Any:
        """A part of this range, its area counted inside it."""
        return self.api.getCellRangeByPosition(area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1)

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        rows = tuple(tuple(_as_excel(text) for text in row) for row in self.api.getFormulaArray())
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    @partly("text that looks like a number or a date is entered as one, as Excel does, but in English (US) notation")
    def formula(self, value: Any) -> None:
        self._check_unlocked()
        if not isinstance(value, (list, tuple)):
            self._fill_formula(value)
            return
        rows = tuple(tuple(to_calc(str(cell)) if is_formula(cell) else _entry(cell) for cell in row) for row in value)
        self._resized(len(rows), len(rows[0])).api.setFormulaArray(rows)

    def _fill_formula(self, formula: Any) -> None:
        """One formula for the whole range: relative references move with the cell, as when it is filled."""
        if not is_formula(formula):
            self.api.setFormulaArray(((_entry(formula),) * self.area.columns,) * self.area.rows)
            return
        self.api.getCellByPosition(0, 0).setFormula(to_calc(formula))
        fill = self.sheet.bridge.enum
        if self.area.rows > 1:
            column = self._part(Area(1, 1, self.area.rows, 1))
            column.fillAuto(fill("sheet.FillDirection", "TO_BOTTOM"), 1)
        if self.area.columns > 1:
            self.api.fillAuto(fill("sheet.FillDirection", "TO_RIGHT"), 1)

    @property
    def formula2(self) -> str | tuple[tuple[str, ...], ...]:
        return self.formula

    @formula2.setter
    @partly("LibreOffice 7.4 does not spill: a formula that gives an array shows its first value")
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def formula_array(self) -> str | None:
        """The array formula that fills exactly this range, or ``None``."""
        text = str(self.api.getFormulaArray()[0][0]) if self.api.getArrayFormula() else ""
        return to_excel(text.removeprefix("{").removesuffix("}")) if text else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self._check_unlocked()
        self.api.setArrayFormula(to_calc(value))

    @property
    def has_array(self) -> bool:
        first = self.api.getFormulaArray()[0][0]
        return str(first).startswith("{=")

    # emptying

    def clear_contents(self) -> None:
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        self._clear(_LOOKS)

    def clear(self) -> None:
        self._clear(_CONTENTS | _LOOKS | _NOTES)

    def _clear(self, flags: int) -> None:
        if self.api is not None:
            self._check_unlocked()
            self.api.clearContents(flags)

    def _check_unlocked(self) -> None:
        """Asked once for a range object: they live as long as one statement of the caller."""
        if self._checked:
            return
        self._checked = True
        check_unlocked(self.sheet.api, self.api, self.sheet.name, self.area.a1(False, False))

    def _resized(self, rows: int, columns: int) -> Range:
        if (rows, columns) == self.shape:
            return self
        return Range(self.sheet, Area(self.row, self.column, rows, columns))

    # objects of the range

    @property
    def name(self) -> Any:
        return self.sheet.book.names.of_area(self.sheet, self.area)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.name)}!{self.area.a1()}")

    @property
    def table(self) -> Any:
        return self.sheet.tables.holding(self.area)

    @property
    def note(self) -> Any:
        return self.sheet.notes.at(self.area.row, self.area.column)

    def add_note(self, text: str) -> Any:
        return self.sheet.notes.add(self.area.row, self.area.column, text)


def _as_excel(text: Any) -> str:
    value = str(text)
    if value.startswith("'"):
        return value[1:]  # LibreOffice marks text that looks like a number
    if value.startswith("{="):
        return to_excel(value[1:-1])
    return to_excel(value) if value.startswith("=") else value


def _entry(cell: Any) -> str:
    """A value among formulas, as a person would type it."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)
