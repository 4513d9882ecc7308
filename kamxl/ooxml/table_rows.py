"""Tables that grow and shrink: records appended below, records of ours taken out, and all that hangs on the area.

A table shares its rows with whatever stands beside it, so nothing outside its columns moves: appended records need free
cells below, and only the table's own cells shift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import RefusedEdit
from . import calculation, names
from .addresses import MAX_ROW, Area, Position, parse_area
from .cells import Write
from .formulas import map_references, references, shift_formula
from .markup import change_tag, escape_text
from .table_area import resize
from .tables import Table
from .values import Content, Formula, Look, Styled
from .worksheet import CellSpan, Worksheet

if TYPE_CHECKING:
    from .values import CellValue
    from .workbook import Workbook


def append_rows(book: Workbook, table: Table, rows: Sequence[Mapping[str, CellValue]]) -> int:
    """Write records below the last one; gives the first one's sheet row. See ``Workbook.append_rows``."""
    for row in rows:
        for name in row:
            table.cell(table.body.top, name)  # an unknown column is an error before anything changes
    body = table.body
    sheet = book.worksheet(table.sheet)
    cells = _cells(sheet, table.area)
    first = body.bottom if _is_blank(cells, body) else body.bottom + 1
    grown = first + len(rows) - 1 - body.bottom
    if grown > 0:
        _refuse_no_room(book, table, grown)
    if grown > 0 and table.totals_rows:
        _refuse_dependents(book, table, Area(body.bottom + 1, body.left, table.area.bottom, body.right))
    writes: dict[Position, Write] = {}
    if table.totals_rows and grown > 0:
        writes |= _moved_totals(sheet, table, cells, grown)
    formulas = {column.name: _fill_formula(sheet, table, number, cells) for number, column in enumerate(table.columns)}
    model = {span.position.column: span for span in cells if span.position.row == body.bottom}
    for offset, row in enumerate(rows):
        values = {column.casefold(): value for column, value in row.items()}
        for number, column in enumerate(table.columns):
            place = Position(first + offset, body.left + number)
            value = values.get(column.name.casefold(), _shifted(formulas[column.name], place.row - body.bottom))
            writes[place] = _styled(book, value, _style_of(sheet, model.get(place.column)), f"{table.sheet}!{place}")
    book.patch(table.sheet, writes)
    if grown > 0:
        resize(book, table, grown)
    return first


def delete_rows(book: Workbook, table: Table, rows: Iterable[int]) -> None:
    """Take records out; those below move up within the table. See ``Workbook.delete_rows``."""
    gone, body = sorted(set(rows)), table.body
    if not gone:
        return
    sheet = book.worksheet(table.sheet)
    moving = Area(gone[0], body.left, table.area.bottom, body.right)
    _refuse_dependents(book, table, moving)
    _refuse_anchored(sheet, table, moving)
    left = [row for row in range(body.top, body.bottom + 1) if row not in gone]
    places = {row: body.top + number for number, row in enumerate(left)}  # old row → new row
    shrunk = min(len(gone), body.bottom - body.top)  # a table keeps one row, be it blank
    totals = {row: row - shrunk for row in range(body.bottom + 1, table.area.bottom + 1)}
    cells, masters = _cells(sheet, table.area), shared_masters(sheet)
    raws = {
        Position((places | totals)[span.position.row], span.position.column): _readdressed(
            sheet, span, masters, (places | totals)[span.position.row], _Relocation(table, places | totals)
        )
        for span in cells
        if span.position.row >= body.top and span.position.row not in gone
    }
    writes = {}
    for row in range(gone[0], table.area.bottom + 1):
        for column in range(body.left, body.right + 1):
            place = Position(row, column)
            writes[place] = Write(None, raw=raws.get(place, b""))
    book.patch(table.sheet, writes)
    if shrunk:
        resize(book, table, -shrunk)


# ── cells of the table ──


def _cells(sheet: Worksheet, area: Area) -> list[CellSpan]:
    """The cells that the file holds in an area."""
    return [
        span
        for row in sheet.rows()
        if area.top <= row.number <= area.bottom
        for span in sheet.cells(row)
        if area.left <= span.position.column <= area.right
    ]


def _by_place(cells: Iterable[CellSpan]) -> dict[tuple[int, int], CellSpan]:
    return {(span.position.row, span.position.column): span for span in cells}


def _is_blank(cells: Iterable[CellSpan], body: Area) -> bool:
    """A new table has one record without any value: it is filled first."""
    return body.top == body.bottom and all(span.open_end == span.end for span in cells if span.position in body)


def _style_of(sheet: Worksheet, span: CellSpan | None) -> int | None:
    if span is None:
        return None
    style = sheet.fragment(span).attrs.get("s", "0")
    return int(style) if style.isdecimal() else None


def _styled(book: Workbook, value: CellValue, style: int | None, where: str) -> Write:
    """A new record's cell: the look of the cell above it, unless the caller says one."""
    if style is None:
        return book.write_of(value, where)
    look = Look(style=style)
    if not isinstance(value, Styled):
        return book.write_of(Styled(value, look), where)
    return book.write_of(value if value.look.style is not None else _over(value, style), where)


def _over(value: Styled, style: int) -> Styled:
    look = value.look
    return Styled(value.value, Look(look.number_format, look.fill, look.color, look.bold, look.wrap, style))


def _fill_formula(sheet: Worksheet, table: Table, number: int, cells: list[CellSpan]) -> str | None:
    """A calculated column's formula as it stands in the last record."""
    column, body = table.columns[number], table.body
    if column.formula is None:
        return None
    if column.array:
        raise RefusedEdit("ooxml.array_column", sheet=table.sheet, table=table.name, column=column.name)
    span = _by_place(cells).get((body.bottom, body.left + number))
    text = formula_at(sheet, span, shared_masters(sheet)) if span else None
    return text or column.formula


def _shifted(formula: str | None, rows: int) -> Formula | None:
    return None if formula is None else Formula(shift_formula(formula, rows, 0))


def shared_masters(sheet: Worksheet) -> dict[str, tuple[Position, str]]:
    """The shared formulas of a sheet: index → the cell that says it, and its text."""
    if b"shared" not in sheet.data:
        return {}
    found = {}
    for row in sheet.rows():
        for span in sheet.cells(row):
            if sheet.data.find(b"shared", span.open_end, span.end) >= 0:
                formula = sheet.fragment(span).child("f")
                if formula is not None and formula.attrs.get("t") == "shared" and formula.text:
                    found[formula.attrs.get("si", "")] = (span.position, formula.text)
    return found


def formula_at(sheet: Worksheet, span: CellSpan, masters: Mapping[str, tuple[Position, str]]) -> str | None:
    """A cell's formula in its own words, shared ones spelled out."""
    formula = sheet.fragment(span).child("f")
    if formula is None:
        return None
    if formula.attrs.get("t") == "shared" and not formula.text:
        origin, text = masters.get(formula.attrs.get("si", ""), (span.position, ""))
        return shift_formula(text, span.position.row - origin.row, span.position.column - origin.column) or None
    return formula.text or None


class _Relocation:
    """What becomes of references to the table's rows when rows move."""

    def __init__(self, table: Table, places: Mapping[int, int]) -> None:
        self.table, self.places = table, places

    def __call__(self, sheet: str | None, reference: str) -> str:
        if sheet is not None and sheet.casefold() != self.table.sheet.casefold():
            return reference
        area = parse_area(reference)
        if not area.is_cell or Position(area.top, area.left) not in self.table.area or area.top not in self.places:
            return reference
        return reference.removesuffix(str(area.top)) + str(self.places[area.top])


def _readdressed(
    sheet: Worksheet,
    span: CellSpan,
    masters: Mapping[str, tuple[Position, str]],
    row: int,
    change: Callable[[str | None, str], str],
) -> bytes:
    """A cell's bytes at another row, its formula (spelled out) in step."""
    raw = sheet.data[span.start : span.end]
    tag = sheet.data[span.start : span.open_end]
    place = Position(row, span.position.column)
    text = formula_at(sheet, span, masters)
    if text is not None:
        formula = sheet.fragment(span).child("f")
        if formula is not None:
            new = b"<%sf>%s</%sf>" % (sheet.prefix, escape_text(map_references(text, change)), sheet.prefix)
            raw = raw[: formula.start] + new + raw[formula.end :]
    return change_tag(tag, {"r": str(place)}) + raw[len(tag) :]


def _moved_totals(sheet: Worksheet, table: Table, cells: list[CellSpan], grown: int) -> dict[Position, Write]:
    """The totals row, further down; its sums over a whole column take in the new records."""
    body, masters = table.body, shared_masters(sheet)

    def stretched(owner: str | None, reference: str) -> str:
        if owner is not None and owner.casefold() != table.sheet.casefold():
            return reference
        area = parse_area(reference)
        if (area.top, area.bottom) != (body.top, body.bottom) or not area.meets(body):
            return reference
        return reference.removesuffix(str(area.bottom)) + str(area.bottom + grown)

    writes = {}
    by_place = _by_place(cells)
    for row in range(body.bottom + 1, table.area.bottom + 1):
        for column in range(body.left, body.right + 1):
            span = by_place.get((row, column))
            raw = _readdressed(sheet, span, masters, row + grown, stretched) if span else b""
            writes[Position(row + grown, column)] = Write(None, raw=raw)
            writes.setdefault(Position(row, column), Write(Content("")))
    return writes


# ── what stands in the way ──


def _refuse_no_room(book: Workbook, table: Table, grown: int) -> None:
    area = table.area
    below = Area(area.bottom + 1, area.left, area.bottom + grown, area.right)
    if below.bottom > MAX_ROW:
        raise RefusedEdit("ooxml.no_room", sheet=table.sheet, table=table.name, area=below)
    sheet = book.worksheet(table.sheet)
    filled = any(span.open_end != span.end for span in _cells(sheet, below))
    covered = any(area.meets(below) for area in sheet.merged())
    if filled or covered:
        raise RefusedEdit("ooxml.no_room", sheet=table.sheet, table=table.name, area=below)
    for other in book.tables:
        if other.sheet == table.sheet and other.name != table.name and other.area.meets(below):
            raise RefusedEdit("ooxml.no_room", sheet=table.sheet, table=table.name, area=below)


def _refuse_dependents(book: Workbook, table: Table, moving: Area) -> None:
    """Cells that are about to move may not be what a formula elsewhere points to; a range over all records may stay."""
    for owner, place, text in _formulas(book):
        inside = owner == table.sheet and place is not None and place in table.area
        for sheet, reference in references(text):
            if (sheet or owner or "").casefold() != table.sheet.casefold():
                continue
            area = parse_area(reference)
            whole = area.top <= table.body.top and area.bottom >= table.body.bottom
            own_row = inside and place is not None and area.top == area.bottom == place.row
            if area.meets(moving) and not whole and not own_row:
                where = f"{owner}!{place}" if place else owner or "—"
                raise RefusedEdit("ooxml.rows_in_use", sheet=table.sheet, table=table.name, where=where, area=area)


def _formulas(book: Workbook) -> Iterator[tuple[str | None, Position | None, str]]:
    """Every formula of the workbook with its sheet and cell; names come with their sheet, or none."""
    for name in names.defined_names(book):
        if not name.name.startswith("_xlnm."):
            yield name.sheet, None, name.refers_to
    for other in book.sheets:
        if other.kind != "worksheet" or not calculation.holds_formula(book.package.xml(other.part)):
            continue
        sheet = book.worksheet(other.name)
        masters = shared_masters(sheet)
        opening = b"<" + sheet.prefix + b"f"
        for row in sheet.rows():
            for span in sheet.cells(row):
                if sheet.data.find(opening, span.open_end, span.end) >= 0:
                    text = formula_at(sheet, span, masters)
                    if text:
                        yield other.name, span.position, text


def _refuse_anchored(sheet: Worksheet, table: Table, moving: Area) -> None:
    """Merged cells, links and array formulas are tied to their rows."""
    links = sheet.child("hyperlinks")
    anchored = [*sheet.merged(), *(area for _, area in sheet.formula_areas())]
    anchored += (
        [parse_area(link.attrs["ref"]) for link in links.all("hyperlink") if "ref" in link.attrs] if links else []
    )
    for area in anchored:
        if area.meets(moving):
            raise RefusedEdit("ooxml.rows_in_use", sheet=table.sheet, table=table.name, where=f"{area}", area=moving)
