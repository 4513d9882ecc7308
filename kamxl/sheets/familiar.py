"""Lists under a head that was seen before: what stands where is remembered, only the rows are looked for.

The head of such a sheet are its rows down to the list's header, the body are those below. ``locate`` finds the same outline
again wherever these agree: the vocabulary, the forms that the sheet's name means, what the head says (``heads``), the merged
areas (none reaches into the body), the number of columns; and no blank column parts the sheet. For all else that it looks at
is in the body, and there

- no text is a title: the headlines are those of the head;
- no cell below a gap in the header is filled, which might close the gap;
- labels that name a field (a value may read like one) stand inside the list, within its columns and above its end, and name
  fields of other forms only. So they make it no card, are taken by no other one, and could head no list but where this one
  is. Besides, the header has one row without merged cells and every filled column has a head: then the first row of the body
  can be no second row of the header;
- other labels (合计, 编制, a block's heading) make no form. Outside of the list they join the labels of the head that it
  leaves over, and more labels might be parted into two cards: so those that name a field stand in one row.

Wherever one of these is not so, the sheet is read as if it were the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from operator import is_not
from typing import cast

from ..dataclass import dataclass
from ..domain.form import Layout
from .found import Found, Outline
from .headers import headers, one_row, promising, texts_decide
from .heads import Heads
from .labels import Vocabulary
from .rows import Below, below, records
from .strips import parted
from .view import View

_DEEPEST = 8  # a longer head is not remembered


@dataclass(frozen=True, slots=True)
class _Known:
    """An outline and what it asks of the body: ``gaps`` are the columns that must be blank below the header. ``solid``: labels
    that name fields may stand in the list, ``alone``: others may stand outside of it; ``blank``: it need not have rows."""

    outline: Outline
    gaps: Sequence[int]
    solid: bool
    alone: bool
    blank: bool


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary) -> Heads[_Known]:
    """What this process has read by a vocabulary."""
    return Heads()


def recall(view: View, titles: tuple[str, ...]) -> Found | None:
    """The list that ``locate`` finds on the sheet, and nothing else, if its head is known; ``titles`` are the forms that the
    sheet's name means."""
    for known in _heads(view.vocabulary).get(view, titles):
        found = _again(view, known)
        if found is not None:
            return found
    return None


def remember(view: View, titles: tuple[str, ...], found: Found) -> None:
    """Keeps in mind that this is what was found on a sheet, and nothing else."""
    outline = found.outline
    last = outline.header
    if outline.layout is not Layout.LIST or last >= _DEEPEST or not _plainly_merged(view, last):
        return
    heads = _heads(view.vocabulary)
    if not heads.worthwhile(view, titles, outline.begins, last) or not _only(view, outline):
        return
    merged = any(area[2] == last for area in view.grid.merges)
    inner = outline.begins < last and {head.column for head in one_row(view, last)} <= {*outline.heads}
    outside = [hit for hit in view.hits.values() if hit.row <= last and not found.covers(hit.row, hit.column)]
    known = _Known(
        outline,
        gaps=() if inner else _gaps(view, last),
        solid=outline.begins == last and not merged,
        alone=len({hit.row for hit in outside if hit.match.entries}) < 2,
        blank=not found.rows,
    )
    if _again(view, known) == found:
        heads.put(view, titles, last, _exact(view, outline.begins, last), known)


def _again(view: View, known: _Known) -> Found | None:
    """The known list with the rows of this sheet; ``None`` where its body might change what is found."""
    first = known.outline.header + 1
    if parted(view) or view.lines(first) or not all(view.blank((first, column)) for column in known.gaps):
        return None
    under = below(view, first, frozenset())
    found = Found(known.outline, view.name, *records(view, known.outline, under))
    return found if (found.rows or known.blank) and _harmless(view, known, found, under) else None


def _harmless(view: View, known: _Known, found: Found, under: Below) -> bool:
    """Whether the labels in the body change nothing."""
    labels = view.told.labels
    named = False
    for column, rows in under.labels:
        texts = cast("Sequence[str]", view.columns[column])
        naming = [row for row in rows if labels[texts[row]].entries]
        forms = {entry.form for text in {texts[row] for row in naming} for entry in labels[text].entries}
        if naming and not (known.solid and found.covers(naming[-1], column) and found.form.id not in forms):
            return False
        if not known.alone and not found.covers(rows[-1], column):
            return False
        named = named or bool(naming)
    return not named or _headed(view, known.outline)


def _headed(view: View, outline: Outline) -> bool:
    """Whether every column with anything in the body has a head."""
    others = [column for number, column in enumerate(view.columns) if number not in outline.heads]
    return not any(any(map(is_not, column[outline.header + 1 :], repeat(None))) for column in others)


def _only(view: View, outline: Outline) -> bool:
    """Whether no other labels of the head might make a list, were there values below them."""
    rows = sorted(row for row in view.rows if row <= outline.header and promising(view, row))
    found = [(row, tuple(head.column for head in heads), last) for row in rows for heads, last in headers(view, row)]
    return (outline.begins, outline.heads, outline.header) == found[0] and all(
        set(columns) <= set(outline.heads) for _, columns, _ in found
    )


def _exact(view: View, begins: int, last: int) -> set[int]:
    """The rows of the head in which texts decide: those of the header, and those that might have been a header of two rows."""
    above = [row for row in view.rows if row < begins and promising(view, row) and texts_decide(view, row)]
    return {*range(begins, last + 1), *above, *(row + 1 for row in above)}


def _plainly_merged(view: View, last: int) -> bool:
    """Whether no merged area reaches into the body, nor makes the head depend on it.

    A head over several columns may have a second row below it, and a title is told by the first row below it.
    """
    return all(
        row2 <= last and not (row == last and column2 > column) and not (row2 == last > row and view.filled[row] == 1)
        for row, column, row2, column2 in view.grid.merges
    )


def _gaps(view: View, row: int) -> Sequence[int]:
    """The blank columns between heads."""
    heads = [head.column for head in one_row(view, row)]
    return [column for column in range(heads[0], heads[-1]) if column not in heads]
