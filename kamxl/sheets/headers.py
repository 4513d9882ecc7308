"""The headers of lists: a row of labels side by side, or two rows with merged heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ..dataclass import dataclass
from .choose import rank_labels
from .labels import Match, split
from .view import Cell, View


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a header: its label, where it stands, and what it may name."""

    column: int
    cell: Cell
    match: Match | None


def headers(view: View, row: int) -> Iterator[tuple[list[Head], int]]:
    """The headers that begin in a row, each with its last row: the whole row where one list spans blank columns."""
    for run in _candidates(view, row):
        heads, last = _two_rows(view, row, run) or (run, row)
        if _is_header(heads):
            yield heads, last


def texts_decide(view: View, row: int) -> bool:
    """Whether more than labels and blank cells decide on a header of two rows here: what their texts say together."""
    for run in _candidates(view, row):
        if _two_rows(view, row, run) is not None or (_wide(view, run) and not _labelled(view, row + 1, run)):
            return True
    return False


def promising(view: View, row: int) -> bool:
    """Whether labels in the row and the next one may head a list."""
    hits = (*view.rows[row], *view.rows.get(row + 1, ()))
    return sum(1 for hit in hits if hit.match.entries) >= 2


def is_header(view: View, row: int, left: int, right: int) -> bool:
    """Whether the row, for itself, has a header of one row that reaches into these columns: three labels at least."""
    labels = view.told.labels
    if sum(1 for raw in view.row(row) if isinstance(raw, str) and raw in labels and labels[raw].entries) < 3:
        return False
    return any(
        run[0].column <= right and run[-1].column >= left and _labels(run) >= 3 and _is_header(run)
        for run in _runs(view, one_row(view, row))
    )


def matches(heads: list[Head]) -> list[Match]:
    return [head.match for head in heads if head.match]


def one_row(view: View, row: int) -> list[Head]:
    """The row's filled cells, each as a head."""
    heads = []
    for column in range(view.width):
        cell = view.anchor(row, column)
        if cell == (row, column) and not view.blank(cell):
            hit = view.hits.get(cell)
            heads.append(Head(column, cell, hit.match if hit else None))
    return heads


def _candidates(view: View, row: int) -> list[list[Head]]:
    whole = one_row(view, row)
    runs = _runs(view, whole)
    return [whole] if len(runs) > 1 and _one_form(view, whole) else runs


def _two_rows(view: View, row: int, run: list[Head]) -> tuple[list[Head], int] | None:
    """Heads over two rows: 拜访 (merged) above 日期 and 对象. ``None`` where the second row is no part of the header."""
    first, last = run[0].column, _right_edge(view, run)
    labelled = _labelled(view, row + 1, run)
    if not labelled and not _wide(view, run):
        return None
    heads: list[Head] = []
    parent: Cell | None = None
    refined = named = 0
    for column in range(first, last + 1):
        top, low = view.anchor(row, column), view.anchor(row + 1, column)
        if top[0] == row and not view.blank(top):
            parent = top
        if low == top:  # one cell over both rows
            if low == (row, column) and not view.blank(low):
                heads.append(_head(view, column, low, ""))
        elif low == (row + 1, column) and not view.blank(low):
            if parent is None or not _spans(view, parent, column):
                return None
            refined += 1
            heads.append(_head(view, column, low, str(view.raw(parent))))
            named += bool(heads[-1].match and heads[-1].match.entries)
        elif top == (row, column) and not view.blank(top):
            heads.append(_head(view, column, top, ""))
    return (heads, row + 1) if refined >= 2 and (labelled or named >= 2) else None  # else values below a wide head


def _labelled(view: View, row: int, run: list[Head]) -> bool:
    """Whether a label that names a field stands under the heads."""
    first, last = run[0].column, _right_edge(view, run)
    return any(hit.match.entries and first <= hit.column <= last for hit in view.rows.get(row, ()))


def _wide(view: View, run: list[Head]) -> bool:
    """Whether any of the heads is merged over several columns."""
    return any(view.extent(head.cell)[1] > head.column for head in run)


def _right_edge(view: View, run: list[Head]) -> int:
    """The last column that a header reaches, where its last head stands over several columns, with or without merge."""
    edge = view.extent(run[-1].cell)[1]
    row = run[-1].cell[0]
    while view.blank((row, edge + 1)) and not view.blank((row + 1, edge + 1)) and edge + 1 < view.width:
        edge += 1
    return edge


def _spans(view: View, parent: Cell, column: int) -> bool:
    """Whether a head stands over several columns, this one among them: merged, or with blank cells beside it."""
    row, first = parent
    if view.extent(parent)[1] > first:
        return column <= view.extent(parent)[1]
    beside = (row, first + 1)
    blank = all(view.blank((row, c)) for c in range(first + 1, column + 1))
    return blank and view.blank(beside) and not view.blank((row + 1, first + 1))


def _head(view: View, column: int, cell: Cell, parent: str) -> Head:
    """A head with the meaning of its own text, or of its parent's and its own together (拜访 + 日期, 计划 + 销售额).

    A unit of the parent (销售额（万元）) is that of each column below it.
    """
    text = str(view.raw(cell))
    match = view.vocabulary.match(text)
    if parent:
        joined = (view.vocabulary.match(parent + text), view.vocabulary.match(text + parent))
        match = next((found for found in joined if found and found.entries), match)
        unit = split(parent)[3]
        if match is not None and unit and not match.unit:
            match = replace(match, unit=unit)
    return Head(column, cell, match)


def _runs(view: View, heads: list[Head]) -> list[list[Head]]:
    """The heads of a row, parted where a column is blank in this row and in the next."""
    runs: list[list[Head]] = []
    edge = -2
    for head in heads:
        gap = range(edge + 1, head.column)
        if edge < -1 or any(view.blank(view.anchor(head.cell[0] + 1, column)) for column in gap):
            runs.append([])
        runs[-1].append(head)
        edge = max(head.column, view.extent(head.cell)[1])
    return runs


def _one_form(view: View, heads: list[Head]) -> bool:
    """Whether the whole row, blank columns and all, is one list: one form fits it best and no field stands twice."""
    choices = rank_labels(view.vocabulary, matches(heads), (), len(heads))
    if not choices:
        return False
    form = choices[0].form.id
    named = [[e.field.id for e in head.match.entries if e.form == form] for head in heads if head.match]
    flat = [ids[0] for ids in named if ids]
    return len(flat) == len(set(flat)) >= 0.8 * len(named)


def _labels(run: list[Head]) -> int:
    """How many heads name a field."""
    return sum(1 for head in run if head.match and head.match.entries)


def _is_header(run: list[Head]) -> bool:
    """Labels side by side: in a card a value stands between two labels."""
    known = [bool(head.match) for head in run]
    count = _labels(run)
    if count < 2 or any(head.match and head.match.rest for head in run):
        return False
    if count == 2:
        return len(run) <= 4 and sum(known) >= len(run) - 1
    beside = sum(1 for left, right in pairwise(known) if left and right)
    if beside < 0.5 * (count - 1):
        return False
    return sum(known) / len(run) >= 0.5 or beside >= count - 1  # a person's own columns may outnumber the form's
