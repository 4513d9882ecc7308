"""The formula cells of a workbook, and the copy of it that the engine loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from .. import lazy
from ..dataclass import dataclass
from ..ooxml import Workbook
from ..ooxml.addresses import Area, Position
from ..ooxml.markup import escape_text
from ..ooxml.reading import Value
from ..ooxml.results import Formula, formulas, values
from ..ooxml.tables import Table
from ..ooxml.worksheet import Worksheet
from .language import calls_of_ours, for_engine

_HIDDEN_ROW = lazy.pattern(rb"""row\s[^>]*\bhidden=["'](?:1|true)["']""")

Place = tuple[str, Position]


@dataclass(slots=True)
class SheetCells:
    """One sheet: its formulas, and what Excel left in every cell that a formula fills."""

    name: str
    part: str
    data: Worksheet
    formulas: list[Formula]
    results: dict[Position, Value] = field(default_factory=dict)
    arrays: list[Formula] = field(default_factory=list)

    @property
    def hides_rows(self) -> bool:
        """Whether a row is hidden, by hand or by a filter."""
        return _HIDDEN_ROW.search(self.data.data, self.data.body_start, self.data.body_end) is not None


def read_cells(book: Workbook) -> list[SheetCells]:
    """The sheets that hold formulas, with their cached results (an array's in each of its cells)."""
    found = []
    for sheet in book.sheets:
        if sheet.kind != "worksheet":
            continue
        data = book.worksheet(sheet.name)
        cells = SheetCells(sheet.name, sheet.part, data, formulas(data, book.strings))
        if not cells.formulas:
            continue
        cells.results = {formula.position: formula.value for formula in cells.formulas}
        cells.arrays = [formula for formula in cells.formulas if formula.area is not None]
        for formula in cells.arrays:
            if formula.area is not None and not formula.area.is_cell:
                held = values(data, book.strings, formula.area)
                cells.results.update({place: held.get(place) for place in positions(formula.area)})
        found.append(cells)
    return found


def has_ours(sheet: SheetCells) -> bool:
    """Whether the sheet calls a ``KAM_*`` function."""
    return any(calls_of_ours(formula.text) for formula in sheet.formulas)


def positions(area: Area) -> Iterator[Position]:
    """The cells of an area, row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Position(row, column)


def copy_for_engine(book: Workbook, sheets: list[SheetCells]) -> bytes | None:
    """The workbook's bytes with formulas as the engine wants them; ``None`` when the file serves as it is.

    Cells that an array fills are emptied, else they would stand in its way.
    """
    by_name = {table.name.lower(): table for table in book.tables}
    changed = {sheet.part: data for sheet in sheets if (data := _rewritten(sheet, by_name)) is not None}
    if not (by_name or changed or book.strict):
        return None
    copy = Workbook.open(book.package.path)
    _rewrite_names(copy, by_name)
    for part, data in changed.items():
        copy.package.write(part, data)
    if copy.strict:
        for name in copy.package.names():
            if name.endswith((".xml", ".rels")) and b"purl.oclc.org" in (data := copy.package.read(name)):
                copy.package.write(name, _transitional(data))
    if not copy.package.changed:
        return None
    return b"".join(bytes(segment) for segment in copy.package.segments())


def _rewrite_names(copy: Workbook, tables: dict[str, Table]) -> None:
    """Names that stand for parts of tables."""
    for name in copy.names:
        text = for_engine(name.refers_to, Position(1, 1), tables)
        if text != name.refers_to:
            copy.set_name(name.name, text, sheet=name.sheet, hidden=name.hidden)


_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def _transitional(data: bytes) -> bytes:
    """The namespaces that the engine knows, for a Strict file."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def _rewritten(sheet: SheetCells, tables: dict[str, Table]) -> bytes | None:
    data = sheet.data.data
    pieces: list[tuple[int, int, bytes]] = []
    for formula in sheet.formulas:
        if formula.text and (tables or calls_of_ours(formula.text)):
            text = for_engine(formula.text, formula.position, tables, sheet.name)
            if text != formula.text:
                pieces.append(_formula_text(sheet.data, formula, text))
    filled = {
        place for array in sheet.arrays if array.area for place in positions(array.area) if place != array.position
    }
    if filled:
        rows = {place.row for place in filled}
        for row in sheet.data.rows():
            if row.number in rows:
                pieces += [(s.start, s.end, b"") for s in sheet.data.cells(row) if s.position in filled]
    if not pieces:
        return None
    out, done = [], 0
    for start, end, new in sorted(pieces):
        out += [data[done:start], new]
        done = end
    return b"".join([*out, data[done:]])


def _formula_text(sheet: Worksheet, formula: Formula, text: str) -> tuple[int, int, bytes]:
    """Where the formula's text stands in the sheet, and the new text."""
    start, close = formula.span.open_end, b"</" + sheet.prefix + b"f"
    opened = sheet.data.index(b"<" + sheet.prefix + b"f", start, formula.span.end)
    begin = sheet.data.index(b">", opened) + 1
    return begin, sheet.data.index(close, begin, formula.span.end), escape_text(text)
