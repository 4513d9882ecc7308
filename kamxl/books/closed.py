"""A closed file on disk: calamine reads it, or ``alike`` where a sheet is a plain list; the lossless engine changes it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from ..domain.sheetfacts import NOTHING, SheetFacts
from ..domain.values import Raw
from ..errors import BookError
from ..ooxml.controls import draws, tick_boxes
from ..ooxml.skim import names_anything
from . import extent
from .alike import AlikeReader, Sheet
from .own_note import is_own
from .plain_parts import Listed, sheets_of
from .port import Change, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..ooxml.opened import OpenedWorkbook
    from .facts import FactsReader
    from .spans import Merges

READABLE = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xlsb", ".xls", ".ods"})
_UNKNOWN = object()
_Corners = tuple[tuple[int, int], tuple[int, int]]
WRITABLE = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"})


class ClosedBook:
    """A workbook file. It is read once, whole, and never kept open, so that others can save it meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._load()

    def _load(self) -> None:
        data = _bytes(self.path)
        guarded = extent.guard(data, self.path)
        self._guarded = guarded
        self._source = guarded.package if guarded is not None else None
        self._data = data
        self._calamine: CalamineWorkbook | None = None
        self._package: object = None
        self._drawn: dict[str, frozenset[str]] = {}
        self._facts: FactsReader | None = None
        self._merged = (
            data if self.path.suffix.lower() in (".ods", ".xlsb") else None
        )  # until somebody asks for a sheet
        self._spans: Merges = {}
        plain = sheets_of(guarded.package) if guarded is not None else None
        listed = self._listed() if plain is None else plain
        self._sheets = {sheet.name: sheet for sheet in listed}
        self._alike = AlikeReader(guarded.package, guarded.sheets) if guarded is not None else None
        self._plain: set[str] = set()

    def _listed(self) -> Iterator[Listed]:
        metas = self._opened_by_calamine().sheets_metadata
        if not metas:  # calamine reads a package without a workbook part as an empty workbook
            raise BookError("books.not_a_workbook", path=self.path)
        for meta in metas:
            if meta.typ == SheetTypeEnum.WorkSheet:
                yield Listed(meta.name, "", meta.visible == SheetVisibleEnum.Visible)

    @property
    def name(self) -> str:
        return self.path.name

    def sheet_names(self) -> list[str]:
        return list(self._sheets)

    def grid(self, sheet: str) -> Grid:
        if sheet not in self._sheets:
            raise BookError("books.no_sheet", path=self.name, sheet=sheet, sheets="、".join(self._sheets))
        listed = self._sheets[sheet]
        found = self._alike.sheet(listed.part) if self._alike is not None else None
        texts = None
        if self._alike is not None and found is not None:
            texts = self._alike.texts
            self._plain.add(sheet)
        rows, merges = found if found is not None else self._by_calamine(sheet)
        grid = Grid(name=sheet, rows=rows, merges=merges, visible=listed.visible, texts=texts)
        return self._with_boxes(grid) if self._source is not None and draws(self._source.names()) else grid

    def _opened_by_calamine(self) -> CalamineWorkbook:
        if self._calamine is None:
            if self._guarded is not None:
                self._guarded.check()
            self._calamine = _parsed(self._data, self.path)
        return self._calamine

    def _by_calamine(self, sheet: str) -> Sheet:
        try:
            found = self._opened_by_calamine().get_sheet_by_name(sheet)
            rows = cast("list[list[Raw]]", found.to_python(skip_empty_area=False))
        except (CalamineError, WorksheetNotFound) as error:
            raise BookError("books.damaged_sheet", path=self.name, sheet=sheet, reason=error) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # calamine's Rust gives up over a number that no date can be
                raise
            raise BookError("books.damaged_sheet", path=self.name, sheet=sheet, reason=error) from error
        rows = [[None if cell == "" else cell for cell in row] if "" in row else row for row in rows]
        return rows, self._merges(sheet, found.merged_cell_ranges)

    def _with_boxes(self, grid: Grid) -> Grid:
        package = self._opened()
        boxes = tick_boxes(package, grid.name) if package is not None else []
        if boxes:
            from .controls import with_boxes

            grid, self._drawn[grid.name] = with_boxes(grid, boxes)
        return grid

    def _merges(self, sheet: str, told: Sequence[_Corners] | None) -> Sequence[tuple[int, int, int, int]]:
        if self._merged is not None:
            from .spans import merges_in

            self._spans, self._merged = merges_in(self._merged, self.path), None
        return self._spans.get(sheet) or [(*first, *last) for first, last in told or ()]

    def facts(self, sheet: str) -> SheetFacts:
        """The sheet's dropdowns, formulas and errors; nothing is known of formats that are only read."""
        package, facts = self._opened() if self._tells(sheet) else None, NOTHING
        if package is not None:
            if self._facts is None:
                from .facts import FactsReader

                self._facts = FactsReader(package, self.grid)
            facts = self._facts.facts(sheet)
        return replace(facts, drawn=self._drawn[sheet]) if sheet in self._drawn else facts

    def _tells(self, sheet: str) -> bool:
        """Whether the sheet may have any facts of its own. A plain list of values is not worth a parse."""
        part = self._sheets[sheet].part if sheet in self._sheets else ""
        return self._guarded is not None and self._guarded.telling(part, plain=sheet in self._plain)

    def data(self, key: str) -> str | None:
        """A short text of ours that the workbook keeps; none in formats that are only read."""
        package = self._opened() if self._source is None or names_anything(self._source) else None
        return package.data(key) if package is not None else None

    def noted(self) -> bool:
        """Whether any note of ours is on a cell; not so in formats that are only read."""
        from ..ooxml.notes import notes_of

        package = self._opened()
        return package is not None and any(is_own(n.text) for sheet in self._sheets for n in notes_of(package, sheet))

    def _opened(self) -> OpenedWorkbook | None:
        """The package beside calamine's reading; ``None`` for one that we only read (.xls, a signed workbook …)."""
        if self.path.suffix.lower() not in WRITABLE or self._package is _UNKNOWN:
            return None
        from ..ooxml.opened import OpenedWorkbook

        if self._package is None:
            try:
                self._package = OpenedWorkbook(self._source) if self._source else _UNKNOWN
            except BookError:
                self._package = _UNKNOWN
        return None if self._package is _UNKNOWN else cast("OpenedWorkbook", self._package)

    def apply(self, change: Change) -> None:
        if self.path.suffix.lower() not in WRITABLE:
            raise BookError("books.read_only_format", path=self.path, suffix=self.path.suffix)
        from ..ooxml import Workbook
        from .own_sheet import rendered

        workbook = Workbook.open(self.path)
        present = {sheet.name for sheet in workbook.sheets}
        for sheet, cells in change.cells.items():
            workbook.set_cells(sheet, cells)
        for key, text in change.data.items():
            workbook.set_data(key, text)
        if change.notes is not None:
            for sheet in present & self._sheets.keys():
                workbook.renew_notes(sheet, change.notes.get(sheet, {}), lambda note: is_own(note.text))
        for name in change.removed:
            if name in present:
                workbook.remove_sheet(name)
        for own in change.sheets:
            put = workbook.replace_sheet if own.name in present else workbook.add_sheet
            put(own.name, rendered(own))
        workbook.save()
        self._load()


def open_closed(path: Path) -> ClosedBook:
    """Opens a workbook file. Raises ``BookError`` naming what is wrong with it."""
    return ClosedBook(path)


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in READABLE:
        raise BookError("books.not_a_workbook", path=path)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BookError("books.not_found", path=path) from error
    except OSError as error:
        raise BookError("books.cannot_read", path=path, reason=error.strerror or error) from error


def _parsed(data: bytes, path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise BookError("books.encrypted", path=path) from error
    except CalamineError as error:
        raise BookError("books.not_a_workbook", path=path) from error
