"""Sheets that we add to somebody's workbook, replace, and take out again.

A sheet's content comes from another workbook, usually one made by XlsxWriter a moment ago; see ``grafting``. A sheet of
ours carries a hidden name of its own, ``_kamxl.sheet``: it stays with the sheet when a person renames or moves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import lazy
from ..errors import BookError, RefusedEdit
from . import calculation, names, properties
from .formulas import sheets_in
from .grafting import Graft
from .markup import Edits, Element, escape_attribute
from .namespaces import relationship

if TYPE_CHECKING:
    from .opened import Sheet
    from .workbook import Workbook

MARK = names.OURS + "sheet"
_BAD = lazy.pattern(r"[\[\]:*?/\\\x00-\x1f]")


def is_ours(book: Workbook, sheet: str) -> bool:
    """Whether we added this sheet."""
    wanted = book.sheet(sheet).name
    return any(names.matches(name.name, MARK) and name.sheet == wanted for name in names.defined_names(book))


def add_sheets(book: Workbook, source: Workbook, wanted: dict[str, str], position: int | None) -> None:
    """Graft sheets of ``source`` (name there → name here) into the workbook, before tab ``position`` or at the end."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    for name in wanted.values():
        check_name(name)
        if name.casefold() in taken:
            raise RefusedEdit("ooxml.sheet_exists", path=book.package.path, sheet=name)
        taken.add(name.casefold())
    graft = Graft(book, source, wanted)
    for original, name in wanted.items():
        content = graft.sheet(original)
        part = book.package.free_name("xl/worksheets/sheet{}.xml")
        graft.put(original, content, part)
        at = len(book.sheets) if position is None else min(position, len(book.sheets))
        before = [sheet.name for sheet in book.sheets]
        _insert(book, name, part, at)
        properties.retitle(book, before, [*before[:at], name, *before[at:]])
        position = None if position is None else position + 1
        names.set_name(book, MARK, '"kamxl"', name, hidden=True)
    for original, name in wanted.items():
        graft.local_names(original, name)
    if graft.has_formulas:
        calculation.ask_for_recalculation(book)


def replace_sheet(book: Workbook, name: str, source: Workbook, original: str) -> None:
    """Give a sheet of ours new content; its tab, its id and everything that points to it stay."""
    sheet = _ours(book, name)
    graft = Graft(book, source, {original: sheet.name}, replaced=sheet)
    content = graft.sheet(original)
    _drop_parts(book, sheet)
    graft.put(original, content, sheet.part)
    calculation.drop_sheet_from_chain(book, sheet.id)
    for local in names.defined_names(book):
        if local.sheet == sheet.name and not names.matches(local.name, MARK):
            names.remove_name(book, local.name, sheet.name)
    graft.local_names(original, sheet.name)
    calculation.ask_for_recalculation(book)


def remove_sheet(book: Workbook, name: str) -> None:
    """Take a sheet of ours out, with its own parts. Refused for anybody else's sheet, or where formulas point to it."""
    sheet = _ours(book, name)
    if len(book.sheets) == 1:
        raise RefusedEdit("ooxml.last_sheet", path=book.package.path, sheet=sheet.name)
    _refuse_in_use(book, sheet)
    before = [other.name for other in book.sheets]
    index = before.index(sheet.name)
    _drop_parts(book, sheet)
    book.package.remove(sheet.part)
    book.package.unrelate(book.part, sheet.relation)
    edits = Edits(book.package.xml(book.part))
    for element in _elements(book):
        if element.related() == sheet.relation:
            edits.remove(element)
    _shift_views(book, edits, removed=index)
    book.package.edit(book.part, edits)
    names.renumber(book, removed=index)
    calculation.drop_sheet_from_chain(book, sheet.id)
    properties.retitle(book, before, before[:index] + before[index + 1 :])


def check_name(name: str) -> None:
    """Raises ``RefusedEdit`` for a sheet name that Excel does not take."""
    if not name.strip() or len(name.encode("utf-16-le")) > 62 or _BAD.search(name) or name[0] == "'" or name[-1] == "'":
        raise RefusedEdit("ooxml.bad_sheet_name", sheet=name)


def _ours(book: Workbook, name: str) -> Sheet:
    sheet = book.sheet(name)
    if not is_ours(book, name):
        raise RefusedEdit("ooxml.not_ours", path=book.package.path, sheet=sheet.name)
    return sheet


def _elements(book: Workbook) -> list[Element]:
    holder = book.root.child("sheets")
    return list(holder.all("sheet")) if holder else []


def _insert(book: Workbook, name: str, part: str, at: int) -> None:
    relation = book.package.relate(book.part, relationship("worksheet", strict=book.strict), part)
    number = max((sheet.id for sheet in book.sheets), default=0) + 1
    holder = book.root.child("sheets")
    if holder is None:
        raise BookError("ooxml.damaged", path=book.package.path, detail="sheets")
    spaces = [p for p, uri in holder.scope.items() if p and uri.endswith("officeDocument/relationships")]
    declare = b"" if spaces else b' xmlns:r="%s"' % relationship("x").rpartition("/")[0].encode()
    new = b'<%ssheet name="%s" sheetId="%d"%s %s:id="%s"/>' % (
        holder.tag_prefix.encode(), escape_attribute(name), number, declare,
        (spaces or ["r"])[0].encode(), relation.encode(),
    )  # fmt: skip
    edits, elements = Edits(book.package.xml(book.part)), _elements(book)
    if at < len(elements):
        edits.insert(elements[at].start, new)
        _shift_views(book, edits, inserted=at)
    else:
        edits.append(holder, new)
    if book.root.child("bookViews") is None:  # the grafted sheet's view points to the first of them
        prefix = book.root.tag_prefix.encode()
        views = b"<%sbookViews><%sworkbookView/></%sbookViews>" % (prefix, prefix, prefix)
        edits.insert(holder.start, views)
    book.package.edit(book.part, edits)
    if at < len(elements):
        names.renumber(book, inserted=at)


def _shift_views(book: Workbook, edits: Edits, *, removed: int | None = None, inserted: int | None = None) -> None:
    """Tabs are counted in ``workbookView``: keep the person on the sheet where they were."""
    count = len(_elements(book))
    views = book.root.child("bookViews")
    for view in views.all("workbookView") if views else ():
        for attribute in ("activeTab", "firstSheet"):
            text = view.attrs.get(attribute, "")
            index = int(text) if text.isdecimal() else 0
            if removed is not None and (index > removed or index == removed == count - 1):
                edits.set_attrs(view, **{attribute: str(index - 1)})
            elif inserted is not None and index >= inserted and count:
                edits.set_attrs(view, **{attribute: str(index + 1)})


def _drop_parts(book: Workbook, sheet: Sheet) -> None:
    """Remove what only this sheet uses: drawings, charts, notes, tables; the sheet part itself stays."""
    package = book.package
    own = _reachable(book, sheet.part)
    kept = [part for part in ["", *package.names()] if part not in own and not part.endswith(".rels")]
    used = {relation.part for part in kept for relation in package.relationships(part)}
    shared = {part for root in own & used if root != sheet.part for part in _reachable(book, root)}
    for part in own - shared - {sheet.part}:
        package.remove(part)
    for relation in package.relationships(sheet.part):
        package.unrelate(sheet.part, relation.id)


def _reachable(book: Workbook, start: str) -> set[str]:
    found, pending = {start}, [start]
    while pending:
        for relation in book.package.relationships(pending.pop()):
            if relation.part and book.package.has(relation.part) and relation.part not in found:
                found.add(relation.part)
                pending.append(relation.part)
    return found


def _refuse_in_use(book: Workbook, sheet: Sheet) -> None:
    wanted = sheet.name.casefold()
    for name in names.defined_names(book):
        if (
            name.sheet != sheet.name
            and not names.live(name.name).startswith(names.live(names.OURS))
            and _mentions(name.refers_to, wanted)
        ):
            raise RefusedEdit("ooxml.sheet_in_use", sheet=sheet.name, where=name.name)
    for other in book.sheets:
        if other.id == sheet.id or other.kind != "worksheet":
            continue
        worksheet = book.worksheet(other.name)
        for offset, text in worksheet.formulas():
            if _mentions(text, wanted):
                where = f"{other.name}!{worksheet.position_at(offset)}"
                raise RefusedEdit("ooxml.sheet_in_use", sheet=sheet.name, where=where)


def _mentions(formula: str, wanted: str) -> bool:
    return any(name.casefold() == wanted for name in sheets_in(formula))
