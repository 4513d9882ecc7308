"""Lists on a sheet: a header row of labels (or two, with merged heads), then a record in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..dataclass import dataclass
from ..domain.form import Layout
from .choose import Choice, decide, rank_labels
from .found import Found, How, Outline, Place
from .headers import Head, headers, matches, promising
from .labels import Entry, Match
from .rows import below, records
from .view import Cell, View


@dataclass(slots=True)
class Doubt:
    """Labels that may be a form, and are not sure enough to be bound."""

    sheet: str
    choice: Choice
    cell: Cell


def find_lists(view: View, titles: tuple[str, ...]) -> Iterator[Found | Doubt]:
    """The lists of a sheet, from the top. ``titles`` are the forms that the sheet's own name means."""
    free_from: dict[int, int] = {}  # column → first row that no list above has taken
    taken = 0  # the first row that is not wholly within lists above
    for row in sorted(view.rows):
        if row < taken or not promising(view, row):
            continue
        for heads, last in headers(view, row):
            if all(free_from.get(head.column, 0) > row for head in heads):
                continue
            found = _list(view, row, heads, last, titles)
            if found is None:
                continue
            yield found
            if isinstance(found, Found):
                free_from |= {head.column: found.bottom + 1 for head in heads}
                taken = min(free_from.get(column, 0) for column in range(view.width))


def _list(view: View, row: int, heads: list[Head], last: int, titles: tuple[str, ...]) -> Found | Doubt | None:
    headline = _headline(view, heads, last)
    known = sum(1 for head in heads if not (head.match and not head.match.entries))
    choices = rank_labels(view.vocabulary, matches(heads), headline or titles, known)
    choice, doubtful = decide(choices)
    if choice is None:
        return Doubt(view.name, doubtful, heads[0].cell) if doubtful else None
    above = _labels_above(view, heads, choice.form.id)
    if _is_card(view, heads, last, choice.form.id) or above >= max(2, 0.6 * choice.count):
        return None
    places = _columns(view, heads, last, choice.form.id)
    outline = Outline(
        form=choice.form,
        layout=Layout.LIST,
        places=places,
        titled=choice.titled,
        confidence=choice.confidence,
        order=heads[0].cell,
        begins=row,
        header=last,
        heads=tuple(head.column for head in heads),
    )
    under = below(view, last + 1, {line.row for line in view.headlines if line.row > last})
    rows, totals = records(view, outline, under)
    if not rows and above >= 2:
        return None  # the last line of a card that nobody has filled in
    return Found(outline, view.name, rows, totals)


def _headline(view: View, heads: list[Head], last: int) -> tuple[str, ...]:
    """The forms named by the nearest headline above the header and over its columns."""
    first = heads[0].cell[0]
    above = [line for line in view.headlines if line.row < first and line.column <= heads[-1].column]
    beside = [line for line in above if line.column2 >= heads[0].column] or above
    return max(beside, key=lambda line: line.row).forms if beside else ()


def _is_card(view: View, heads: list[Head], last: int, form: str) -> bool:
    """Whether further labels of the same form stand below, up to the next headline: then it is a card, not a list."""
    named = {e.field.id for head in heads if head.match for e in head.match.entries if e.form == form}
    end = min((line.row for line in view.headlines if line.row > last), default=view.height)
    left, right = heads[0].column, max(heads[-1].column, view.extent(heads[-1].cell)[1])
    fresh: set[str] = set()
    needed = 2
    for row in sorted(row for row in view.rows if last < row < end):
        for hit in view.rows[row]:
            if left <= hit.column <= right:
                ids = {e.field.id for e in hit.match.entries if e.form == form}
                if ids & named and not hit.match.rest:
                    return len(fresh) >= needed  # its own header again: whatever follows is another list
                if ids - named and not fresh and _lines(view, heads, last, row) <= 1:
                    needed = 1  # a card's next label follows its only values
                fresh |= ids - named
    return len(fresh) >= needed


def _lines(view: View, heads: list[Head], last: int, end: int) -> int:
    """How many rows between a header and row ``end`` have contents under two heads at least."""
    columns = [view.columns[head.column] for head in heads]
    return sum(sum(column[row] is not None for column in columns) >= 2 for row in range(last + 1, end))


def _labels_above(view: View, heads: list[Head], form: str) -> int:
    """How many further fields of the form have labels between the headline and this row."""
    named = {e.field.id for head in heads for e in _of(head, form)}
    first = heads[0].cell[0]
    start = max((line.row for line in view.headlines if line.row < first), default=-1) + 1
    above = [hit for row in range(start, first) for hit in view.rows.get(row, ())]
    return len({e.field.id for hit in above for e in hit.match.entries if e.form == form} - named)


def _columns(view: View, heads: list[Head], last: int, form: str) -> dict[str, Place]:
    """Each field's column; where two columns name one field the surer label has it."""
    places: dict[str, Place] = {}
    for head in heads:
        for entry in _of(head, form):
            place = _place(entry, head, last)
            known = places.get(entry.field.id)
            if known is None or place.likeness < known.likeness:
                places[entry.field.id] = place
            break
    for head in heads:  # a misspelt label counts only for a field that no other label names
        text = view.raw(head.cell)
        slip = view.vocabulary.slip(text) if head.match is None and isinstance(text, str) else None
        for entry in slip.entries if slip else ():
            if entry.form == form and entry.field.id not in places:
                places[entry.field.id] = _place(entry, head, last, slip)
    return places


def _of(head: Head, form: str) -> Sequence[Entry]:
    return [entry for entry in head.match.entries if entry.form == form] if head.match else ()


def _place(entry: Entry, head: Head, last: int, match: Match | None = None) -> Place:
    unit = (match or head.match or Match("")).unit
    field = replace(entry.field, unit=unit) if unit else entry.field
    return Place(field, head.cell, (last + 1, head.column), How.COLUMN, entry.likeness, unit_shown=bool(unit))
