"""Reads sheets whose rows are alike, a column at a time: the long lists of a department, at half of what calamine takes.

A row without its digits is its shape. Split where it has spaces, a row of a known shape has the same thing in the same place as
the others, so that whole columns are told apart, proved and turned into values at once. Whatever is not plainly understood is
left to calamine: ``None`` is always a good answer here, and a test compares every other one with calamine's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import islice, repeat
from operator import itemgetter, lt
from typing import TypeAlias

from ..domain.values import Raw
from ..ooxml.package import Package
from .block import Block
from .by_column import ByColumn
from .extent import MAX_CELLS
from .plain_parts import Looks, looks, merges
from .row_plan import ROW, plan, runs
from .shared_texts import SharedTexts, shared_texts

Sheet: TypeAlias = tuple[Sequence[Sequence[Raw]], Sequence[tuple[int, int, int, int]]]
"""Rows and merged areas, as in ``Grid``."""

_OPENED, _CLOSED = b"<sheetData>", b"</sheetData>"
_NUMBER = b"0123456789.-"
_SHAPES, _ROWS_A_SHAPE = 8, 6  # so many shapes are worth it at least, and else one for so many rows
_HEIGHT, _FREE_HEIGHT = 4, 10_000  # so many rows of a sheet for each that is written, beyond those free


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
        start, end = content.find(_OPENED), content.rfind(_CLOSED)
        first, areas = content.find(ROW, start, end), merges(content[end:])
        if start < 0 or first < 0 or areas is None or b"<!" in content[:start]:
            return None
        if content[start + len(_OPENED) : first].strip():
            return None
        try:
            return self._rows(self._texts, content[first + len(ROW) : end]), areas
        except (KeyError, ValueError):
            return None  # something else than was expected

    @property
    def texts(self) -> Collection[str]:
        """All texts of these sheets."""
        return self._texts.filled if self._texts is not None else ()

    @cached_property
    def _texts(self) -> SharedTexts | None:
        return shared_texts(self._package)

    @cached_property
    def _looks(self) -> Looks:
        return looks(self._package)

    def _rows(self, texts: SharedTexts, body: bytes) -> ByColumn:
        """The rows from behind the first one's ``<row `` on."""
        shaped = [*runs(body.translate(None, _NUMBER) + ROW)]
        shapes = dict.fromkeys(shape for shape, _ in shaped)
        if len(shapes) > max(_SHAPES, sum(count for _, count in shaped) // _ROWS_A_SHAPE):
            raise ValueError
        blocks = {shape: Block(plan(shape)) for shape in shapes}
        _deal((body + ROW[:-1]).split(b" "), [(blocks[shape], count) for shape, count in shaped])
        for block in blocks.values():
            block.read(texts, self._looks)
        return _joined([block for block in blocks.values() if block.plan.cells])


def _deal(pieces: list[bytes], shaped: Sequence[tuple[Block, int]]) -> None:
    """Gives the blocks their rows. Raises ``KeyError`` or ``ValueError`` unless these follow each other downwards."""
    rows: list[int] = []
    at = 0
    for block, count in shaped:
        stop = at + count * block.plan.length
        rows += block.add(pieces[at:stop])
        at = stop
    if rows[0] < 1 or not all(map(lt, rows, islice(rows, 1, None))):
        raise ValueError


def _joined(blocks: Sequence[Block]) -> ByColumn:
    """The sheet that these rows make up. Raises ``ValueError`` where it is far larger than they are: a cell far away is not worth
    so long columns."""
    height = max((block.rows[-1] for block in blocks), default=0)
    width = max((block.plan.width for block in blocks), default=0)
    if height * width > MAX_CELLS or height > _HEIGHT * sum(len(block.rows) for block in blocks) + _FREE_HEIGHT:
        raise ValueError
    columns: list[list[Raw]] = [[] for _ in range(width)]
    filled: list[int] = []
    rows: list[int] = []

    def put(more: Sequence[int], held: Mapping[int, list[Raw]], counts: list[int]) -> None:
        blank: list[Raw] = [None] * len(more)
        for at, column in enumerate(columns):
            column += held.get(at, blank)
        filled.extend(counts)
        rows.extend(more)

    below = 1
    for block in blocks:
        gap = range(below, block.rows[0])
        put(gap, {}, [0] * len(gap))
        put(block.rows, block.columns, block.filled)
        below = max(below, block.rows[-1] + 1)
    if rows == list(range(1, height + 1)):
        return ByColumn(columns, filled)
    place = dict(zip(rows, range(len(rows)), strict=True))
    order = itemgetter(*map(place.get, range(1, height + 1), repeat(len(rows))))  # a blank row stands at the end
    return ByColumn([order([*column, None]) for column in columns], order([*filled, 0]))
