"""A sheet's rows, those of one shape in one block, read a column at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, islice, repeat
from operator import itemgetter, lt

from ..domain.values import Raw
from . import numbered
from .by_column import ByColumn
from .extent import MAX_CELLS
from .layout import Column, Layout, Places
from .plain_parts import Looks
from .row_plan import Around
from .shared_texts import SharedTexts

_EPOCH, _FIRST_SURE, _LAST = 693_594, 61, 2_958_465  # before March 1900 Excel and the calendar differ
_MOST_DAYS = 65_536
_STYLE, _VALUE = b's="', b'"><v>'
_HEIGHT, _FREE_HEIGHT = 4, 10_000  # so many rows of a sheet for each that is written, beyond those free


class Blocks:
    """A sheet's rows. All that is not plain raises ``KeyError`` or ``ValueError``.

    ``pieces`` are those of all rows, split at their spaces; ``runs`` say of which block how many rows follow each other.
    """

    def __init__(self, layout: Layout, pieces: list[bytes], runs: Sequence[tuple[int, int]]) -> None:
        self._layout = layout
        self._lengths = [plan.length for plan in layout.plans]
        self._pieces: list[list[bytes]] = [[] for _ in layout.plans]
        self._rows: list[list[int]] = [[] for _ in layout.plans]
        self._numbers: dict[tuple[int, ...], numbered.Numbers] = {}
        named: list[bytes] = []
        at = 0
        for block, count in runs:
            length = self._lengths[block]
            stop = at + count * length
            named += pieces[at:stop:length]
            if self._pieces[block]:
                self._pieces[block] += pieces[at:stop]
            else:
                self._pieces[block] = pieces[at:stop]
            at = stop
        self._number(named, runs)

    def _number(self, named: list[bytes], runs: Sequence[tuple[int, int]]) -> None:
        """Gives the rows their numbers. They follow each other downwards."""
        rows: list[int] = []
        for around, alike in groupby(runs, lambda run: self._layout.plans[run[0]].row):
            rows += numbered.read(*around, named[len(rows) : len(rows) + sum(count for _, count in alike)])
        if rows[0] < 1 or not all(map(lt, rows, islice(rows, 1, None))):
            raise ValueError
        at = 0
        for block, count in runs:
            self._rows[block] += rows[at : at + count]
            at += count

    def read(self, texts: SharedTexts, looks: Looks) -> ByColumn:
        """What stands in the rows."""
        self._prove()
        rows, starts = self._placed()
        columns: list[list[Raw]] = [[None] * len(rows) for _ in range(self._layout.width)]
        filled = [0] * len(rows)
        for block, start in starts.items():
            count = len(self._rows[block])
            filled[start : start + count] = [len(self._layout.plans[block].cells)] * count
        blank = False
        for column in self._layout.columns:
            values, at = self._values(column, texts, looks), 0
            blank = blank or (texts.has_blank and None in values)
            for block in column.values.blocks:
                start, count = starts[block], len(self._rows[block])
                columns[column.column][start : start + count] = values[at : at + count]
                at += count
        if blank:
            filled = [len(columns) - row.count(None) for row in zip(*columns, strict=True)]
        return _in_order(rows, columns, filled)

    def _placed(self) -> tuple[list[int], dict[int, int]]:
        """The rows' numbers, those of one block after another, blank rows between them, and where each block starts. A sheet that
        is far larger than its rows is left: a cell far away is not worth so long columns."""
        rows: list[int] = []
        starts: dict[int, int] = {}
        below = 1
        for block, plan in enumerate(self._layout.plans):
            if plan.cells:
                here = self._rows[block]
                if here[-1] > _HEIGHT * sum(map(len, self._rows)) + _FREE_HEIGHT:
                    raise ValueError
                rows += range(below, here[0])
                starts[block] = len(rows)
                rows += here
                below = max(below, here[-1] + 1)
        if below * self._layout.width > MAX_CELLS:
            raise ValueError
        return rows, starts

    def _prove(self) -> None:
        """Proves that cells stand in the rows that they say, and no digits where they do not belong."""
        for around, places in self._layout.names:
            if self._taken(places) != self._named(around, places):
                raise ValueError
        for (before, after), places in self._layout.styles:
            for piece in set(self._taken(places)):
                style = piece[len(before) : -len(after)]
                if not style.isdigit() or piece != before + style + after:
                    raise ValueError
        for end, places in self._layout.ends:
            if not all(piece.endswith(end) for piece in set(self._taken(places))):
                raise ValueError

    def _taken(self, places: Places) -> list[bytes]:
        blocks, at = places
        found = self._pieces[blocks[0]][at[0] :: self._lengths[blocks[0]]]
        for block, place in zip(blocks[1:], at[1:], strict=True) if len(at) > 1 else ():
            found += self._pieces[block][place :: self._lengths[block]]
        return found

    def _named(self, around: Around, places: Places) -> list[bytes]:
        """What pieces must be that say nothing but their row."""
        blocks = places.blocks
        if blocks not in self._numbers:
            self._numbers[blocks] = numbered.Numbers([row for block in blocks for row in self._rows[block]])
        return self._numbers[blocks].written(*around)

    def _values(self, column: Column, texts: SharedTexts, looks: Looks) -> list[Raw]:
        """The values of cells written alike."""
        form, written = column.form, self._taken(column.values)
        before, after = form.written
        if form.shared:
            return list(map(texts.written(before, after).__getitem__, written))
        if form.styled:
            return _looking(*_styled(written, after), looks)
        if form.named is not None:
            written, before = list(map(bytes.removeprefix, written, self._named(form.named, column.values))), b""
        styles = self._taken(column.styles) if column.styles is not None else []
        values = _between(written, before, after)
        if values is None:
            raise ValueError
        return _looking([style[len(_STYLE) : -1] for style in styles], values, looks)


def _in_order(rows: list[int], columns: list[list[Raw]], filled: list[int]) -> ByColumn:
    height = max(rows, default=0)
    if rows == list(range(1, height + 1)):
        return ByColumn(columns, filled)
    place = dict(zip(rows, range(len(rows)), strict=True))
    order = itemgetter(*map(place.get, range(1, height + 1), repeat(len(rows))))  # a blank row stands at the end
    return ByColumn([order([*column, None]) for column in columns], order([*filled, 0]))


def _looking(styles: Sequence[bytes], written: list[bytes], looks: Looks) -> list[Raw]:
    """Numbers or days, by the looks of the cells; one style, or none, may stand for all."""
    used = set(styles)
    if looks.numbers.issuperset(used):
        return list(map(float, written))
    if looks.dates.issuperset(used):
        return list(map(_DAYS.__getitem__, written))
    if not (looks.numbers | looks.dates).issuperset(used):
        raise ValueError
    both = zip(styles, written, strict=True)
    return [_DAYS[value] if style in looks.dates else float(value) for style, value in both]


def _between(written: list[bytes], before: bytes, after: bytes) -> list[bytes] | None:
    """What stands between the same two texts in each piece; ``None`` where they are not the same in all."""
    joined = b" ".join(written)
    found = joined[len(before) : -len(after)].split(after + b" " + before)
    plain = len(found) == len(written) and joined.startswith(before) and joined.endswith(after)
    return found if plain else None


def _styled(written: list[bytes], after: bytes) -> tuple[list[bytes], list[bytes]]:
    """The styles and values of cells: ``s="4"><v>12`` and so on. Mostly all have the same style, and that is said once."""
    before = written[0][: written[0].index(_VALUE) + len(_VALUE)]
    found = _between(written, before, after)
    if found is not None:
        return [before[len(_STYLE) : -len(_VALUE)]], found
    both = _VALUE.join(_between(written, _STYLE, after) or ()).split(_VALUE)
    if len(both) != 2 * len(written):
        raise ValueError
    return both[::2], both[1::2]


class _Days(dict[bytes, date]):
    """The days of serial numbers that were met. Raises ``ValueError`` for what is no plain day."""

    def __missing__(self, serial: bytes) -> date:
        number = int(serial)
        if not _FIRST_SURE <= number <= _LAST:
            raise ValueError
        if len(self) >= _MOST_DAYS:
            self.clear()
        self[serial] = found = date.fromordinal(_EPOCH + number)
        return found


_DAYS = _Days()
