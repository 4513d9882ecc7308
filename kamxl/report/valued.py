"""The customers of a large department that have a value: what they are worth, now and a quarter ago, and where they are.

They are very many and all of them are held until they are ranked; so they are held as plainly as can be.
"""

from __future__ import annotations

from array import array
from typing import Any, TypeAlias

from ..domain.grades import Ranking, ranking
from ..domain.settings import Rules
from .bundle import Bundle, Total
from .travel import amount

Home: TypeAlias = tuple[int, int, tuple[str, str] | None]
"""Where a customer is: the group's number, its own number there, and its region and specialist if it has a profile."""


class Valued:
    """Filled bundle by bundle; ``rank`` is asked once, and empties it."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._now: list[Total] = []  # of the same customers
        self._before: list[Total | None] = []
        self._gone: dict[str, Total] = {}  # the values a quarter ago of those that have none now
        self._places: dict[tuple[str, str] | None, int] = {None: 0}
        self._homes = array("I"), array("I"), array("I")  # group, number there and place of each

    def add(self, first: int, bundle: Bundle) -> None:
        """``first`` is the number of the bundle's first group."""
        names, now, before, groups, ats, places = bundle.valued
        self._names += names
        self._now += _totals(now)
        self._before += _totals(before)
        known = [self._places.setdefault((one, two), len(self._places)) for one, two in bundle.places]
        known.append(0)  # NOWHERE
        self._homes[0].extend([first + group for group in groups])
        self._homes[1].extend(ats)
        self._homes[2].extend([known[place] for place in places])
        gone, values = bundle.gone
        self._gone.update(zip(gone, _totals(values), strict=True))

    def rank(self, rules: Rules, most: int) -> tuple[Ranking, dict[str, str], dict[str, Home]]:
        """The ranking, the grade a quarter ago of those whose grade has fallen, and where these and the listed ones are."""
        names = self._names
        ranked = ranking(dict(zip(names, self._now, strict=True)), rules, most)
        self._now = []
        self._gone.update((name, value) for name, value in zip(names, self._before, strict=True) if value is not None)
        self._before = []
        letters = ranking(self._gone, rules, 0).letters
        self._gone = {}
        fallen = {name: was for name, now in ranked.letters.items() if (was := letters.get(name, "")) and was < now}
        wanted = fallen.keys() | {one.customer for one in ranked.grades}
        places = list(self._places)
        known = {
            name: (group, at, places[place])
            for name, group, at, place in zip(names, *self._homes, strict=True)
            if name in wanted
        }
        self._names, self._homes = [], (array("I"), array("I"), array("I"))
        return ranked, fallen, known


def _totals(values: list[Any]) -> list[Any]:
    """Decimals that travelled as text as such again."""
    if str not in map(type, values):
        return values
    return [amount(value) if value.__class__ is str else value for value in values]
