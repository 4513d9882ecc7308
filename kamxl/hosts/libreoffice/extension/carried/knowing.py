"""What cells were told already: answers by call, answers taken along in advance, and what to ask again after a change.

A crossing to the resident process costs as much as several cells, so one carries many answers: after a change of the
figures, all that was asked before; and calls that are likely to come next, the more the better the last ones were used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_MOST_KNOWN = 200_000
_MOST_AGAIN = 4096
_LEAST_AHEAD, _MOST_AHEAD = 1, 1024
_STEP = 4

Key = Any  # (workbook, function, arguments)


class Answers:
    """Of one LibreOffice. ``live`` functions may change by themselves: their answers are kept until the next look only."""

    def __init__(self, live: Iterable[str]) -> None:
        self._live = frozenset(live)
        self._known: dict[Key, Any] = {}
        self._brief: dict[Key, Any] = {}
        self._coming: dict[Key, Any] = {}
        self._again: dict[Key, None] = {}
        self._ahead = _LEAST_AHEAD
        self._carried = 0
        self._used = 0

    def get(self, key: Key) -> Any:
        """The answer, ``None`` where it has to be asked for."""
        found = self._known.get(key)
        if found is not None:
            return found
        if key in self._coming:
            self._used += 1
            found = self._known[key] = self._coming.pop(key)
            return found
        return self._brief.get(key)

    def question(self, key: Key) -> tuple[list[Key], int]:
        """What to ask in one crossing for that call: itself first, then what was known before the change; and how many
        likely calls to take along."""
        book = key[0]
        again = [one for one in self._again if one[0] == book and one != key][:_MOST_AGAIN]
        if self._carried:
            used_well = self._used * 2 >= self._carried
            self._ahead = (
                min(self._ahead * _STEP, _MOST_AHEAD) if used_well else max(self._ahead // _STEP, _LEAST_AHEAD)
            )
        return [key, *again], self._ahead

    def take(self, keys: Sequence[Key], answers: Sequence[Any], more: Iterable[tuple[Key, Any]]) -> None:
        """What came back: an answer for each key, and what was taken along."""
        if len(self._known) + len(self._coming) > _MOST_KNOWN:
            self._known.clear()
            self._coming.clear()
        place = self._brief if keys[0][1] in self._live else self._known
        place[keys[0]] = answers[0]
        self._coming.update((key, answers[index]) for index, key in enumerate(keys) if index)
        for key in keys:
            self._again.pop(key, None)
        before = len(self._coming)
        self._coming.update((key, answer) for key, answer in more if key not in self._known)
        self._carried, self._used = len(self._coming) - before, 0

    def look(self) -> None:
        """Time has passed: what may change by itself is asked anew."""
        self._brief.clear()

    def forget(self) -> None:
        """The figures changed: nothing holds any more, but it will be wanted again."""
        self._again = dict.fromkeys([*self._known, *self._again][:_MOST_KNOWN])
        self._known.clear()
        self._brief.clear()
        self._coming.clear()
        self._carried = 0
