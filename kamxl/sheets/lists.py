"""Lists on a sheet: a header row of labels (or two, with merged heads), then a record in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..dataclass import dataclass
from ..domain.form import Layout
from ..domain.values import Raw
from .asides import is_note, is_total
from .choose import Choice, decide, rank_labels
from .foreign import may_be_aside
from .found import Found, How, Place
from .labels import Entry, Match, split
from .view import Cell, View

_BOXES = frozenset("□☐○◯")
_SPACES = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_UNSURE = _BOXES.union(_SPACES, {""})  # a text that begins so may be blank, or boxes that nobody ticked
_CONTROL_FOOT = 2
_GAP = 60  # so many blank rows end a list


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a header: its label, where it stands, and what it may name."""

    column: int
    cell: Cell
    match: Match | None


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
        if row < taken or sum(1 for hit in (*view.rows[row], *view.rows.get(row + 1, ())) if hit.match.entries) < 2:
            continue
        for heads, last in _headers(view, row):
            if all(free_from.get(head.column, 0) > row for head in heads):
                continue
            found = _list(view, heads, last, titles)
            if found is None:
                continue
            yield found
            if isinstance(found, Found):
                bottom = max((*found.rows, *found.totals, last))
                free_from |= {head.column: bottom + 1 for head in heads}
                taken = min(free_from.get(column, 0) for column in range(view.width))


def _headers(view: View, row: int) -> Iterator[tuple[list[Head], int]]:
    """The headers that begin in a row, each with its last row: the whole row where one list spans blank columns."""
    whole = _one_row(view, row)
    runs = _runs(view, whole)
    if len(runs) > 1 and _one_form(view, whole):
        runs = [whole]
    for run in runs:
        heads, last = _two_rows(view, row, run) or (run, row)
        if _is_header(heads):
            yield heads, last


def _one_row(view: View, row: int) -> list[Head]:
    heads = []
    for column in range(view.width):
        cell = view.anchor(row, column)
        if cell == (row, column) and not view.blank(cell):
            hit = view.hits.get(cell)
            heads.append(Head(column, cell, hit.match if hit else None))
    return heads


def _two_rows(view: View, row: int, run: list[Head]) -> tuple[list[Head], int] | None:
    """Heads over two rows: 拜访 (merged) above 日期 and 对象. ``None`` where the second row is no part of the header."""
    first, last = run[0].column, _right_edge(view, run)
    labelled = any(hit.match.entries and first <= hit.column <= last for hit in view.rows.get(row + 1, ()))
    if not labelled and not any(view.extent(head.cell)[1] > head.column for head in run):
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
    choices = rank_labels(view.vocabulary, _matches(heads), (), len(heads))
    if not choices:
        return False
    form = choices[0].form.id
    named = [[e.field.id for e in head.match.entries if e.form == form] for head in heads if head.match]
    flat = [ids[0] for ids in named if ids]
    return len(flat) == len(set(flat)) >= 0.8 * len(named)


def _is_header(run: list[Head]) -> bool:
    """Labels side by side: in a card a value stands between two labels."""
    labels = [bool(head.match and head.match.entries) for head in run]
    known = [bool(head.match) for head in run]
    count = sum(labels)
    if count < 2 or any(head.match and head.match.rest for head in run):
        return False
    if count == 2:
        return len(run) <= 4 and sum(known) >= len(run) - 1
    beside = sum(1 for left, right in pairwise(known) if left and right)
    if beside < 0.5 * (count - 1):
        return False
    return sum(known) / len(run) >= 0.5 or beside >= count - 1  # a person's own columns may outnumber the form's


def _list(view: View, heads: list[Head], last: int, titles: tuple[str, ...]) -> Found | Doubt | None:
    headline = _headline(view, heads, last)
    known = sum(1 for head in heads if not (head.match and not head.match.entries))
    choices = rank_labels(view.vocabulary, _matches(heads), headline or titles, known)
    choice, doubtful = decide(choices)
    if choice is None:
        return Doubt(view.name, doubtful, heads[0].cell) if doubtful else None
    above = _labels_above(view, heads, choice.form.id)
    if _is_card(view, heads, last, choice.form.id) or above >= max(2, 0.6 * choice.count):
        return None
    places = _columns(view, heads, last, choice.form.id)
    rows, totals = _rows(view, heads, places, last)
    if not rows and above >= 2:
        return None  # the last line of a card that nobody has filled in
    return Found(
        form=choice.form,
        sheet=view.name,
        layout=Layout.LIST,
        places=places,
        titled=choice.titled,
        confidence=choice.confidence,
        rows=tuple(rows),
        totals=tuple(totals),
        header=last,
        order=heads[0].cell,
    )


def _matches(heads: list[Head]) -> list[Match]:
    return [head.match for head in heads if head.match]


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
    for row in sorted(row for row in view.rows if last < row < end):
        for hit in view.rows[row]:
            if left <= hit.column <= right:
                ids = {e.field.id for e in hit.match.entries if e.form == form}
                if ids & named and not hit.match.rest:
                    return len(fresh) >= 2  # its own header again: whatever follows is another list
                fresh |= ids - named
    return len(fresh) >= 2


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


def _rows(view: View, heads: list[Head], places: dict[str, Place], last: int) -> tuple[list[int], list[int]]:
    """The filled rows and the subtotal rows below a header."""
    rows: list[int] = []
    totals: list[int] = []
    columns = [place.value[1] for place in places.values() if not place.field.owned] or [view.width]
    left, right = heads[0].column, heads[-1].column
    headlines = {line.row for line in view.headlines}
    first = columns[0]
    gap = 0
    watched, contents = view.watched, view.grid.rows
    for row in range(last + 1, view.height):
        cells = contents[row]
        raw = cells[first] if first < len(cells) else None
        if raw is not None and row not in watched and (raw.__class__ is not str or raw[:1] not in _UNSURE):
            rows.append(row)  # the usual case, told at once
            gap = 0
            continue
        filled = (first < len(cells) and _counts(cells[first])) or _count(cells, columns) > 0
        if filled and row not in watched:
            rows.append(row)
            gap = 0
            continue
        if filled and row in view.rows and _ends(view, row, left, right):
            break
        word = _first_text(cells, left, right)
        aside = may_be_aside(word)
        if aside and is_total(word):
            totals.append(row)
        elif row in headlines or (aside and is_note(word) and _count(cells, columns) <= 1):
            break
        elif filled:
            rows.append(row)
            gap = 0
        else:
            gap += 1
            if gap > _GAP:
                break
    return rows, totals


def _first_text(cells: Sequence[Raw], left: int, right: int) -> str:
    for raw in cells[left : right + 1]:
        if isinstance(raw, str) and raw.strip():
            return raw
    return ""


def _count(cells: Sequence[Raw], columns: list[int]) -> int:
    return sum(column < len(cells) and _counts(cells[column]) for column in columns)


def _counts(raw: Raw) -> bool:
    """Whether a cell makes its row a record: boxes that nobody ticked do not."""
    if raw is None:
        return False
    if not isinstance(raw, str):
        return True
    return bool(raw.strip()) and (raw[0] not in _BOXES or re.search("[☑☒■√✓✔●]", raw) is not None)


def _ends(view: View, row: int, left: int, right: int) -> bool:
    """Whether a row belongs to something else: another header, or the signatures under the list."""
    hits = [hit for hit in view.rows[row] if left <= hit.column <= right]
    labels = [hit for hit in hits if hit.match.entries]
    if len(labels) >= 3 and any(_is_header(run) for run in _runs(view, _one_row(view, row))):
        return True
    return sum(1 for hit in hits if not hit.match.entries and hit.match.key != "备注") >= _CONTROL_FOOT
