"""The rows of one shape, read a column at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..domain.values import Raw
from . import numbered
from .plain_parts import Looks
from .row_plan import Cell, Plan
from .shared_texts import SharedTexts

_EPOCH, _FIRST_SURE, _LAST = 693_594, 61, 2_958_465  # before March 1900 Excel and the calendar differ
_MOST_DAYS = 65_536
_STYLE, _VALUE = b's="', b'"><v>'


class Block:
    """Rows of one shape, from all over a sheet. ``rows`` are their numbers, from 1; once they are read, ``columns`` (from 0) are
    those that have something in them, and ``filled`` says of each row how many cells are not blank."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: list[int] = []
        self.columns: dict[int, list[Raw]] = {}
        self.filled: list[int] = []
        self._pieces: list[bytes] = []

    def add(self, pieces: list[bytes]) -> list[int]:
        """Takes more rows and gives their numbers. Raises ``KeyError`` or ``ValueError`` for a row that does not plainly say its
        own, or rows that do not ascend."""
        rows = numbered.read(*self.plan.row, pieces[:: self.plan.length])
        self.rows += rows
        if self._pieces:
            self._pieces += pieces
        else:
            self._pieces = pieces
        return rows

    def read(self, texts: SharedTexts, looks: Looks) -> None:
        """Finds ``columns`` and ``filled``. Raises ``KeyError`` or ``ValueError`` for what is not plain."""
        self._prove()
        for cell in self.plan.cells:
            if cell.shared:
                known = texts.written(*cell.written)
                self.columns[cell.column] = list(map(known.__getitem__, self._column(cell.value)))
            else:
                self.columns[cell.column] = self._numeric(cell, looks)
        blank = [column for column in self.columns.values() if texts.has_blank and None in column]
        self.filled = [len(self.columns)] * len(self.rows)
        if blank:
            self.filled = [len(self.columns) - row.count(None) for row in zip(*blank, strict=True)]

    def _column(self, place: int) -> list[bytes]:
        return self._pieces[place :: self.plan.length]

    def _prove(self) -> None:
        """Raises ``ValueError`` where a cell says another row than it stands in, or digits are where they do not belong."""
        for place, named in self.plan.names:
            if self._column(place) != numbered.written(*named, self.rows):
                raise ValueError
        for place, (before, after) in self.plan.styles:
            for piece in set(self._column(place)):
                style = piece[len(before) : -len(after)]
                if not style.isdigit() or piece != before + style + after:
                    raise ValueError
        for place, end in self.plan.ends:
            if not all(piece.endswith(end) for piece in set(self._column(place))):
                raise ValueError

    def _numeric(self, cell: Cell, looks: Looks) -> list[Raw]:
        """The numbers or days of a column."""
        written, (before, after) = self._column(cell.value), cell.written
        styles: Collection[bytes] = ()
        values: list[bytes] | None
        if cell.style == cell.value:
            styles, values = _styled(written, after)
        elif cell.named is not None:
            names = numbered.written(*cell.named, self.rows)
            values = _between(list(map(bytes.removeprefix, written, names)), b"", after)
        else:
            values = _between(written, before, after)
            if cell.style >= 0:
                styles = {style[len(_STYLE) : -1] for style in set(self._column(cell.style))}
        if values is not None and looks.numbers.issuperset(styles):
            return list(map(float, values))
        if values is not None and looks.dates.issuperset(styles):
            return list(map(_DAYS.__getitem__, values))
        raise ValueError


def _between(written: list[bytes], before: bytes, after: bytes) -> list[bytes] | None:
    """What stands between the same two texts in each piece; ``None`` where they are not the same in all."""
    joined = b" ".join(written)
    found = joined[len(before) : -len(after)].split(after + b" " + before)
    plain = len(found) == len(written) and joined.startswith(before) and joined.endswith(after)
    return found if plain else None


def _styled(written: list[bytes], after: bytes) -> tuple[Collection[bytes], list[bytes]]:
    """The styles and values of cells: ``s="4"><v>12`` and so on. Mostly all have the same style."""
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
