"""How to read rows of one shape: a row without its digits, from behind its ``<row `` to behind the next one.

A row is split where it has spaces. As its shape is known, so is what each piece says and where it has numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .. import lazy
from ..dataclass import dataclass
from .address import position

ROW = b"<row "
_HEAD = lazy.pattern(rb'r=""(?: [A-Za-z:]+="[a-z:]*")*\s*(?:/>(?=\s*<row $)|>)')
_END = lazy.pattern(rb"(?:</row>)?\s*<row ")
_CELL = lazy.pattern(rb'<c (r="([A-Z]{1,3})")( s="")?( t="[ns]")?(?:/>|>(<v>)</v></c>)')
_NAMED = b'"><v>'


class Around(NamedTuple):
    """What stands before and behind the number in a piece: ``r="A`` and ``"``."""

    before: bytes
    after: bytes


class Form:
    """How cells are written: ``written`` is around the value; in the same piece there may be the cell's style (``styled``) or,
    with ``named`` around it, the row's number. ``shared``: the value is the number of a shared text.

    There is one object for equal ones.
    """

    def __init__(self, written: Around, shared: bool, styled: bool, named: Around | None) -> None:
        self.written = written
        self.shared = shared
        self.styled = styled
        self.named = named


form = lru_cache(maxsize=1024)(Form)


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell. ``column`` is 0-based, ``value`` the piece with its value, ``style`` another one with its style, or -1."""

    column: int
    value: int
    style: int
    form: Form


@dataclass(frozen=True, slots=True)
class Plan:
    """A row of ``length`` pieces. ``row`` is around the row's number in the first piece, ``names`` are the other pieces that say
    it, ``styles`` those that say a style and nothing else; ``ends`` are the ends of what else opens or closes elements."""

    length: int
    row: Around
    cells: tuple[Cell, ...]
    names: tuple[tuple[int, Around], ...]
    styles: tuple[tuple[int, Around], ...]
    ends: tuple[tuple[int, bytes], ...]


def runs(shapes: bytes) -> Iterator[tuple[bytes, int]]:
    """The shapes of rows one after another, each with how many rows of it follow each other."""
    at = 0
    while at < len(shapes):
        end = shapes.index(ROW, at) + len(ROW)
        shape = shapes[at:end]
        count, step = 1, 1
        while shapes.startswith(shape * step, at + count * len(shape)):
            count, step = count + step, 2 * step
        while step := step // 2:
            if shapes.startswith(shape * step, at + count * len(shape)):
                count += step
        yield shape, count
        at += count * len(shape)


@lru_cache(maxsize=1024)
def plan(shape: bytes) -> Plan:
    """How to read the rows of a shape. Raises ``ValueError`` for one that is not plain."""
    head = _HEAD.match(shape)
    if head is None:
        raise ValueError
    at, last, cells = head.end(), -1, []
    *pieces, _ = shape.split(b" ")
    names, styles = {}, {}
    while not _END.fullmatch(shape, at):
        found = _CELL.match(shape, at)
        column = position(f"{found[2].decode()}1")[1] if found else -1
        if found is None or column <= last:
            raise ValueError
        name, style = shape.count(b" ", 0, found.start(1)), shape.count(b" ", 0, found.end(3)) if found[3] else -1
        names[name] = _around(pieces[name], b'r="' + found[2])
        if style >= 0:
            styles[style] = _around(pieces[style], b's="')
        if found[5]:
            value = shape.count(b" ", 0, found.start(5))
            written = _around(pieces[value], b"<v>")
            named = Around(names.pop(value).before, _NAMED) if value == name else None
            styles.pop(value, None)
            how = form(written, found[4] == b' t="s"', style == value, named)
            cells.append(Cell(column, value, -1 if style == value else style, how))
        at, last = found.end(), column
    told = {0, *names, *styles, *(cell.value for cell in cells)}
    behind = [(place, piece[piece.rfind(b'"') + 1 :]) for place, piece in enumerate(pieces) if place not in told]
    ends = tuple((place, end) for place, end in behind if end)
    row = _around(pieces[0], b'r="')
    return Plan(len(pieces), row, tuple(cells), tuple(names.items()), tuple(styles.items()), ends)


def _around(piece: bytes, mark: bytes) -> Around:
    """Around the number that stands behind a mark."""
    at = piece.index(mark) + len(mark)
    return Around(piece[:at], piece[at:])
