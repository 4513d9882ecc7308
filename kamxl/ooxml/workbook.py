"""A workbook through its package, to change: cells, sheets, notes, tables, names; every change is a splice.

Changes gather in memory; ``save`` writes them (see ``saving``). A refused edit raises before it changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BookError
from . import calculation, names, notes, saving, sheets, table_rows, tables
from .addresses import Position, parse_cell
from .cells import Write, patch_cells
from .namespaces import SHEET_ML, SHEET_ML_STRICT, STYLES_TYPE, relationship
from .notes import Note
from .opened import OpenedWorkbook
from .package import Package
from .reading import Cell
from .styles import MINIMAL, Stylesheet
from .tables import Table
from .values import NO_LOOK, CellValue, Content, DateKind, Look, Styled, _Keep, content_of
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .saving import Saved


class Workbook(OpenedWorkbook):
    """An .xlsx, .xlsm, .xltx, .xltm or .xlam that is to be changed without losing anything."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self._written: dict[str, dict[Position, Content]] = {}

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

    def set_name(self, name: str, refers_to: str, *, sheet: str | None = None, hidden: bool = False) -> None:
        """Define a name: ``set_name("_kamxl.bind.status", "拜访!$F$12", hidden=True)``."""
        names.set_name(self, name, refers_to, sheet, hidden=hidden)

    def remove_name(self, name: str, *, sheet: str | None = None) -> bool:
        """Forget a name; whether there was one."""
        return names.remove_name(self, name, sheet)

    def set_data(self, key: str, text: str | None) -> None:
        """Keep a short text of ours in the workbook (at most 7,500 characters); ``None`` forgets it."""
        names.set_data(self, key, text)

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


Source = Workbook | bytes | str | Path


def _opened(source: Source) -> Workbook:
    if isinstance(source, Workbook):
        return source
    if isinstance(source, bytes):
        return Workbook(Package(source, Path("source.xlsx")))
    return Workbook.open(source)
