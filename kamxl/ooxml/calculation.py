"""What Excel has to know about formulas: the calculation chain and the wish to recalculate on load."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .. import lazy
from ..errors import RefusedEdit
from .addresses import Position, parse_cell
from .markup import Edits, Element, insert_child

if TYPE_CHECKING:
    from .workbook import Workbook

WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip

_FORMULA = lazy.pattern(rb"<(?:[^\s<>/!?:]+:)?f[\s/>]")


def has_formulas(book: Workbook) -> bool:
    """Whether any cell of the workbook is computed."""
    if next(iter(book.package.related(book.part, "calcChain")), None):
        return True
    parts = (sheet.part for sheet in book.sheets if sheet.kind == "worksheet")
    return any(holds_formula(book.package.xml(part)) for part in parts)


def holds_formula(data: bytes) -> bool:
    """Whether a sheet's bytes hold a formula."""
    return _FORMULA.search(data) is not None


def ask_for_recalculation(book: Workbook) -> None:
    """Set ``fullCalcOnLoad``, so that no cached result outlives what it was computed from."""
    settings = book.root.child("calcPr")
    if settings is not None and settings.attrs.get("fullCalcOnLoad") in ("1", "true"):
        return
    if not has_formulas(book):
        return
    edits = Edits(book.package.xml(book.part))
    if settings is not None:
        edits.set_attrs(settings, fullCalcOnLoad="1")
    else:
        new = b'<%scalcPr fullCalcOnLoad="1"/>' % book.root.tag_prefix.encode()
        insert_child(edits, book.root, new, "calcPr", WORKBOOK_ORDER)
    book.package.edit(book.part, edits)


def drop_from_chain(book: Workbook, sheet_id: int, cells: Iterable[Position]) -> None:
    """Take cells that no longer hold a formula out of the calculation chain."""
    gone = set(cells)
    if gone:
        _thin_out(book, lambda sheet, cell: sheet == sheet_id and cell in gone)


def drop_sheet_from_chain(book: Workbook, sheet_id: int) -> None:
    """Take a removed sheet's cells out of the calculation chain."""
    _thin_out(book, lambda sheet, _: sheet == sheet_id)


def _thin_out(book: Workbook, is_gone: Callable[[int, Position], bool]) -> None:
    chain = next(iter(book.package.related(book.part, "calcChain")), None)
    if chain is None:
        return
    root = book.package.tree(chain.part)
    entries = [child for child in root.children if child.name == "c"]
    edits = Edits(book.package.xml(chain.part))
    sheet, said, left = 0, 0, 0
    for entry in entries:
        number = entry.attrs.get("i", "")
        sheet = int(number) if number.isdecimal() else sheet
        if is_gone(sheet, _cell_of(entry)):
            edits.remove(entry)
            continue
        if not number and sheet != said:  # the one before it said the sheet, and is gone
            edits.set_attrs(entry, i=str(sheet))
        said, left = sheet, left + 1
    if left:
        book.package.edit(chain.part, edits)
    else:
        book.package.unrelate(book.part, chain.id)
        book.package.remove(chain.part)


def _cell_of(entry: Element) -> Position:
    try:
        return parse_cell(entry.attrs.get("r", ""))
    except RefusedEdit:
        return Position(0, 0)
