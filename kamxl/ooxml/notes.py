"""Notes (comments) on cells: ours are added, replaced and removed beside other people's.

A note lives twice in the file: its text in the comments part, its box in a VML drawing. VML from Excel is not always
well-formed XML (``<br>``), so it is cut and joined as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import BookError, RefusedEdit
from .addresses import Position, parse_cell
from .cells import text_element
from .markup import Edits, Element, escape_attribute, escape_text, insert_child
from .namespaces import COMMENTS_TYPE, SHEET_ML, SHEET_ML_STRICT, VML_TYPE, relationship
from .worksheet import text_of

if TYPE_CHECKING:
    from .workbook import Sheet, Workbook

AUTHOR: Final = "kamxl"
_BLOCK = 1024  # Excel hands out shape numbers in blocks of 1,024, one block or more a drawing

_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_IDMAP = re.compile(rb"""(<o:idmap\b[^>]*\bdata\s*=\s*["'])([\d,\s]+)(["'])""")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape\s*>\s*", re.DOTALL)
_SHAPE_TYPE = re.compile(rb"<v:shapetype\b.*?</v:shapetype\s*>", re.DOTALL)
_ORDER = ("authors", "commentList", "extLst")

_SPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the cell, its author, its text. ``threaded`` notes stand in for a discussion."""

    cell: Position
    author: str
    text: str

    @property
    def threaded(self) -> bool:
        return self.author.startswith("tc=")


def notes_of(book: Workbook, sheet: str) -> list[Note]:
    """A sheet's notes, in file order."""
    part = _comments_part(book, book.sheet(sheet))
    if part is None:
        return []
    root = book.package.tree(part)
    authors = _authors(root)
    return [
        Note(parse_cell(element.attrs.get("ref", "")), _author(authors, element), _text(element))
        for element in _comments(root)
    ]


def set_note(book: Workbook, name: str, cell: Position, text: str, author: str) -> None:
    """Add our note, or replace it. Raises ``RefusedEdit`` where another person's stands."""
    sheet = book.sheet(name)
    for note in notes_of(book, name):
        if note.cell == cell and note.author != author:
            who = "会话 (threaded comment)" if note.threaded else note.author
            raise RefusedEdit("ooxml.note_of_another", sheet=sheet.name, cell=cell, author=who)
    book.worksheet(name)  # a chart sheet has no cells
    had_box = remove_comment(book, sheet, cell, author)
    _add_comment(book, sheet, cell, text, author)
    if not had_box:
        _add_box(book, sheet, cell)


def remove_note(book: Workbook, name: str, cell: Position, author: str) -> bool:
    """Remove our note with its box; parts that hold nothing any more go as well."""
    sheet = book.sheet(name)
    if not remove_comment(book, sheet, cell, author):
        return False
    relation, package = _vml(book, sheet), book.package
    empty = False
    if relation is not None:
        data = package.read(relation[1])
        rest = _SHAPE.sub(lambda match: b"" if _is_box(match[0], cell) else match[0], data)
        empty = b"<v:" not in _SHAPE_TYPE.sub(b"", rest)
        package.write(relation[1], rest)
    if not notes_of(book, name):
        _drop_comments(book, sheet)
        if relation is not None and empty:
            _drop_drawing(book, sheet, *relation)
    return True


# ── the text ──


def _comments_part(book: Workbook, sheet: Sheet) -> str | None:
    relation = next(iter(book.package.related(sheet.part, "comments")), None)
    return relation.part if relation else None


def _comments(root: Element) -> list[Element]:
    holder = root.child("commentList")
    return list(holder.all("comment")) if holder else []


def _authors(root: Element) -> list[str]:
    holder = root.child("authors")
    return [author.text for author in holder.all("author")] if holder else []


def _author(authors: list[str], comment: Element) -> str:
    number = comment.attrs.get("authorId", "")
    return authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""


def _text(comment: Element) -> str:
    holder = comment.child("text")
    return text_of(holder) if holder else ""


def remove_comment(book: Workbook, sheet: Sheet, cell: Position, author: str) -> bool:
    """Remove our text at a cell, its box stays; whether there was one."""
    part = _comments_part(book, sheet)
    if part is None:
        return False
    root = book.package.tree(part)
    authors, edits = _authors(root), Edits(book.package.xml(part))
    for comment in _comments(root):
        if comment.attrs.get("ref") == str(cell) and _author(authors, comment) == author:
            edits.remove(comment)
    found = bool(edits)
    book.package.edit(part, edits)
    return found


def _add_comment(book: Workbook, sheet: Sheet, cell: Position, text: str, author: str) -> None:
    package = book.package
    part = _comments_part(book, sheet)
    if part is None:
        part = package.free_name("xl/comments{}.xml")
        namespace = (SHEET_ML_STRICT if book.strict else SHEET_ML).encode()
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<comments xmlns="%s">'
        package.add(
            part, head % namespace + b"<authors></authors><commentList></commentList></comments>", COMMENTS_TYPE
        )
        package.relate(sheet.part, relationship("comments", strict=book.strict), part)
    root, edits = package.tree(part), Edits(package.xml(part))
    prefix, authors = root.tag_prefix.encode(), _authors(root)
    if author not in authors:
        new = b"<%sauthor>%s</%sauthor>" % (prefix, escape_text(author), prefix)
        _append(edits, root, "authors", new)
    number = authors.index(author) if author in authors else len(authors)
    body = text_element(prefix, b"t", text)
    comment = b'<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>' % (
        prefix, str(cell).encode(), number, prefix, body, prefix, prefix,
    )  # fmt: skip
    _append(edits, root, "commentList", comment)
    package.edit(part, edits)


def _append(edits: Edits, root: Element, name: str, new: bytes) -> None:
    holder = root.child(name)
    if holder is not None:
        edits.append(holder, new)
    else:
        tag = (root.tag_prefix + name).encode()
        insert_child(edits, root, b"<%s>%s</%s>" % (tag, new, tag), name, _ORDER)


def _drop_comments(book: Workbook, sheet: Sheet) -> None:
    for relation in list(book.package.related(sheet.part, "comments")):
        book.package.unrelate(sheet.part, relation.id)
        book.package.remove(relation.part)


# ── the box ──


def _vml(book: Workbook, sheet: Sheet) -> tuple[str, str] | None:
    """The sheet's legacy drawing: relationship id and part."""
    element = book.worksheet(sheet.name).child("legacyDrawing")
    wanted = element.related() if element else None
    for relation in book.package.relationships(sheet.part):
        if relation.id == wanted and book.package.has(relation.part):
            return relation.id, relation.part
    return None


def _add_box(book: Workbook, sheet: Sheet, cell: Position) -> None:
    package, existing = book.package, _vml(book, sheet)
    if existing is None:
        block = free_block(book)
        part = package.free_name("xl/drawings/vmlDrawing{}.vml")
        layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>' % block
        package.set_default_type("vml", VML_TYPE)
        package.write(part, b"<xml " + _SPACES + b">" + layout + _TYPE + _box(block * _BLOCK + 1, cell) + b"</xml>")
        identifier = package.relate(sheet.part, relationship("vmlDrawing", strict=book.strict), part)
        _point_to(book, sheet, identifier)
        return
    data = package.read(existing[1])
    data, number = _next_shape(book, data)
    new = _box(number, cell)
    if b"_x0000_t202" not in data:
        new = _TYPE + new
    if b"urn:schemas-microsoft-com:office:excel" not in data.partition(b">")[0]:
        new = re.sub(rb"^<v:shape(type)?", lambda match: match[0] + b" " + _SPACES, new)
    at = data.rfind(b"</")
    if at < 0:
        raise BookError("ooxml.bad_xml", part=existing[1], detail="VML")
    package.write(existing[1], data[:at] + new + data[at:])


def _point_to(book: Workbook, sheet: Sheet, identifier: str) -> None:
    worksheet = book.worksheet(sheet.name)
    edits, prefix = Edits(worksheet.data), worksheet.prefix
    spaces = [p for p, uri in worksheet.frame.scope.items() if p and uri.endswith("officeDocument/relationships")]
    declare = b"" if spaces else b' xmlns:r="%s"' % relationship("", strict=book.strict).rstrip("/").encode()
    space = (spaces or ["r"])[0].encode()
    worksheet.insert(
        edits, "legacyDrawing", b'<%slegacyDrawing%s %s:id="%s"/>' % (prefix, declare, space, identifier.encode())
    )
    book.package.edit(sheet.part, edits)


def _drop_drawing(book: Workbook, sheet: Sheet, identifier: str, part: str) -> None:
    worksheet = book.worksheet(sheet.name)
    edits, element = Edits(worksheet.data), worksheet.child("legacyDrawing")
    if element is not None:
        edits.remove(element)
    book.package.edit(sheet.part, edits)
    book.package.unrelate(sheet.part, identifier)
    book.package.remove(part)


def _box(number: int, cell: Position) -> bytes:
    """A hidden yellow box beside the cell."""
    row, column = cell.row - 1, cell.column - 1
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 2, {column + 3}, 31, {max(0, row - 1) + 5}, 1"
    return (
        b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
        b'width:144pt;height:79.5pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        b'<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%s</x:Anchor>'
        b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
    ) % (number, escape_attribute(anchor), row, column)


def _is_box(shape: bytes, cell: Position) -> bool:
    row = re.search(rb"<x:Row>\s*(\d+)\s*</x:Row>", shape)
    column = re.search(rb"<x:Column>\s*(\d+)\s*</x:Column>", shape)
    if row is None or column is None or re.search(rb"""ObjectType\s*=\s*["']Note["']""", shape) is None:
        return False
    return (int(row[1]) + 1, int(column[1]) + 1) == cell


def _next_shape(book: Workbook, data: bytes) -> tuple[bytes, int]:
    """A shape number that is free, and the drawing with its block of numbers said."""
    used = {int(match[1]) for match in _SHAPE_ID.finditer(data)}
    blocks = _blocks(data)
    for block in blocks:
        top = max((number for number in used if number // _BLOCK == block), default=block * _BLOCK)
        if top + 1 < (block + 1) * _BLOCK:
            return data, top + 1
    block = free_block(book)
    said = ",".join(map(str, [*blocks, block])).encode()
    return _IDMAP.sub(lambda match: match[1] + said + match[3], data, count=1), block * _BLOCK + 1


def _blocks(data: bytes) -> list[int]:
    match = _IDMAP.search(data)
    return [int(part) for part in match[2].split(b",") if part.strip().isdigit()] if match else []


def free_block(book: Workbook) -> int:
    """A block of shape numbers that no drawing of the workbook uses."""
    used = {0}
    for part in book.package.names():
        if part.lower().endswith(".vml"):
            data = book.package.read(part)
            used |= {*_blocks(data), *(int(match[1]) // _BLOCK for match in _SHAPE_ID.finditer(data))}
    return max(used) + 1


def renumber_shapes(book: Workbook, data: bytes) -> bytes:
    """A drawing from another workbook, its shapes numbered in blocks that are free here."""
    first = free_block(book)
    old = sorted({*_blocks(data), *(int(match[1]) // _BLOCK for match in _SHAPE_ID.finditer(data))})
    new = {block: first + number for number, block in enumerate(old)}

    def renumbered(match: re.Match[bytes]) -> bytes:
        block, rest = divmod(int(match[1]), _BLOCK)
        return b"_x0000_s%d" % (new[block] * _BLOCK + rest)

    said = ",".join(str(new[block]) for block in _blocks(data)).encode()
    data = _IDMAP.sub(lambda match: match[1] + said + match[3], data, count=1)
    return _SHAPE_ID.sub(renumbered, data)
