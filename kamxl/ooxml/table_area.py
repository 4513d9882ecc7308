"""What hangs on a table's area and must grow or shrink with it: its filter, rules of the sheet, the print area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import names
from .addresses import Area, parse_area, parse_areas
from .formulas import map_references
from .markup import Edits, Element
from .tables import Table

if TYPE_CHECKING:
    from .workbook import Workbook

PRINT_AREA = "_xlnm.Print_Area"


def resize(book: Workbook, table: Table, rows: int) -> None:
    """The table's own reference, its filter, and what ends where its records end."""
    root, edits = book.package.tree(table.part), Edits(book.package.xml(table.part))
    area = table.area
    edits.set_attrs(root, ref=str(_longer(area, rows)), **_no_insert_row(root))
    for element in root.all("autoFilter"):
        edits.set_attrs(element, ref=str(_longer(parse_area(element.attrs["ref"]), rows)))
    book.package.edit(table.part, edits)
    _resize_rules(book, table, rows)
    _resize_print_area(book, table, rows)


def _no_insert_row(root: Element) -> dict[str, str | None]:
    return {"insertRow": None} if "insertRow" in root.attrs else {}


def _longer(area: Area, rows: int) -> Area:
    return Area(area.top, area.left, area.bottom + rows, area.right)


def _resize_rules(book: Workbook, table: Table, rows: int) -> None:
    """Validations and conditional formats, the extended ones too, that end with the last record."""
    sheet = book.worksheet(table.sheet)
    edits = Edits(sheet.data)
    for element in sheet.frame.walk():
        if element.name in ("conditionalFormatting", "dataValidation") and "sqref" in element.attrs:
            old = element.attrs["sqref"]
            if (new := _resized(old, table, rows)) != old:
                edits.set_attrs(element, sqref=new)
        elif element.name == "sqref" and (new := _resized(element.text, table, rows)) != element.text:
            edits.replace(element.open_end, element.close, new.encode())
    part = book.sheet(table.sheet).part
    book.package.edit(part, edits)


def _resized(sqref: str, table: Table, rows: int) -> str:
    body = table.body
    areas = parse_areas(sqref)
    changed = [
        _longer(area, rows) if _ends_with(area, body) and area.bottom + rows >= area.top else area for area in areas
    ]
    return sqref if changed == areas else " ".join(map(str, changed))


def _ends_with(area: Area, body: Area) -> bool:
    return area.bottom == body.bottom and area.meets(body) and body.left <= area.left and area.right <= body.right


def _resize_print_area(book: Workbook, table: Table, rows: int) -> None:
    for name in names.defined_names(book):
        if name.name != PRINT_AREA or name.sheet != table.sheet:
            continue

        def longer(_sheet: str | None, reference: str) -> str:
            area = parse_area(reference)
            if area.bottom != table.area.bottom or not area.meets(table.area):
                return reference
            return reference.removesuffix(str(area.bottom)) + str(area.bottom + rows)

        names.set_name(book, name.name, map_references(name.refers_to, longer), name.sheet, hidden=name.hidden)
