"""The rows below a list's header: which are records, which are subtotals, and where the list ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence, Set
from enum import Enum
from itertools import chain

from ..dataclass import dataclass
from ..domain.values import Raw
from .asides import is_note, is_total
from .foreign import BOXES, may_be_aside
from .found import Outline
from .headers import is_header
from .view import View

_CONTROL_FOOT = 2
_GAP = 60  # so many blank rows end a list


class _Kind(Enum):
    """What a row may be that has more in it than values."""

    PLAIN = "plain"
    TOTAL = "total"
    END = "end"  # belongs to something else, as do all rows below it
    HEADER = "header"  # the same, and so do the headline and its like right above it


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below a header and may be something else than values: ``labels`` by column and row, ``asides`` are the rows
    with a text that may be a total or a note, ``crowded`` those with several labels, ``headlines`` those with a title."""

    labels: Sequence[tuple[int, Sequence[int]]]
    asides: Set[int]
    crowded: Set[int]
    headlines: Set[int]


def below(view: View, first: int, headlines: Set[int]) -> Below:
    """What stands in row ``first`` and below it."""
    told = view.told
    labels: list[tuple[int, Sequence[int]]] = []
    asides: set[int] = set()
    for c, rows in view.holding(told.telling, first):
        column = view.columns[c]
        asides.update(row for row in rows if column[row] in told.asides)
        named = [row for row in rows if column[row] in told.labels]
        if named:
            labels.append((c, named))
    counts = Counter(chain.from_iterable(rows for _, rows in labels)) if len(labels) > 1 else {}
    return Below(labels, asides, {row for row, count in counts.items() if count > 1}, headlines)


def records(view: View, outline: Outline, under: Below) -> tuple[Sequence[int], Sequence[int]]:
    """The filled rows and the subtotal rows of a list. Almost all rows are plain, and told a column at a time."""
    first = outline.header + 1
    blank = _blank(view, outline.filled_in, first)
    special = under.asides | under.crowded | under.headlines
    if not blank and not special:
        return range(first, view.height), ()
    rows: list[int] = []
    totals: list[int] = []
    gap = 0
    for row in sorted({*special, *blank}):
        if first < row:
            rows.extend(range(first, row))
            gap = 0
        first = row + 1
        filled = row not in blank
        kind = _kind(view, outline, under, row, filled) if row in special else _Kind.PLAIN
        if kind is _Kind.TOTAL:
            totals.append(row)
        elif kind is _Kind.HEADER:
            return _without_headline(view, rows), totals
        elif kind is _Kind.END or (not filled and gap == _GAP):
            return rows, totals
        elif filled:
            rows.append(row)
            gap = 0
        else:
            gap += 1
    rows.extend(range(first, view.height))
    return rows, totals


def _blank(view: View, columns: Sequence[int], first: int) -> Collection[int]:
    """The rows from there on in which none of the columns says anything."""
    blank: Collection[int] = range(first, view.height)
    doubtful = view.told.doubtful
    for column in columns:
        held = view.columns[column]
        if doubtful.isdisjoint(held[first:]):  # the usual case: the first column is filled
            return ()
        blank = [row for row in blank if held[row] in doubtful and not _counts(held[row])]
    return blank


def _kind(view: View, outline: Outline, under: Below, row: int, filled: bool) -> _Kind:
    left, right = outline.heads[0], outline.heads[-1]
    cells = view.row(row)[left : right + 1]
    if filled and row in under.crowded:
        if is_header(view, row, left, right):
            return _Kind.HEADER
        if _signed(view, cells):
            return _Kind.END
    word = next((raw for raw in cells if isinstance(raw, str) and raw.strip()), "")
    aside = may_be_aside(word)
    if aside and is_total(word):
        return _Kind.TOTAL
    if row in under.headlines or (aside and is_note(word) and _count(view, row, outline.filled_in) <= 1):
        return _Kind.END
    return _Kind.PLAIN


def _signed(view: View, cells: Sequence[Raw]) -> bool:
    """Whether these are the signatures under the list."""
    matches = [view.told.labels[raw] for raw in cells if isinstance(raw, str) and raw in view.told.labels]
    return sum(1 for match in matches if not match.entries and match.key != "备注") >= _CONTROL_FOOT


def _without_headline(view: View, rows: list[int]) -> list[int]:
    """Rows of a single cell right above another header are its headline, not records, whatever they say."""
    end = len(rows)
    while end and view.filled[rows[end - 1]] == 1:
        end -= 1
    return rows[:end]


def _count(view: View, row: int, columns: Sequence[int]) -> int:
    return sum(_counts(view.columns[column][row]) for column in columns)


def _counts(raw: Raw) -> bool:
    """Whether a cell makes its row a record: boxes that nobody ticked do not."""
    if raw is None:
        return False
    if not isinstance(raw, str):
        return True
    return bool(raw.strip()) and (raw[0] not in BOXES or re.search("[☑☒■√✓✔●]", raw) is not None)
