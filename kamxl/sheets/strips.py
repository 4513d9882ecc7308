"""Forms that stand side by side: a sheet is parted at blank columns where both sides make a form of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from operator import is_not

from ..books.by_column import ByColumn
from .choose import Choice, decide, found_fields, rank
from .labels import Entry
from .view import Hit, View

_SAME = 2  # so many fields on both sides make two forms of one kind


def strips(view: View, titles: tuple[str, ...]) -> Iterator[View]:
    """The parts of a sheet from left to right; the sheet itself where nothing parts it."""
    spans = parted(view)
    if not spans:
        yield view
        return
    parts: list[tuple[int, int]] = [spans[0]]
    for span in spans[1:]:
        if _apart(view, parts[-1], span, titles):
            parts.append(span)
        else:
            parts[-1] = (parts[-1][0], span[1])
    if len(parts) == 1:
        yield view
        return
    yield from (_cut(view, *part) for part in parts)


def parted(view: View) -> list[tuple[int, int]]:
    """The runs of columns, first and last, between which a sheet may be parted; none where no blank column does."""
    spans = [] if _unparted(view) else list(_spans(view))
    return spans if len(spans) > 1 else []


def _unparted(view: View) -> bool:
    """Whether some row is filled from end to end: then no blank column parts the sheet. Mostly a header tells at once."""
    return len(view.columns) in view.filled


def _spans(view: View) -> Iterator[tuple[int, int]]:
    """The runs of columns that hold anything, merged cells included."""
    filled = {number for number, column in enumerate(view.columns) if any(map(is_not, column, repeat(None)))}
    for row, column, _, last in view.grid.merges:
        if view.raw((row, column)) is not None:
            filled.update(range(column, last + 1))
    start: int | None = None
    for column in range(max(filled, default=-1) + 2):
        if column in filled:
            start = column if start is None else start
        elif start is not None:
            yield start, column - 1
            start = None


def _apart(view: View, left: tuple[int, int], right: tuple[int, int], titles: tuple[str, ...]) -> bool:
    """Whether two strips are two forms: different ones, or the same one with the same fields on both sides."""
    first, second = _choice(view, left, titles), _choice(view, right, titles)
    if first is None or second is None:
        return False
    if first.form.id != second.form.id:
        whole = _choice(view, (left[0], right[1]), titles)
        return whole is None or whole.count < first.count + second.count
    here, there = (found_fields(_entries(view, span)).get(first.form.id, {}) for span in (left, right))
    return len(here.keys() & there.keys()) >= _SAME


def _choice(view: View, span: tuple[int, int], titles: tuple[str, ...]) -> Choice | None:
    lines = [line for line in view.headlines if span[0] <= line.column <= span[1]]
    named = tuple(form for line in lines for form in line.forms) or titles
    hits = [hit for hit in _within(view, span) if hit.match.entries]
    return decide(rank(view.vocabulary, _entries(view, span), named, len(hits)))[0]


def _entries(view: View, span: tuple[int, int]) -> Iterator[Entry]:
    return (entry for hit in _within(view, span) for entry in hit.match.entries)


def _within(view: View, span: tuple[int, int]) -> Iterator[Hit]:
    return (hit for hit in view.hits.values() if span[0] <= hit.column <= span[1])


def _cut(view: View, first: int, last: int) -> View:
    """The sheet with only these columns, at their places."""
    columns = [*repeat([None] * view.height, first), *view.columns[first : last + 1]]
    rows = ByColumn(columns, [len(columns) - row.count(None) for row in zip(*columns, strict=True)])
    merges = [merge for merge in view.grid.merges if first <= merge[1] <= last]
    return View(replace(view.grid, rows=rows, merges=merges), view.vocabulary)
