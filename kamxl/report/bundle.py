"""Parts that stand next to each other, added up: what a report needs of every part, as one. It is kept until one changes."""

from __future__ import annotations

import json
import operator
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeAlias

from ..dataclass import dataclass
from .part import Head
from .travel import Number, amount, text_of

Total: TypeAlias = Decimal | int
Row: TypeAlias = list[Number | None]
NOWHERE = -1


class Sums:
    """Figures as they grow together: exact, and quick where all amounts are whole."""

    __slots__ = ("denominators", "numerators")

    def __init__(self, count: int) -> None:
        self.numerators: list[Total] = [0] * count
        self.denominators: list[Total | None] = [None] * count

    def add(self, row: Row) -> None:
        """Numerator and denominator of each by turns."""
        numerators: Any = row[::2]
        try:
            self.numerators = list(map(operator.add, self.numerators, numerators))
        except TypeError:  # a decimal's text, or nothing
            self.numerators = [
                total if more is None else total + amount(more)
                for total, more in zip(self.numerators, numerators, strict=True)
            ]
        self.denominators = [
            total if more is None else (total or 0) + (more if more.__class__ is int else amount(more))
            for total, more in zip(self.denominators, row[1::2], strict=True)
        ]

    def row(self) -> Row:
        """The sums as they were added. A decimal keeps its places, that it is the same whichever way it was added up."""
        row: Row = [None] * (2 * len(self.numerators))
        row[::2] = map(_number, self.numerators)
        row[1::2] = [None if one is None else _number(one) for one in self.denominators]
        return row


@dataclass(frozen=True, slots=True)
class Bundle:
    """Some groups' heads as one; groups are counted from the first of these, places are numbers of ``places`` or ``NOWHERE``.

    ``whole`` and the rows in ``scopes`` (kind, name, movement, numerator and denominator of each KPI by turns) as in
    ``Head``; ``behind``: that of each head. ``signs``: group, number there, risk, customer, region, specialist, levels.
    ``valued`` are columns of the customers that have a value: name, value now, value a quarter ago (or ``None``), group,
    number there, place; ``gone`` of those that had one a quarter ago only: name, value.
    """

    groups: int
    places: list[list[str]]
    moved: list[int]
    whole: Row
    scopes: list[list[Any]]
    behind: list[list[int]]
    calls: list[list[Any]]
    keeps: list[str]
    signs: list[list[Any]]
    valued: list[list[Any]]
    gone: list[list[Any]]

    def dump(self) -> bytes:
        return text_of([getattr(self, name) for name in self.__slots__]).encode()

    @classmethod
    def load(cls, payload: bytes) -> Bundle:
        return cls(*json.loads(payload))


def bundle(heads: Iterable[Head]) -> Bundle:
    """The heads of some groups, in their order."""
    made = _Bundling()
    for head in heads:
        made.add(head)
    return made.bundle()


class _Bundling:
    """Heads being added up."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}
        self._moved: list[int] = []
        self._whole: Sums | None = None
        self._scopes: dict[tuple[str, str], tuple[list[int], Sums]] = {}
        self._behind: list[list[int]] = []
        self._calls: Counter[tuple[str, int]] = Counter()
        self._keeps: dict[str, None] = {}
        self._signs: list[list[Any]] = []
        self._valued: list[tuple[Any, ...]] = []
        self._gone: list[tuple[str, Number]] = []

    def add(self, head: Head) -> None:
        self._sum_up(head)
        self._behind.append(head.behind)
        self._calls.update({(person, day): count for person, day, count in head.calls})
        self._keeps.update(dict.fromkeys(head.keeps))
        self._see(head)
        self._rate(head)

    def _see(self, head: Head) -> None:
        group = len(self._behind) - 1
        for at, (risk, name, levels, *place) in enumerate(head.signs):
            self._signs.append(
                [group, at, risk, head.names[name], *(place or head.places[head.place_of[name]]), levels]
            )

    def _rate(self, head: Head) -> None:
        known = [self._places.setdefault((one, two), len(self._places)) for one, two in head.places]
        placed = [known[place] for place in head.place_of]
        placed += [NOWHERE] * (len(head.names) - len(placed))
        group = len(self._behind) - 1
        columns = zip(head.names, head.now, head.before, range(len(placed)), placed, strict=True)
        for name, now, before, at, place in columns:
            if now is not None:
                self._valued.append((name, now, before, group, at, place))
            elif before is not None:
                self._gone.append((name, before))

    def _sum_up(self, head: Head) -> None:
        self._moved = _together(self._moved, head.moved)
        self._whole = _added(self._whole, [number for row in head.whole for number in row])
        for kind, name, moved, *row in head.scopes:
            before, sums = self._scopes.get((kind, name), ([], None))
            self._scopes[kind, name] = _together(before, moved), _added(sums, row)

    def bundle(self) -> Bundle:
        return Bundle(
            groups=len(self._behind),
            places=[list(place) for place in self._places],
            moved=self._moved,
            whole=self._whole.row() if self._whole else [],
            scopes=[[*scope, moved, *sums.row()] for scope, (moved, sums) in self._scopes.items()],
            behind=self._behind,
            calls=[[person, day, count] for (person, day), count in self._calls.items()],
            keeps=list(self._keeps),
            signs=self._signs,
            valued=_columns(self._valued, 6),
            gone=_columns(self._gone, 2),
        )


def _together(one: list[int], other: list[int]) -> list[int]:
    return list(map(operator.add, one, other)) if one else other


def _added(sums: Sums | None, row: Row) -> Sums:
    sums = sums or Sums(len(row) // 2)
    sums.add(row)
    return sums


def _columns(rows: list[Any], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(count)]


def _number(total: Total) -> Number:
    return total if total.__class__ is int else str(total)
