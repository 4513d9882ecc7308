"""The two notations for patterns that a department may write into 设置.

- ``mask``: ``#`` a digit, ``@`` a Latin letter, ``?`` any one character, ``*`` any run of them; everything else is itself;
- ``regex``: literals, ``.``, ``[a-z]``, ``\\d \\w \\s``, groups, ``|``, ``* + ? {2,5}``. Look-around and back-references
  are no regular expressions in the strict sense and are refused.
"""

from __future__ import annotations

import unicodedata

from .. import lazy
from ..dataclass import dataclass
from .pattern import ANY, LONGEST, MOST_STATES, BadPattern, Node, Pattern, Test, compiled

_DEEPEST = 20
_COUNT = lazy.pattern(r"(?P<least>[0-9]{1,4})(?:(?P<comma>,)(?P<most>[0-9]{0,4}))?\}")

_DIGIT: Test = (False, (), frozenset("d"))
_LETTER: Test = (False, (("A", "Z"), ("a", "z")), frozenset())


def mask(text: str) -> Pattern:
    """``HT-####-###``: a form that office people can read. Raises ``BadPattern``."""
    known = {"#": _DIGIT, "@": _LETTER, "?": ANY}
    parts: list[Node] = []
    for char in text.strip():
        half = unicodedata.normalize("NFKC", char)
        if half == "*":
            parts.append(Node("rep", (Node("char"),)))
        else:
            parts.append(Node("char", test=known.get(half) or _literal(half if len(half) == 1 else char)))
    return compiled(text, Node("cat", tuple(parts)))


def regex(text: str) -> Pattern:
    """A regular expression for the whole text; a leading ``^`` and a closing ``$`` change nothing. Raises ``BadPattern``."""
    source = text.strip()
    if len(source) > LONGEST:
        raise BadPattern("long", LONGEST)
    inner = source.removeprefix("^")
    if inner.endswith("$") and (len(inner) - len(inner[:-1].rstrip("\\"))) % 2:
        inner = inner[:-1]
    return compiled(text, _Reader(inner).read())


def _literal(char: str) -> Test:
    return False, ((char, char),), frozenset()


@dataclass(slots=True)
class _Reader:
    """Reads a regular expression, one call a level."""

    text: str
    at: int = 0
    depth: int = 0

    def read(self) -> Node:
        node = self._alternatives()
        if self.at < len(self.text):
            raise BadPattern("syntax", self.at + 1)
        return node

    def _alternatives(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadPattern("deep", _DEEPEST)
        options = [self._sequence()]
        while self._next("|"):
            options.append(self._sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Node("alt", tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._repeated(self._atom()))
        return Node("cat", tuple(parts))

    def _atom(self) -> Node:
        char = self._take()
        if char == "(":
            if self._next("?") and not self._next(":"):
                raise BadPattern("unsupported", self.at)
            inner = self._alternatives()
            if not self._next(")"):
                raise BadPattern("syntax", self.at + 1)
            return inner
        if char == "[":
            return Node("char", test=self._set())
        if char == ".":
            return Node("char")
        if char == "\\":
            return Node("char", test=self._escape())
        if char in "*+?{":
            raise BadPattern("syntax", self.at)
        if char in "^$":
            raise BadPattern("unsupported", self.at)
        return Node("char", test=_literal(char))

    def _repeated(self, node: Node) -> Node:
        if not self._repeats():
            return node
        char = self._take()
        least, most = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}.get(char) or self._count()
        self._next("?")  # whether greedy or not makes no difference to a match of the whole text
        if self._repeats():  # a repeat of a repeat says nothing, a possessive one is no regular expression
            raise BadPattern("unsupported", self.at + 1)
        node = Node("rep", (node,), least=least, most=most)
        if node.size > MOST_STATES:
            raise BadPattern("large", MOST_STATES)
        return node

    def _repeats(self) -> bool:
        return self.at < len(self.text) and self.text[self.at] in "*+?{"

    def _count(self) -> tuple[int, int]:
        found = _COUNT.match(self.text, self.at)
        if not found:
            raise BadPattern("syntax", self.at)
        self.at = found.end()
        least = int(found["least"])
        most = least if not found["comma"] else int(found["most"]) if found["most"] else -1
        if -1 < most < least:
            raise BadPattern("syntax", self.at)
        return least, most

    def _set(self) -> Test:
        negated = self._next("^")
        ranges: list[tuple[str, str]] = []
        classes: set[str] = set()
        begun = self.at
        while self.at == begun or self.text[self.at : self.at + 1] != "]":
            low = self._member(classes)
            if (
                low
                and self.text[self.at : self.at + 1] == "-"
                and self.text[self.at + 1 : self.at + 2] not in ("]", "")
            ):
                self.at += 1
                high = self._member(classes)
                if not high or high < low:
                    raise BadPattern("syntax", self.at)
                ranges.append((low, high))
            elif low:
                ranges.append((low, low))
        self.at += 1
        return negated, tuple(ranges), frozenset(classes)

    def _member(self, classes: set[str]) -> str:
        """One character of a set; "" for a class, which is noted."""
        char = self._take()
        if char != "\\":
            return char
        _, ranges, named = self._escape()
        classes |= named
        return ranges[0][0] if ranges else ""

    def _escape(self) -> Test:
        char = self._take()
        if char in "dwsDWS":
            return False, (), frozenset(char)
        if char in "nt":
            return _literal({"n": "\n", "t": "\t"}[char])
        if char.isalnum():
            raise BadPattern("unsupported", self.at)
        return _literal(char)

    def _take(self) -> str:
        if self.at >= len(self.text):
            raise BadPattern("syntax", self.at)
        self.at += 1
        return self.text[self.at - 1]

    def _next(self, char: str) -> bool:
        found = self.text[self.at : self.at + 1] == char
        self.at += found
        return found
