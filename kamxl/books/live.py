"""A workbook that is open in Excel or LibreOffice, through xlwings' API and nothing else: the same lines for both.

The person sees every change at once and may undo it; nothing is saved here, that stays theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from ..domain.sheetfacts import Area, SheetFacts, Validation
from ..domain.values import Raw
from ..errors import BookError, KamxlError, RefusedEdit
from . import live_notes
from .address import position
from .limits import Limits
from .live_data import LiveData, keep
from .live_facts import Told, facts_of, formula_areas, raw_validations, saved_validations
from .live_merges import Merge, merged
from .live_sheet import is_ours, write_own_sheet
from .live_values import cell_value
from .port import Book, CellValue, Change, Grid

if TYPE_CHECKING:
    import xlwings as xw


class LiveBook:
    """An open workbook. ``book`` is xlwings' own, of whichever engine; ``saved`` reads it as it was saved last, for a host
    that does not tell validations."""

    def __init__(self, book: xw.Book, saved: Callable[[], Book] | None = None) -> None:
        self.book = book
        self._saved = saved
        self._sheets: dict[str, xw.Sheet | None] | None = None
        self._read: dict[str, tuple[Grid, list[Area] | None, Told | None]] = {}
        self._limits: Limits | None = None
        self._data: LiveData | None = None

    @property
    def name(self) -> str:
        return str(self.book.name)

    def sheet_names(self) -> list[str]:
        return list(self._found())

    def _found(self) -> dict[str, xw.Sheet | None]:
        """The sheets by name, asked for once: each name is a call to the application."""
        if self._sheets is None:
            titles = getattr(self.book.sheets.impl, "titles", None)  # our LibreOffice engine gives all in one answer
            names = titles() if titles is not None else self.book.sheet_names
            self._sheets = {str(name): None for name in names}
        return self._sheets

    def grid(self, sheet: str) -> Grid:
        found = self._sheet(sheet)
        survey = getattr(found.impl, "survey", None)  # our LibreOffice engine answers all of it at once
        rows, merges, formulas, told = survey() if survey is not None else (*_read(found), None, None)
        # Excel on Windows says -1 for a sheet that is shown, 0 for a hidden one, 2 for one that only VBA can show.
        grid = Grid(sheet, cast("list[list[Raw]]", rows), merges, found.visible in (True, -1))
        self._read[sheet] = grid, formulas, told
        return grid

    def facts(self, sheet: str) -> SheetFacts:
        """Where formulas stand, which cells are in error and what is validated, as of the last reading."""
        grid = self._known(sheet)
        _, formulas, told = self._read[sheet]
        if told is None:
            return facts_of(grid, formula_areas(self._sheet(sheet)), self._as_saved(grid))
        if self._limits is None:
            self._limits = Limits(self._found().keys(), self._meaning, self._known)
        return facts_of(grid, formulas or (), self._limits.validations(raw_validations(told), sheet))

    def _known(self, sheet: str) -> Grid:
        """The sheet as of the last reading."""
        return self._read[sheet][0] if sheet in self._read else self.grid(sheet)

    def _meaning(self, text: str, sheet: str) -> str | None:
        return self._kept().meaning(text)

    def _as_saved(self, grid: Grid) -> tuple[Validation, ...]:
        try:
            return saved_validations(grid, self._saved()) if self._saved is not None else ()
        except BookError:
            return ()  # never saved, moved away, or not to be read while it is open: nothing is known

    def data(self, key: str) -> str | None:
        """A short text of ours that the workbook keeps."""
        return self._kept().text(key)

    def _kept(self) -> LiveData:
        if self._data is None:
            self._data = LiveData(self.book)
        return self._data

    def apply(self, change: Change) -> None:
        """Writes the change, or puts back what was there and raises ``BookError``; a sheet of the person's that is named
        like one of ours raises ``RefusedEdit``."""
        for name in change.cells:
            self._sheet(name)
        for name in (*(own.name for own in change.sheets), *change.removed):
            if name in self._found() and not is_ours(self._sheet(name)):
                raise RefusedEdit("ooxml.not_ours", path=self.name, sheet=name)
        written: list[tuple[xw.Range, list[list[Any]]]] = []
        try:
            with self._quietly():
                for name, cells in change.cells.items():
                    self._write(self._sheet(name), cells, written)
                keep(self.book, change.data)
                if change.notes is not None:
                    live_notes.renew(self.book, change.notes)
                for own in change.sheets:
                    write_own_sheet(self.book, own, there=own.name in self._found())
                for name in change.removed:
                    if name in self._found():
                        self._sheet(name).delete()
        except BookError:
            _put_back(written)
            raise
        except Exception as error:  # COM's, appscript's and UNO's errors have no common ancestor
            _put_back(written)
            reason = error.text if isinstance(error, KamxlError) else error
            raise BookError("books.cannot_write", path=self.name, reason=reason) from error
        finally:
            self._sheets = self._data = self._limits = None
            self._read.clear()

    def noted(self) -> bool:
        return live_notes.noted(self.book)

    def select(self, sheet: str, cell: str) -> None:
        """Shows a cell to the person."""
        found = self._sheet(sheet)
        _to_front(found)
        found.range(cell).select()

    def _sheet(self, name: str) -> xw.Sheet:
        found = self._found()
        if name not in found:
            raise BookError("books.no_sheet", path=self.name, sheet=name, sheets="、".join(found))
        sheet = found[name]
        if sheet is None:
            found[name] = sheet = self.book.sheets[name]
        return sheet

    @staticmethod
    def _write(sheet: xw.Sheet, cells: dict[str, CellValue], written: list[tuple[xw.Range, list[list[Any]]]]) -> None:
        for places, values in _runs(cells):
            first, last = places[0], places[-1]
            target = sheet.range((first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1))
            written.append((target, _contents(target)))
            target.value = [[cell_value(value) for value in values]]

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """The window is drawn once, no question is asked, and the sheet that was in front stays in front."""
        front = self.book.sheets.active.name
        with self.book.app.properties(screen_updating=False, display_alerts=False):
            yield
        if front not in self.book.sheet_names:
            return
        if self.book.sheets.active.name != front:
            _to_front(self.book.sheets[front])


def _to_front(sheet: xw.Sheet) -> None:
    """Within its workbook only: ``sheet.activate()`` would also bring the application before the person's other windows."""
    sheet.impl.activate()


def _read(sheet: xw.Sheet) -> tuple[list[list[Any]], list[Merge]]:
    """All values from A1 to the last used cell, and the merged areas among them."""
    last = sheet.used_range.last_cell
    cells = sheet.range((1, 1), (last.row, last.column))
    options = {"ndim": 2, "numbers": None, "dates": dt.datetime, "empty": None, "err_to_str": True}
    # Excel on Windows gives cells formatted as currency as Decimal.
    rows = [
        [float(cell) if cell.__class__ is Decimal else cell for cell in row] for row in cells.options(**options).value
    ]
    return rows, list(merged(cells))


def _contents(cells: xw.Range) -> list[list[Any]]:
    """What would write the same again: formulas as such, everything else as values."""
    formulas = cells.formula if cells.size > 1 else ((cells.formula,),)
    values = cells.options(ndim=2, numbers=None, dates=dt.datetime, empty=None).value
    return [
        [
            formula if str(formula).startswith("=") and value != formula else cell_value(value)
            for formula, value in pairs
        ]
        for pairs in (zip(*rows, strict=True) for rows in zip(formulas, values, strict=True))
    ]


def _put_back(written: Sequence[tuple[xw.Range, list[list[Any]]]]) -> None:
    """The last first. One that refuses was not changed, or cannot be: the others are put back all the same."""
    for cells, contents in reversed(written):
        with suppress(Exception):
            cells.value = contents


def _runs(cells: dict[str, CellValue]) -> Iterator[tuple[list[tuple[int, int]], list[CellValue]]]:
    """Neighbours in a row go together: status, approver, comment and date stand side by side."""
    ordered = sorted(((position(address), value) for address, value in cells.items()), key=lambda one: one[0])
    places: list[tuple[int, int]] = []
    values: list[CellValue] = []
    for place, value in ordered:
        if places and place != (places[-1][0], places[-1][1] + 1):
            yield places, values
            places, values = [], []
        places.append(place)
        values.append(value)
    if places:
        yield places, values
