"""Reads sheets whose rows are alike, a column at a time: the long lists of a department, at half of what calamine takes.

A row without its digits is its shape. Rows of one shape have their numbers (row, style, value or number of a shared text) at
the same places, so that whole columns are turned into values at once. Whatever is not plainly understood is left to calamine:
``None`` is always a good answer here, and a test compares every other one with calamine's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, chain, repeat
from typing import TypeAlias, TypeVar

from .. import lazy
from ..dataclass import dataclass
from ..domain.values import Raw
from ..ooxml.package import Package
from .address import position
from .by_column import ByColumn
from .plain_parts import Looks, looks, merges, texts

_T = TypeVar("_T")
Sheet: TypeAlias = tuple[Sequence[Sequence[Raw]], Sequence[tuple[int, int, int, int]]]
"""Rows and merged areas, as in ``Grid``."""

_NUMBER = b"0123456789.-"
_SPACED = bytes(char if char in _NUMBER else 32 for char in range(256))
_EPOCH, _FIRST_SURE, _LAST = 693_594, 61, 2_958_465  # before March 1900 Excel and the calendar differ
_MOST_ROWS = 1 << 20
_HEAD = lazy.pattern(rb'r=""((?: [A-Za-z:]+="[a-z:]*")*)\s*(?:/>\s*$|>)')
_ATTRIBUTE = lazy.pattern(rb'([A-Za-z:]+)="([a-z:]*)"')
_END = lazy.pattern(rb"(?:</row>)?\s*")
_CELL = lazy.pattern(rb'<c r="([A-Z]{1,3})"( s="")?(?: t="([ns])")?(/>|><v></v></c>)')
_MOST_HEIGHT, _FREE_HEIGHT = 4, 10_000  # so many rows of a sheet for each that is written, beyond those free
_SHAPES, _ROWS_A_SHAPE = 8, 6  # so many shapes are worth it at least, and else one for so many rows


class AlikeReader:
    """The sheets of one package. ``sheets`` are their parts, as far as they are inflated."""

    def __init__(self, package: Package, sheets: Mapping[str, bytes]) -> None:
        self._package = package
        self._sheets = sheets

    def sheet(self, part: str) -> Sheet | None:
        """What stands on a sheet; ``None`` where calamine has to tell."""
        content = self._sheets.get(part)
        if content is None or self._texts is None:
            return None
        start, end = content.find(b"<sheetData>"), content.rfind(b"</sheetData>")
        areas = merges(content[end:])
        if start < 0 or end < start or areas is None or b"<!" in content[:start]:
            return None
        try:
            return self._rows(content[start + len(b"<sheetData>") : end]), areas
        except (KeyError, ValueError):
            return None  # something else than was expected

    @cached_property
    def texts(self) -> Collection[str]:
        """All texts of these sheets."""
        return [text for text in (self._texts or {}).values() if text is not None]

    @cached_property
    def _texts(self) -> Mapping[bytes, str | None] | None:
        return texts(self._package)

    @cached_property
    def _blank_texts(self) -> bool:
        return None in (self._texts or {}).values()

    @cached_property
    def _looks(self) -> Looks:
        return looks(self._package)

    def _rows(self, body: bytes) -> ByColumn:
        before, *shapes = body.translate(None, _NUMBER).split(b"<row ")
        plans = {shape: _plan(shape) for shape in set(shapes)} if _worthwhile(shapes) else {}
        numbers = body.translate(_SPACED).split()
        # A value left out would make room for digits strewn between the tags: Excel shows other values than these then.
        if before.strip() or not plans or body.find(b"></v>") >= 0:
            raise ValueError
        counts = {shape: plan.count for shape, plan in plans.items()}
        ends = list(accumulate(map(counts.__getitem__, shapes)))
        starts = [0, *ends[:-1]]
        if ends[-1] != len(numbers) or not _ascending(map(numbers.__getitem__, starts)):
            raise ValueError
        alike: dict[bytes, list[list[bytes]]] = defaultdict(list)
        for shape, start, end in zip(shapes, starts, ends, strict=True):
            alike[shape].append(numbers[start:end])
        filled = [(plan, rows) for shape, rows in alike.items() if (plan := plans[shape]).cells]
        return _joined([self._block(plan, rows) for plan, rows in filled])

    def _block(self, plan: _Plan, rows: list[list[bytes]]) -> _Block:
        """What rows of one shape hold."""
        columns = list(zip(*rows, strict=True))
        held: dict[int, list[Raw]] = {}
        for cell in plan.cells:
            if columns[cell.place] != columns[0]:  # the cell says another row
                raise ValueError
            styles = columns[cell.style] if cell.style else ()
            held[cell.column] = self._values(cell, columns[cell.value], styles)
        return _Block(list(map(int, columns[0])), held, self._filled(held.values(), len(rows)))

    def _filled(self, columns: Collection[list[Raw]], rows: int) -> list[int]:
        """How many cells of each row are not blank."""
        blank = [column for column in columns if self._blank_texts and None in column]
        if not blank:
            return [len(columns)] * rows
        return [len(columns) - row.count(None) for row in zip(*blank, strict=True)]

    def _values(self, cell: _Cell, content: Iterable[bytes], styles: Iterable[bytes]) -> list[Raw]:
        if cell.shared:
            return list(map((self._texts or {}).__getitem__, content))
        if self._looks.numbers.issuperset(styles):
            return list(map(float, content))
        if self._looks.dates.issuperset(styles):
            return list(map(_day, content))
        raise ValueError


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of one shape: their numbers (from 1), the columns with something in them, how many cells of a row are filled."""

    rows: list[int]
    columns: Mapping[int, list[Raw]]
    filled: list[int]


def _joined(blocks: Sequence[_Block]) -> ByColumn:
    """The sheet that these rows make up. Raises ``ValueError`` where it is far larger than they are."""
    numbers = [number for block in blocks for number in block.rows]
    height = max(numbers, default=0)
    if height > _MOST_HEIGHT * len(numbers) + _FREE_HEIGHT:
        raise ValueError  # a cell far away: not worth so long columns
    place = dict(zip(numbers, range(len(numbers)), strict=True))
    order = list(map(place.get, range(1, height + 1), repeat(len(numbers))))  # behind the last one stands a blank row

    def column(parts: Iterable[Sequence[_T]], blank: _T) -> Sequence[_T]:
        return list(map([*chain.from_iterable(parts), blank].__getitem__, order))

    blanks: list[list[Raw]] = [[None] * len(block.rows) for block in blocks]
    width = max((at for block in blocks for at in block.columns), default=-1) + 1
    columns = [
        column([block.columns.get(at, none) for block, none in zip(blocks, blanks, strict=True)], None)
        for at in range(width)
    ]
    return ByColumn(columns, column([block.filled for block in blocks], 0))


def _ascending(numbers: Iterable[bytes]) -> bool:
    order = list(map(int, numbers))
    return order == sorted(set(order)) and order[0] > 0 and order[-1] <= _MOST_ROWS


def _worthwhile(shapes: Sequence[bytes]) -> bool:
    return len(set(shapes)) <= max(_SHAPES, len(shapes) // _ROWS_A_SHAPE)


@lru_cache(maxsize=65_536)
def _day(serial: bytes) -> date:
    """The day of a serial number. Raises ``ValueError`` for what is no plain day."""
    number = int(serial)
    if not _FIRST_SURE <= number <= _LAST:
        raise ValueError
    return date.fromordinal(_EPOCH + number)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a shape: its column, and which of the row's numbers is its row, its style (0: none) and its value."""

    column: int
    place: int
    style: int
    value: int
    shared: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A row's filled cells; ``count`` is how many numbers the row has, ``width`` how many columns."""

    cells: tuple[_Cell, ...]
    count: int
    width: int


@lru_cache(maxsize=1024)
def _plan(shape: bytes) -> _Plan:
    """How to read the rows of a shape. Raises ``KeyError`` or ``ValueError`` for a shape that is not plain."""
    head = _HEAD.match(shape)
    if head is None:
        raise ValueError
    count = 1 + sum(_numbers(name, value) for name, value in _ATTRIBUTE.findall(head[1]))
    at, cells, last = head.end(), [], -1
    while not _END.fullmatch(shape, at):
        found = _CELL.match(shape, at)
        column = position(f"{found[1].decode()}1")[1] if found else -1
        if found is None or column <= last:
            raise ValueError
        style = count + 1 if found[2] else 0
        place, count = count, count + (2 if found[2] else 1)
        if found[4] != b"/>":
            cells.append(_Cell(column, place, style, count, found[3] == b"s"))
            count += 1
        at, last = found.end(), column
    return _Plan(tuple(cells), count, cells[-1].column + 1 if cells else 0)


def _numbers(name: bytes, value: bytes) -> int:
    """How many numbers a row's attribute has, in its name (x14ac:dyDescent) and in its value."""
    return (name[:4] == b"xac:") + {b"": 1, b":": 2, b"true": 0, b"false": 0}[value]
