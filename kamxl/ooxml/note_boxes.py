"""The boxes in which notes are shown: a VML drawing beside the comments part.

VML from Excel is not always well-formed XML (``<br>``), so it is cut and joined as text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .. import lazy
from ..errors import BookError
from .addresses import Position
from .markup import Edits, escape_attribute
from .namespaces import VML_TYPE, relationship

if TYPE_CHECKING:
    from .opened import Sheet
    from .workbook import Workbook

_BLOCK = 1024  # Excel hands out shape numbers in blocks of 1,024, one block or more a drawing

_SHAPE_ID = lazy.pattern(rb"_x0000_s(\d+)")
_IDMAP = lazy.pattern(rb"""(<o:idmap\b[^>]*\bdata\s*=\s*["'])([\d,\s]+)(["'])""")
_SHAPE = lazy.pattern(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape\s*>\s*", re.DOTALL)
_SHAPE_TYPE = lazy.pattern(rb"<v:shapetype\b.*?</v:shapetype\s*>", re.DOTALL)

_SPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _vml(book: Workbook, sheet: Sheet) -> tuple[str, str] | None:
    """The sheet's legacy drawing: relationship id and part."""
    element = book.worksheet(sheet.name).child("legacyDrawing")
    wanted = element.related() if element else None
    for relation in book.package.relationships(sheet.part):
        if relation.id == wanted and book.package.has(relation.part):
            return relation.id, relation.part
    return None


def add_boxes(book: Workbook, sheet: Sheet, cells: Sequence[Position]) -> None:
    """A hidden box for each cell; the drawing comes into being with the first."""
    if not cells:
        return
    package, existing = book.package, _vml(book, sheet)
    if existing is None:
        part = package.free_name("xl/drawings/vmlDrawing{}.vml")
        layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>' % free_block(book)
        package.set_default_type("vml", VML_TYPE)
        package.write(part, b"<xml " + _SPACES + b">" + layout + _TYPE + b"</xml>")
        identifier = package.relate(sheet.part, relationship("vmlDrawing", strict=book.strict), part)
        _point_to(book, sheet, identifier)
    else:
        part = existing[1]
    data, numbers = _free_shapes(book, package.read(part), len(cells))
    new = b"".join(_box(number, cell) for number, cell in zip(numbers, cells, strict=True))
    if b"_x0000_t202" not in data:
        new = _TYPE + new
    if b"urn:schemas-microsoft-com:office:excel" not in data.partition(b">")[0]:
        new = re.sub(rb"<v:shape(type)?(?=\s)", lambda match: match[0] + b" " + _SPACES, new)
    at = data.rfind(b"</")
    if at < 0:
        raise BookError("ooxml.bad_xml", part=part, detail="VML")
    package.write(part, data[:at] + new + data[at:])


def remove_boxes(book: Workbook, sheet: Sheet, cells: Collection[Position], *, last: bool) -> None:
    """Remove the cells' boxes, and with the ``last`` note the drawing if nothing else is drawn in it."""
    relation = _vml(book, sheet)
    if relation is None:
        return
    data = book.package.read(relation[1])
    left = _SHAPE.sub(lambda match: b"" if _boxed(match[0]) in cells else match[0], data)
    book.package.write(relation[1], left)
    if last and b"<v:" not in _SHAPE_TYPE.sub(b"", left):
        _drop_drawing(book, sheet, *relation)


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


def _boxed(shape: bytes) -> Position | None:
    """The cell whose note's box the shape is."""
    row = re.search(rb"<x:Row>\s*(\d+)\s*</x:Row>", shape)
    column = re.search(rb"<x:Column>\s*(\d+)\s*</x:Column>", shape)
    if row is None or column is None or re.search(rb"""ObjectType\s*=\s*["']Note["']""", shape) is None:
        return None
    return Position(int(row[1]) + 1, int(column[1]) + 1)


def _free_shapes(book: Workbook, data: bytes, count: int) -> tuple[bytes, list[int]]:
    """So many shape numbers that are free, and the drawing with its blocks of numbers said."""
    used = {int(match[1]) for match in _SHAPE_ID.finditer(data)}
    blocks, found = _blocks(data), list[int]()
    for block in blocks:
        top = max((number for number in used if number // _BLOCK == block), default=block * _BLOCK)
        found.extend(range(top + 1, min((block + 1) * _BLOCK, top + 1 + count - len(found))))
    block = free_block(book)
    while len(found) < count:
        blocks.append(block)
        first = block * _BLOCK + 1
        found.extend(range(first, min((block + 1) * _BLOCK, first + count - len(found))))
        block += 1
    said = ",".join(map(str, blocks)).encode()
    return _IDMAP.sub(lambda match: match[1] + said + match[3], data, count=1), found


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
