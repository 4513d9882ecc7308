"""Boxes to tick that are drawn over a sheet (form controls): caption, place, whether ticked.

They stand in the legacy VML drawing, which is cut as text because Excel's is not always well-formed XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import lazy
from ..dataclass import dataclass
from .addresses import Position

if TYPE_CHECKING:
    from .opened import OpenedWorkbook

_SHAPE = lazy.pattern(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape\s*>", re.DOTALL)
_KIND = lazy.pattern(rb"""ObjectType\s*=\s*["'](?:Checkbox|Radio)["']""")
_ANCHOR = lazy.pattern(rb"<x:Anchor>([\d,\s-]+)</x:Anchor>")
_CHECKED = lazy.pattern(rb"<x:Checked>\s*(\d)\s*</x:Checked>")
_LINK = lazy.pattern(rb"<x:FmlaLink>\s*\$?([A-Z]{1,3})\$?(\d{1,7})\s*</x:FmlaLink>")
_CAPTION = lazy.pattern(rb"<v:textbox\b[^>]*>(.*?)</v:textbox>", re.DOTALL)
_TAG = lazy.pattern(r"<[^>]*>")
_PIXELS = (64, 20)  # a usual column's width and row's height: how far into them the box begins


@dataclass(frozen=True, slots=True)
class TickBox:
    """A check box or option button. ``cell`` is the cell over which it stands; ``link`` the cell on the same sheet that
    holds its state, if any."""

    cell: Position
    caption: str
    ticked: bool
    link: Position | None = None


def draws(names: list[str]) -> bool:
    """Whether a package with these parts can hold any: cheap, since almost none does."""
    return any(name.lower().endswith(".vml") for name in names)


def tick_boxes(book: OpenedWorkbook, sheet: str) -> list[TickBox]:
    """A sheet's boxes, in reading order."""
    found: list[TickBox] = []
    for relation in book.package.related(book.sheet(sheet).part, "vmlDrawing"):
        found.extend(_boxes(book.package.read(relation.part)))
    return sorted(found, key=lambda box: (box.cell.row, box.cell.column))


def _boxes(drawing: bytes) -> Iterator[TickBox]:
    for shape in _SHAPE.findall(drawing):
        anchor = _ANCHOR.search(shape)
        if anchor is None or _KIND.search(shape) is None:
            continue
        corners = [int(part) for part in anchor[1].split(b",") if part.strip()]
        if len(corners) != 8:
            continue
        checked, link, caption = _CHECKED.search(shape), _LINK.search(shape), _CAPTION.search(shape)
        yield TickBox(
            cell=_cell(corners),
            caption=_plain(caption[1]) if caption else "",
            ticked=checked is not None and checked[1] == b"1",
            link=Position(int(link[2]), _column(link[1])) if link else None,
        )


def _cell(corners: list[int]) -> Position:
    """The cell at which a reader sees the box: where it begins, at half its height."""
    left, left_in, top, top_in, _, _, bottom, bottom_in = corners
    column = left + (left_in > 0.8 * _PIXELS[0])
    middle = (top + top_in / _PIXELS[1] + bottom + bottom_in / _PIXELS[1]) / 2
    return Position(int(middle) + 1, column + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _plain(markup: bytes) -> str:
    from html import unescape  # with its table of all named characters

    return " ".join(unescape(_TAG.sub("", markup.decode("utf-8", "replace"))).split())
