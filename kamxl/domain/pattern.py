"""Patterns matched in time linear in the text: there is no backtracking, so no pattern, however unlucky, can hang a check.

A pattern is a tree of ``Node``, which ``notations.py`` makes of what a person wrote, and becomes Glushkov's automaton: one
state for each character of the pattern.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from ..dataclass import dataclass

LONGEST = 200
MOST_STATES = 300
_MOST_REMEMBERED = 2_000

Test = tuple[bool, tuple[tuple[str, str], ...], frozenset[str]]
"""What may stand at a state: whether it is negated, its ranges, and its classes (``d``, ``w``, ``s`` or their opposites)."""
ANY: Test = (True, (), frozenset())


class BadPattern(ValueError):  # noqa: N818 - said of what a person wrote
    """The pattern cannot be used; ``reason`` names a message ``settings.pattern_<reason>``."""

    def __init__(self, reason: str, at: int = MOST_STATES) -> None:
        self.reason = reason
        self.at = at
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: what may stand at each state, and which states may follow which, as sets of bits."""

    source: str
    tests: tuple[Test, ...]
    first: int
    follow: tuple[int, ...]
    last: int
    nullable: bool

    def matches(self, text: str) -> bool:
        """Whether the whole text is of the pattern, as it was typed or with full-width characters made half-width."""
        return self._matches(text) or self._matches(unicodedata.normalize("NFKC", text))

    def _matches(self, text: str) -> bool:
        if not text:
            return self.nullable
        reached: dict[tuple[int, str], int] = {}
        states, allowed = 0, self.first
        for char in text:
            key = (allowed, char)
            if key not in reached:
                if len(reached) >= _MOST_REMEMBERED:
                    reached.clear()
                reached[key] = sum(1 << state for state in _bits(allowed) if _passes(char, self.tests[state]))
            states = reached[key]
            if not states:
                return False
            allowed = 0
            for state in _bits(states):
                allowed |= self.follow[state]
        return bool(states & self.last)


def _bits(states: int) -> Iterator[int]:
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda char: "0" <= char <= "9",
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}


def _passes(char: str, test: Test) -> bool:
    negated, ranges, classes = test
    inside = any(low <= char <= high for low, high in ranges) or any(
        _CLASSES[name.lower()](char) != name.isupper() for name in classes
    )
    return inside != negated


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a pattern: ``char``, ``cat``, ``alt``, ``loop`` (once or more) or ``rep`` (from ``least`` to ``most``
    times, -1 for any number)."""

    kind: str
    parts: tuple[Node, ...] = ()
    test: Test = ANY
    least: int = 0
    most: int = -1

    @property
    def size(self) -> int:
        """The states that it needs."""
        if self.kind == "char":
            return 1
        inner = max(1, sum(part.size for part in self.parts))
        return inner * max(1, self.least, self.most) if self.kind == "rep" else inner


def compiled(source: str, node: Node) -> Pattern:
    """The automaton of a pattern. Raises ``BadPattern`` for one that is empty or needs too many states."""
    if not source.strip():
        raise BadPattern("empty")
    if len(source.strip()) > LONGEST:
        raise BadPattern("long", LONGEST)
    if node.size > MOST_STATES:
        raise BadPattern("large", MOST_STATES)
    builder = _Builder()
    empty, first, last = builder.add(node)
    return Pattern(source.strip(), tuple(builder.tests), first, tuple(builder.follow), last, empty)


@dataclass(slots=True)
class _Builder:
    tests: list[Test] = field(default_factory=list)
    follow: list[int] = field(default_factory=list)

    def add(self, node: Node) -> tuple[bool, int, int]:
        """Adds a piece: whether it may be empty, and the states at which it may begin and end."""
        if node.kind == "char":
            self.tests.append(node.test)
            self.follow.append(0)
            bit = 1 << (len(self.tests) - 1)
            return False, bit, bit
        if node.kind == "alt":
            found = [self.add(part) for part in node.parts]
            return any(empty for empty, _, _ in found), _union(f for _, f, _ in found), _union(e for _, _, e in found)
        if node.kind == "loop":
            empty, first, last = self.add(node.parts[0])
            self._join(last, first)
            return empty, first, last
        if node.kind == "cat":
            return self._sequence([(part, False) for part in node.parts])
        (part,) = node.parts
        if node.most >= 0:
            return self._sequence([(part, copy >= node.least) for copy in range(node.most)])
        loop = Node("loop", (part,))
        return self._sequence([*[(part, False)] * (node.least - 1), (loop, node.least == 0)])

    def _sequence(self, parts: Sequence[tuple[Node, bool]]) -> tuple[bool, int, int]:
        """Pieces one after the other, each perhaps optional."""
        empty, first, last = True, 0, 0
        for part, optional in parts:
            skipped, begins, ends = self.add(part)
            skipped = skipped or optional
            self._join(last, begins)
            first = first | begins if empty else first
            last = last | ends if skipped else ends
            empty = empty and skipped
        return empty, first, last

    def _join(self, ends: int, begins: int) -> None:
        for state in _bits(ends):
            self.follow[state] |= begins


def _union(sets: Iterator[int]) -> int:
    whole = 0
    for states in sets:
        whole |= states
    return whole
