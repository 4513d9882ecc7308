"""``Sheet`` and what hangs on its window and page: frozen panes, print area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from xlwings import base_classes

from .addresses import MAX_ROWS, Area, parse
from .bridge import Bridge
from .charts import Charts
from .drawing import Pictures, Shapes
from .gaps import implements, partly
from .names import SheetNames
from .notes import Notes
from .range import Range
from .tables import Tables
from .validation import as_in_a_file
from .values import cleaned, told_apart

if TYPE_CHECKING:
    from .book import Book

Box: TypeAlias = tuple[int, int, int, int]
Limit: TypeAlias = tuple[str, str, str, str, list[Box]]
"""A validation: kind, operator and formulas as in a file, and where it holds."""

_CONTENTS, _LOOKS, _NOTES = 23, 352, 8


@implements(base_classes.Sheet, "pivot_tables")
class Sheet:
    """One sheet of a workbook, held by UNO's object, so that it stays itself when it is renamed or moved."""

    book: Book

    def __init__(self, book: Book, api: Any) -> None:
        self.book = book
        self._api = api
        self._moves = book.moves
        self._column_limit = 0

    @property
    def api(self) -> Any:
        """UNO's sheet, asked for anew where cells were moved since: the old object no longer holds all cells."""
        if self._moves != self.book.moves:
            self._api = self.book.sheets_api.getByName(self._api.Name)
            self._moves = self.book.moves
        return self._api

    def outline(self, runs: Iterable[tuple[int, int]]) -> None:
        """Groups the rows of each run (first and last, 0-based), in place of all groups that there are."""
        self.api.clearOutline()
        for first, last in runs:
            self.range((first + 1, 1), (last + 1, 1)).group("rows")

    @property
    def bridge(self) -> Bridge:
        return self.book.bridge

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def index(self) -> int:
        return int(self.api.RangeAddress.Sheet) + 1

    # ranges

    @property
    def column_limit(self) -> int:
        """How many columns a sheet has: 16,384, or 1,024 in offices before 7.4."""
        if not self._column_limit:
            self._column_limit = int(self.api.Columns.Count)
        return self._column_limit

    def cells_of(self, area: Area) -> Any:
        """UNO's range for an area."""
        return self.api.getCellRangeByPosition(area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1)

    def area_of(self, cells: Any) -> Area:
        return self.area_at(cells.RangeAddress)

    @staticmethod
    def area_at(address: Any) -> Area:
        """A UNO ``CellRangeAddress`` as an area."""
        return Area(
            address.StartRow + 1,
            address.StartColumn + 1,
            address.EndRow - address.StartRow + 1,
            address.EndColumn - address.StartColumn + 1,
        )

    def over(self, area: Area) -> Range:
        return Range(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """By address, by name, by ``(row, column)``, by two corners, or by ``(row, column, rows, columns)``."""
        first = self._resolve(arg1)
        if arg2 is None:
            return first
        return Range(self, first.area.spanning(self._resolve(arg2).area))

    def _resolve(self, arg: Any) -> Range:
        if isinstance(arg, Range):
            return arg
        if isinstance(arg, tuple):
            if 0 in arg[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self, Area(*arg))
        area = parse(arg, self.column_limit)
        if area is not None:
            return Range(self, area, arg)
        return self.book.names.range_named(arg, self)

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, MAX_ROWS, self.column_limit))

    def used_area(self) -> Area:
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.area_of(cursor)

    @property
    def used_range(self) -> Range:
        return Range(self, self.used_area())

    def survey(self) -> tuple[list[list[Any]], list[Box], list[Box], list[Limit]]:
        """All values from A1 to the last used cell as xlwings gives them, errors by name, the merged areas and the areas of
        formulas as first row, first column, last row, last column (from 0), and the validations: one question to the office,
        not hundreds."""
        found = self.bridge.survey("whole_sheet", self.api)
        formats = self.book.formats
        cells = Range(self, Area(*found["area"]))
        kinds = [(Area(*place), formats.kind(key)) for *place, key in found["formats"]]
        values = told_apart(found["data"], cells.area, kinds, self.book.epoch)
        cells.options = {"err_to_str": True}
        cells.name_errors(values)
        return (
            cleaned(values, dt.datetime, None, None, err_to_str=True),
            _boxes(found["merges"]),
            _boxes(found["formulas"]),
            [(*as_in_a_file(*rule), _boxes(areas)) for *rule, areas in found["limits"]],
        )

    # collections

    @property
    def names(self) -> SheetNames:
        return SheetNames(self)

    @property
    def notes(self) -> Notes:
        return Notes(self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    @property
    def charts(self) -> Charts:
        return Charts(self)

    # acts

    def activate(self) -> None:
        self.book.controller.setActiveSheet(self.api)
        self.book.activate()

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.used_range._clear(_CONTENTS)

    def clear_formats(self) -> None:
        self.cells._clear(_LOOKS)

    def clear(self) -> None:
        self.cells._clear(_CONTENTS | _LOOKS | _NOTES)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.book.sheets_api.removeByName(self.name)

    @partly("within its workbook")
    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Excel names a copy ``Name (2)``."""
        sheets = self.book.sheets
        taken = {name.casefold() for name in sheets.titles()}
        number = 2
        while f"{self.name} ({number})".casefold() in taken:
            number += 1
        self.book.sheets_api.copyByName(self.name, f"{self.name} ({number})", sheets.place(before, after, self.book))

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        self.book.sheets_api.moveByName(self.name, self.book.sheets.place(before, after, self.book))

    # looks

    @property
    def visible(self) -> bool:
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = bool(value)

    @property
    @partly("of the window, which LibreOffice keeps for each sheet once it was shown")
    def show_gridlines(self) -> bool:
        return bool(self._window().ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._window().ShowGrid = bool(value)

    def _window(self) -> Any:
        controller = self.book.controller
        if controller.getActiveSheet().Name != self.name:
            controller.setActiveSheet(self.api)
        return controller

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)


@implements(base_classes.FreezePanes)
class FreezePanes:
    """Rows and columns that stay in view. UNO freezes the window's active sheet, so the sheet is made active."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze the rows of ``1:2``, the columns of ``A:B``, or both of ``A1:B2``."""
        area = self._sheet.range(frozen_range).area
        columns = 0 if area.columns >= self._sheet.column_limit else area.last_column
        rows = 0 if area.rows >= MAX_ROWS else area.last_row
        self._sheet._window().freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        self._sheet._window().freezeAtPosition(0, 0)


@implements(base_classes.PageSetup)
class PageSetup:
    """The print area of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        styles = self._sheet.book.api.StyleFamilies.getByName("PageStyles")
        return styles.getByName(self._sheet.api.PageStyle)

    @property
    def print_area(self) -> str | None:
        areas = [self._sheet.area_at(address) for address in self._sheet.api.getPrintAreas()]
        return ",".join(area.a1() for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        parts = value.split(",") if value else []
        self._sheet.api.setPrintAreas(tuple(self._sheet.range(part).api.RangeAddress for part in parts))


def _boxes(areas: list[list[int]]) -> list[Box]:
    """Row, column, rows, columns from 1 as first row, first column, last row, last column from 0."""
    return [(row - 1, column - 1, row + rows - 2, column + columns - 2) for row, column, rows, columns in areas]
