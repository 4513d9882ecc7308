"""Tables (ListObjects): where they stand, their columns, their records."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from .addresses import Area, Position, parse_area
from .cells import Write
from .markup import Element, decode_xstring
from .reading import Cell, Value

if TYPE_CHECKING:
    from .opened import Sheet
    from .workbook import Workbook


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, and the formula that fills it, if it is a calculated one."""

    name: str
    formula: str | None = None
    array: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in formulas, its sheet, its whole area with header and totals."""

    name: str
    sheet: str
    part: str
    area: Area
    columns: tuple[Column, ...]
    header_rows: int
    totals_rows: int

    @property
    def body(self) -> Area:
        """The records' area."""
        area = self.area
        return Area(area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right)

    def cell(self, row: int, column: str) -> Position:
        """The cell of a column in a sheet row. Raises ``BookError`` for a column that the table has not."""
        for number, known in enumerate(self.columns):
            if known.name.casefold() == column.casefold():
                return Position(row, self.area.left + number)
        listed = "、".join(known.name for known in self.columns)
        raise BookError("ooxml.no_column", table=self.name, column=column, columns=listed)


def tables_of(book: Workbook) -> list[Table]:
    """All tables of the workbook."""
    return [
        _table(book, sheet, relation.part)
        for sheet in book.sheets
        for relation in book.package.related(sheet.part, "table")
    ]


def table_of(book: Workbook, name: str) -> Table:
    """A table by its name."""
    found = tables_of(book)
    for table in found:
        if table.name.casefold() == name.casefold():
            return table
    listed = "、".join(table.name for table in found) or "—"
    raise BookError("ooxml.no_table", path=book.package.path, table=name, tables=listed)


def records(book: Workbook, table: Table) -> list[dict[str, Cell]]:
    """The table's records, top to bottom."""
    body = table.body
    rows = range(body.top, body.bottom + 1)
    places = [[Position(row, body.left + n) for n in range(len(table.columns))] for row in rows]
    cells = book.read_cells(table.sheet, [place for row in places for place in row])
    return [{column.name: cells[place] for column, place in zip(table.columns, row, strict=True)} for row in places]


def find_row(book: Workbook, table: Table, key: str, value: object) -> int:
    """The sheet row of the one record whose ``key`` column holds ``value``."""
    body = table.body
    places = [table.cell(row, key) for row in range(body.top, body.bottom + 1)]
    cells = book.read_cells(table.sheet, places)
    found = [place.row for place in places if same_value(cells[place].value, value)]
    if len(found) != 1:
        code = "ooxml.two_rows" if found else "ooxml.no_row"
        raise RefusedEdit(code, sheet=table.sheet, table=table.name, column=key, value=value)
    return found[0]


def refuse_headers(book: Workbook, sheet: Sheet, writes: Mapping[Position, Write]) -> None:
    """A header cell says its column's name a second time: with another text Excel would call the file damaged."""
    for relation in book.package.related(sheet.part, "table"):
        table = _table(book, sheet, relation.part)
        for position, write in writes.items():
            content = write.content
            if content is None or position not in table.area or position.row >= table.body.top:
                continue
            name = table.columns[position.column - table.area.left].name
            if content.type != "inline" or content.text != name:
                raise RefusedEdit("ooxml.table_header", sheet=sheet.name, cell=position, table=table.name, column=name)


def same_value(cell: Value, wanted: object) -> bool:
    """Whether a cell holds this key; numbers compare as numbers, texts without the blanks around them."""
    if isinstance(wanted, (int, float, Decimal)) and not isinstance(wanted, bool):
        return isinstance(cell, float) and cell == float(wanted)
    if isinstance(wanted, str):
        return isinstance(cell, str) and cell.strip() == wanted.strip()
    return cell == wanted


def _table(book: Workbook, sheet: Sheet, part: str) -> Table:
    root = book.package.tree(part)
    holder = root.child("tableColumns")
    try:
        area = parse_area(root.attrs.get("ref", ""))
        header, totals = int(root.attrs.get("headerRowCount", "1")), int(root.attrs.get("totalsRowCount", "0"))
    except (RefusedEdit, ValueError) as error:
        raise BookError("ooxml.bad_xml", part=part, detail=str(root.attrs.get("ref"))) from error
    columns = tuple(_column(element) for element in holder.all("tableColumn")) if holder else ()
    if len(columns) != area.right - area.left + 1 or area.top + header > area.bottom - totals:
        raise BookError("ooxml.bad_xml", part=part, detail=f"{area}: {len(columns)} columns")
    name = root.attrs.get("displayName") or root.attrs.get("name", "")
    return Table(name, sheet.name, part, area, columns, header, totals)


def _column(element: Element) -> Column:
    formula = element.child("calculatedColumnFormula")
    name = decode_xstring(element.attrs.get("name", ""))
    if formula is None or not formula.text:
        return Column(name)
    return Column(name, formula.text, formula.attrs.get("array") in ("1", "true"))
