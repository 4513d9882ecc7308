"""The heads of lists that were seen, as far as they tell what stands where.

Not all texts do. A title says which forms it names, a label what it says as a label, and of any other text above the header it
only counts that it is there: the heads of colleagues are alike, whoever filled them in. Where texts decide, in the header
itself, they are kept as they are; yet of what is filled in behind a label's colon (填表人：张伟) only the length decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Generic, TypeAlias, TypeVar

from .. import lazy
from ..domain.values import Raw, is_blank
from .view import View

_T = TypeVar("_T")
_MOST = 1_000  # heads remembered
_TRIES = 8  # so often is a head learned anew that looks alike each time and yet never is the same
_FILLED_IN = lazy.pattern(r"([^:：]*[:：])[\u4e00-\u9fff0-9A-Za-z .\-/]+")
_PLAIN = frozenset({str, type(None)})
_Frame: TypeAlias = tuple[tuple[str, ...], int, tuple[tuple[int, int, int, int], ...]]
_Row: TypeAlias = tuple[object, ...]


class _Node(Generic[_T]):
    """A row of a head: what is known of heads that end with it, and the rows that may follow, by their texts or by what these
    say."""

    __slots__ = ("alike", "exact", "known")

    def __init__(self) -> None:
        self.exact: dict[_Row, _Node[_T]] = {}
        self.alike: dict[_Row, _Node[_T]] = {}
        self.known: _T | None = None


class Heads(Generic[_T]):
    """What is known of each head. Begun anew before it grows without end."""

    def __init__(self) -> None:
        self._frames: dict[_Frame, _Node[_T]] = {}
        self._size = 0
        self._seen: Counter[int] = Counter()

    def worthwhile(self, view: View, titles: tuple[str, ...], begins: int, last: int) -> bool:
        """Whether a head with a header in these rows should be learned: not one that is seen once, nor again and again."""
        rows = [_texts(view, row) if row >= begins else _roles(view, row) for row in range(last + 1)]
        head = hash((_frame(view, titles), *rows))
        if len(self._seen) >= _MOST and head not in self._seen:
            self._seen.clear()
        self._seen[head] += 1
        return 1 < self._seen[head] <= _TRIES

    def get(self, view: View, titles: tuple[str, ...]) -> Iterator[_T]:
        """What is known of heads with which the sheet may begin; ``titles`` are the forms that its name means."""
        node = self._frames.get(_frame(view, titles))
        return iter(()) if node is None else _found(view, node, 0)

    def put(self, view: View, titles: tuple[str, ...], last: int, exact: Collection[int], known: _T) -> None:
        """Keeps what is known of a head that ends with row ``last``, in whose rows ``exact`` the texts decide."""
        if self._size >= _MOST:
            self._frames, self._size = {}, 0
            self._seen.clear()
        node = self._frames.setdefault(_frame(view, titles), _Node())
        for row in range(last + 1):
            below, key = (node.exact, _texts(view, row)) if row in exact else (node.alike, _roles(view, row))
            node = below.setdefault(key, _Node())
        self._size += node.known is None
        node.known = known


def _found(view: View, node: _Node[_T], row: int) -> Iterator[_T]:
    if node.known is not None:
        yield node.known
    if row == view.height:
        return
    for below in (
        node.exact.get(_texts(view, row)) if node.exact else None,
        node.alike.get(_roles(view, row)) if node.alike else None,
    ):
        if below is not None:
            yield from _found(view, below, row + 1)


def _frame(view: View, titles: tuple[str, ...]) -> _Frame:
    return titles, len(view.columns), tuple(view.grid.merges)


def _texts(view: View, row: int) -> _Row:
    """A row's contents, equal only where they read alike: 1, 1.0 and TRUE are three."""
    cells = view.row(row)
    if _PLAIN.issuperset(map(type, cells)) and view.told.filled_in.isdisjoint(cells):
        return tuple(cells)
    return tuple([raw if raw is None else _text(view, row, raw) for raw in cells])


def _text(view: View, row: int, raw: Raw) -> object:
    """A text, of a label with a value the label. It is read together with heads below it, but only what stands before the
    colon; the first line of a head of several lines is read without any colon."""
    if not isinstance(raw, str):
        return (repr(raw),)
    found = _FILLED_IN.fullmatch(raw) if raw in view.told.filled_in else None
    if found is None or _unit(raw) or any("\n" in str(view.raw((row + 1, c))) for c in range(len(view.columns))):
        return raw
    return found[1], len(raw), _forms(view, raw)


def _roles(view: View, row: int) -> _Row:
    """What the cells of a row above a header may say; nothing of a blank one."""
    if not view.filled[row]:
        return ()
    return tuple([None if raw is None else _role(view, raw) for raw in view.row(row)])


def _role(view: View, raw: Raw) -> object:
    """What a filled cell above a header may say: as a label, as a title, as the unit of all amounts."""
    if not isinstance(raw, str):
        return "value"  # no title and no label reads like a number
    match = view.told.labels.get(raw)
    if match is not None:
        return match.key, match.unit, bool(match.rest), match.colon, _forms(view, raw), _unit(raw)
    return _forms(view, raw), _unit(raw), is_blank(raw)


def _forms(view: View, text: str) -> tuple[str, ...] | None:
    """The forms that a title names, ``None`` for another text."""
    return view.vocabulary.title(text) if view.vocabulary.is_title(text) else None


def _unit(text: str) -> str:
    """The text if it may state a unit for all amounts below it."""
    return text if "元" in text and "位" in text else ""
