"""The customers of a large department that have a value: what they are worth, now and a quarter ago, and where they are.

They are very many and all of them are held until they are ranked; so they are held as plainly as can be.
"""

from __future__ import annotations

from array import array
from decimal import Decimal
from typing import TypeAlias

from ..domain.grades import Ranking, ranking
from ..domain.settings import Rules
from .part import Head
from .travel import Number, amount

Total: TypeAlias = Decimal | int
Home: TypeAlias = tuple[int, int, tuple[str, str] | None]
"""Where a customer is: the group's number, its own number there, and its region and specialist if it has a profile."""


class Valued:
    """Filled group by group; ``rank`` is asked once, and empties it."""

    def __init__(self) -> None:
        self._now: dict[str, Total] = {}
        self._before: list[Total | None] = []  # of the same customers
        self._gone: dict[str, Total] = {}  # the values a quarter ago of those that have none now
        self._places: dict[tuple[str, str], int] = {}  # numbered from 1
        self._homes = array("I")  # group, number there and place (0: none) of each

    def add(self, group: int, head: Head) -> None:
        numbered = [self._places.setdefault((one, two), len(self._places) + 1) for one, two in head.places]
        placed = head.place_of
        for at, (name, now, before) in enumerate(zip(head.names, head.now, head.before, strict=True)):
            if now is None:
                if before is not None:
                    self._gone[name] = _total(before)
                continue
            if name not in self._now:
                self._homes.extend((group, at, numbered[placed[at]] if at < len(placed) else 0))
                self._before.append(None if before is None else _total(before))
            self._now[name] = _total(now)

    def rank(self, rules: Rules, most: int) -> tuple[Ranking, dict[str, str], dict[str, Home]]:
        """The ranking, the grade a quarter ago of those whose grade has fallen, and where these and the listed ones are."""
        names = list(self._now)
        ranked = ranking(self._now, rules, most)
        self._now.clear()
        self._gone.update((name, value) for name, value in zip(names, self._before, strict=True) if value is not None)
        self._before.clear()
        letters = ranking(self._gone, rules, 0).letters
        self._gone.clear()
        fallen = {name: was for name, now in ranked.letters.items() if (was := letters.get(name, "")) and was < now}
        wanted = fallen.keys() | {one.customer for one in ranked.grades}
        places, homes = [None, *self._places], iter(self._homes)
        known = {
            name: (group, at, places[place])
            for name, group, at, place in zip(names, homes, homes, homes, strict=True)
            if name in wanted
        }
        self._homes = array("I")
        return ranked, fallen, known


def _total(value: Number) -> Total:
    return value if value.__class__ is int else amount(value)
