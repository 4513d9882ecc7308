"""A workbook through its package: sheets by name, cells, notes, tables, names; every change is a splice.

Changes gather in memory; ``save`` writes them (see ``saving``). A refused edit raises before it changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from . import calculation, names, notes, saving, sheets, table_rows, tables
from .addresses import Position, parse_cell
from .archive import Limits
from .cells import Write, patch_cells
from .markup import Element
from .names import DefinedName
from .namespaces import SHEET_ML, SHEET_ML_STRICT, SHEET_NAMESPACES, STYLES_TYPE, WRITABLE_WORKBOOKS, relationship
from .notes import Note
from .package import Package, refuse_binary
from .reading import Cell, CellReader, SharedStrings
from .styles import MINIMAL, Stylesheet
from .tables import Table
from .values import NO_LOOK, CellValue, Content, DateKind, Look, Styled, _Keep, content_of
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .saving import Saved


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it. ``kind`` is ``worksheet``, ``chartsheet`` …"""

    name: str
    id: int
    relation: str
    part: str
    kind: str
    state: str


class Workbook:
    """An .xlsx, .xlsm, .xltx, .xltm or .xlam that is to be changed without losing anything."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = _main_part(package)
        content_type = package.content_type(self.part)
        refuse_binary(content_type, package.path)
        root = self.root
        if root.namespace.startswith("http://schemas.microsoft.com/office/excel/2006"):
            raise RefusedEdit("ooxml.beta_format", path=package.path)
        if content_type not in WRITABLE_WORKBOOKS or root.name != "workbook" or root.namespace not in SHEET_NAMESPACES:
            raise BookError("books.not_a_workbook", path=package.path)
        if any(relation.kind == "origin" for relation in package.relationships()):
            raise RefusedEdit("ooxml.signed", path=package.path)
        self.strict = root.namespace == SHEET_ML_STRICT
        self._written: dict[str, dict[Position, Content]] = {}

    @classmethod
    def open(cls, path: str | Path, limits: Limits | None = None) -> Workbook:
        """Read the file; ``BookError`` says why where it cannot be edited. Nothing is kept open."""
        return cls(Package.open(Path(path), limits))

    # ── structure ──

    @property
    def root(self) -> Element:
        """The workbook part as a tree."""
        return self.package.tree(self.part)

    @property
    def sheets(self) -> list[Sheet]:
        """All sheets, in tab order."""
        holder = self.root.child("sheets")
        relations = {relation.id: relation for relation in self.package.relationships(self.part)}
        found = []
        for element in holder.all("sheet") if holder else ():
            relation = relations.get(element.related() or "")
            if relation is None or not self.package.has(relation.part):
                raise self._damaged(f"sheet {element.attrs.get('name')}")
            number = element.attrs.get("sheetId", "")
            name, state = element.attrs.get("name", ""), element.attrs.get("state", "visible")
            found.append(
                Sheet(name, int(number) if number.isdecimal() else 0, relation.id, relation.part, relation.kind, state)
            )
        return found

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name, as Excel compares names (case does not matter)."""
        sheets = self.sheets
        for sheet in sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        listed = "、".join(sheet.name for sheet in sheets)
        raise BookError("books.no_sheet", path=self.package.path, sheet=name, sheets=listed)

    def worksheet(self, name: str) -> Worksheet:
        """The sheet's bytes, ready for splices. Raises ``RefusedEdit`` for a chart sheet."""
        sheet = self.sheet(name)
        return Worksheet(self.package.xml(sheet.part), sheet.name)

    @property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01, as in workbooks from old Macs."""
        properties = self.root.child("workbookPr")
        return properties is not None and properties.attrs.get("date1904") in ("1", "true")

    @cached_property
    def styles(self) -> Stylesheet:
        """The styles part; a workbook without one gets Excel's plainest."""
        for relation in self.package.related(self.part, "styles"):
            return Stylesheet(self.package, relation.part)
        part = "xl/styles.xml"
        namespace = SHEET_ML_STRICT if self.strict else SHEET_ML
        self.package.add(part, MINIMAL % namespace.encode(), STYLES_TYPE)
        self.package.relate(self.part, relationship("styles", strict=self.strict), part)
        return Stylesheet(self.package, part)

    # ── cells ──

    def set_cells(self, sheet: str, values: Mapping[str, CellValue]) -> None:
        """Write cells, all in one pass: ``{"B5": 12, "B6": Formula("B5*2"), "B7": Styled("ok", Look(fill="FFC7CE"))}``.

        ``None`` empties a cell and keeps its look. Text is written as text whatever it begins with. A cell keeps its
        style; a new one takes its row's or column's. A date on a cell that shows none gets a date format. Raises
        ``RefusedEdit`` (nothing changed) for the inside of a merged area, an array, a value that no cell can hold.
        """
        writes = {}
        for address, value in values.items():
            position = parse_cell(address)
            writes[position] = self.write_of(value, f"{sheet}!{address}")
        if writes:
            self.patch(sheet, writes)

    def write_of(self, value: CellValue, where: str) -> Write:
        """A value as the file takes it; ``where`` names the cell in a refusal."""
        look = NO_LOOK
        if isinstance(value, Styled):
            value, look = value.value, value.look  # type: ignore[assignment]
        if isinstance(value, _Keep):
            return Write(None, look)
        return Write(content_of(value, where, date1904=self.date1904), look)  # type: ignore[arg-type]

    def patch(self, name: str, writes: Mapping[Position, Write]) -> None:
        """``set_cells`` for positions and ready content."""
        sheet = self.sheet(name)
        tables.refuse_headers(self, sheet, writes)
        patched = patch_cells(Worksheet(self.package.xml(sheet.part), sheet.name), writes, self._style_of)
        if patched.data is not self.package.read(sheet.part):
            self.package.write(sheet.part, patched.data)
        expected = self._written.setdefault(sheet.part, {})
        expected.update({position: write.content for position, write in writes.items() if write.content is not None})
        calculation.drop_from_chain(self, sheet.id, patched.dropped)
        for position, write in writes.items():
            if write.raw is not None:
                expected.pop(position, None)
        if any(write.changes_value for write in writes.values()):
            calculation.ask_for_recalculation(self)

    def _style_of(self, base: int, look: Look, date_kind: DateKind | None) -> int:
        if look == NO_LOOK and date_kind is None:
            return base
        return self.styles.derive(base, look, date_kind)

    def cell(self, sheet: str, address: str) -> Cell:
        """What stands in a cell now: value, formula, style number."""
        return self.read_cells(sheet, [parse_cell(address)])[parse_cell(address)]

    def read_cells(self, sheet: str, positions: Iterable[Position]) -> dict[Position, Cell]:
        """What stands in some cells now; one that the file does not hold reads as empty."""
        return self._reader().read(self.worksheet(sheet), positions)

    def _reader(self) -> CellReader:
        return CellReader(self.strings)

    @cached_property
    def strings(self) -> SharedStrings:
        """The shared strings; the engine reads them and never changes them."""
        relation = next(iter(self.package.related(self.part, "sharedStrings")), None)
        return SharedStrings(self.package.xml(relation.part) if relation else b"")

    # ── sheets of ours ──

    def add_sheet(self, name: str, source: Source, *, sheet: str | None = None, position: int | None = None) -> None:
        """Add a sheet of ours: a copy of ``sheet`` (default: the first) of another workbook, charts and all.

        ``source`` is that workbook: a path, its bytes (what XlsxWriter wrote) or a ``Workbook``. It becomes tab
        ``position`` (from 0; default: the last). Raises ``RefusedEdit`` for a name that is taken or not allowed.
        """
        other = _opened(source)
        self.add_sheets(other, {sheet or other.sheets[0].name: name}, position=position)

    def add_sheets(self, source: Source, names: Mapping[str, str], *, position: int | None = None) -> None:
        """Add several sheets that may refer to each other: ``{name there: name here}``."""
        sheets.add_sheets(self, _opened(source), dict(names), position)

    def replace_sheet(self, name: str, source: Source, *, sheet: str | None = None) -> None:
        """Give a sheet of ours new content; its place and what points to it stay. ``RefusedEdit`` if not ours."""
        other = _opened(source)
        replaced = self.sheet(name).part
        sheets.replace_sheet(self, name, other, sheet or other.sheets[0].name)
        self._written.pop(replaced, None)

    def remove_sheet(self, name: str) -> None:
        """Take a sheet of ours out again. ``RefusedEdit`` when it is not ours or formulas of others point to it."""
        removed = self.sheet(name).part
        sheets.remove_sheet(self, name)
        self._written.pop(removed, None)

    def is_ours(self, sheet: str) -> bool:
        """Whether we added this sheet."""
        return sheets.is_ours(self, sheet)

    # ── names and data ──

    @property
    def names(self) -> list[DefinedName]:
        """The workbook's defined names, hidden ones too."""
        return names.defined_names(self)

    def set_name(self, name: str, refers_to: str, *, sheet: str | None = None, hidden: bool = False) -> None:
        """Define a name: ``set_name("_kamxl.bind.status", "拜访!$F$12", hidden=True)``."""
        names.set_name(self, name, refers_to, sheet, hidden=hidden)

    def remove_name(self, name: str, *, sheet: str | None = None) -> bool:
        """Forget a name; whether there was one."""
        return names.remove_name(self, name, sheet)

    def set_data(self, key: str, text: str | None) -> None:
        """Keep a short text of ours in the workbook (at most 7,500 characters); ``None`` forgets it."""
        names.set_data(self, key, text)

    def data(self, key: str) -> str | None:
        """The text kept under ``key``."""
        return names.get_data(self, key)

    # ── tables ──

    @property
    def tables(self) -> list[Table]:
        """All tables of the workbook, by sheet."""
        return tables.tables_of(self)

    def table(self, name: str) -> Table:
        """A table by its name. ``BookError`` where there is none."""
        return tables.table_of(self, name)

    def table_rows(self, name: str) -> list[dict[str, Cell]]:
        """The table's records, as cells by column."""
        return tables.records(self, self.table(name))

    def append_rows(self, name: str, rows: Sequence[Mapping[str, CellValue]]) -> int:
        """Add records below a table's last one; gives the sheet row of the first.

        Formats come from the row above, calculated columns are filled, a totals row moves down, and the table's filter,
        validations, conditional formats and the print area grow. ``RefusedEdit`` where the cells below are not free.
        """
        return table_rows.append_rows(self, self.table(name), rows)

    def update_row(self, name: str, key: str, value: object, changes: Mapping[str, CellValue]) -> None:
        """Change the one record whose column ``key`` holds ``value``. ``RefusedEdit`` where there is none, or two."""
        table = self.table(name)
        row = tables.find_row(self, table, key, value)
        self.set_cells(table.sheet, {str(table.cell(row, column)): new for column, new in changes.items()})

    def delete_rows(self, name: str, key: str, values: Iterable[object]) -> None:
        """Take out the records whose column ``key`` holds these values; those below move up, within the table only.

        ``RefusedEdit`` where formulas elsewhere, merged cells or links depend on single rows that would move.
        """
        table = self.table(name)
        table_rows.delete_rows(self, table, [tables.find_row(self, table, key, value) for value in values])

    # ── notes ──

    def set_note(self, sheet: str, address: str, text: str, *, author: str = notes.AUTHOR) -> None:
        """Put a note on a cell, or replace ours. ``RefusedEdit`` where somebody else's note or discussion stands."""
        notes.set_note(self, sheet, parse_cell(address), text, author)

    def remove_note(self, sheet: str, address: str, *, author: str = notes.AUTHOR) -> bool:
        """Remove our note from a cell; whether there was one. Other people's notes stay."""
        return notes.remove_note(self, sheet, parse_cell(address), author)

    def renew_notes(self, sheet: str, texts: Mapping[str, str], ours: Callable[[Note], bool]) -> None:
        """The notes that are ``ours`` leave, and these come at cells without another person's, all in one go."""
        notes.renew_notes(self, sheet, {parse_cell(cell): text for cell, text in texts.items()}, ours, notes.AUTHOR)

    def notes(self, sheet: str) -> list[Note]:
        """All notes of a sheet."""
        return notes.notes_of(self, sheet)

    # ── saving ──

    def save(self, path: str | Path | None = None, *, keep: int = saving.KEEP) -> Saved:
        """Write the file: aside first, checked, then put in place; the state before goes to the backups.

        ``path`` saves a copy elsewhere. ``keep`` bounds the backups. Raises ``BookError`` with the original untouched.
        """
        if "styles" in self.__dict__:
            self.styles.flush()
        target = Path(path) if path else self.package.path
        saved = saving.save(self.package, target, self._verify, keep)
        if not self.package.changed:
            self._written.clear()
        return saved

    def _verify(self, written: Package) -> None:
        """What the file on disk says now must be what was asked for."""
        again = Workbook(written)
        sheets = {sheet.part: sheet for sheet in again.sheets}
        for part, expected in self._written.items():
            if part in sheets:
                name = sheets[part].name
                worksheet = again.worksheet(name)
                for row in worksheet.find_rows({position.row for position in expected})[0].values():
                    worksheet.check_row(row)
                cells = again._reader().read(worksheet, expected)
                for position, content in expected.items():
                    if not cells[position].holds(content):
                        raise BookError("ooxml.verify_failed", path=written.path, detail=f"{name}!{position}")

    def _damaged(self, detail: str) -> BookError:
        return BookError("ooxml.damaged", path=self.package.path, detail=detail)


Source = Workbook | bytes | str | Path


def _opened(source: Source) -> Workbook:
    if isinstance(source, Workbook):
        return source
    if isinstance(source, bytes):
        return Workbook(Package(source, Path("source.xlsx")))
    return Workbook.open(source)


def _main_part(package: Package) -> str:
    for relation in package.related("", "officeDocument"):
        return relation.part
    raise BookError("books.not_a_workbook", path=package.path)
