"""Repeated labels told apart by their block: 姓名 under 公司法人 and 姓名 under 主要联系人; also as a table of people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..domain.form import Form
from .labels import Entry
from .view import Cell, Hit, View


def resolve(view: View, hits: list[Hit], form: Form) -> Iterator[tuple[Hit, Entry, Cell | None]]:
    """Each label of the form with the field that it names, and the value's cell where a row and a column cross."""
    headings = [(hit, group) for hit in hits for owner, group in hit.match.groups if owner == form.id]
    used: set[Cell] = set()
    crossed: set[Cell] = set()
    later: list[tuple[Hit, Entry]] = []
    for hit in hits:
        entries = [entry for entry in hit.match.entries if entry.form == form.id]
        grouped = [entry for entry in entries if entry.grouped]
        if not grouped:
            later.extend((hit, entry) for entry in entries[:1])
            continue
        for entry, heading, crossing in _named(view, hit, grouped, headings):
            (used if crossing is None else crossed).add(heading.cell)
            yield hit, entry, crossing
        later.extend((hit, entry) for entry in entries if not entry.grouped)
    for hit, entry in later:
        if hit.cell in crossed or (hit.cell in used and not _beside_value(view, hit)):
            continue  # 主要联系人 over its own block is a heading, beside a name it is a label
        yield hit, entry, None


def _named(
    view: View, hit: Hit, entries: list[Entry], headings: list[tuple[Hit, str]]
) -> Iterator[tuple[Entry, Hit, Cell | None]]:
    by_group = {entry.field.group: entry for entry in entries}
    known = [(heading, group) for heading, group in headings if group in by_group]
    beside = [(h, g) for h, g in known if h.column < hit.column and h.row <= hit.row <= _reach(view, h, known)]
    if beside:
        heading, group = max(beside, key=lambda pair: (pair[0].column, pair[0].row))
        yield by_group[group], heading, None
        return
    crossings = _table([(h, g) for h, g in known if h.row > hit.row2 and h.column < hit.column], hit, known)
    if crossings:
        for heading, group in crossings:  # a table of people: labels on top, 法人/联系人 down the side
            yield by_group[group], heading, view.anchor(heading.row, hit.column)
        return
    across = [(h, g) for h, g in known if h.row < hit.row and h.column > hit.column]
    if len(across) >= 2 and not any(h.column <= hit.column and h.row < hit.row for h, _ in known):
        for heading, group in across:  # the same table on its side
            yield by_group[group], heading, view.anchor(hit.row, heading.column)
        return
    above = [(h, g) for h, g in known if h.row < hit.row and _over(h, hit, known)]
    if above:
        heading, group = max(above, key=lambda pair: (pair[0].row, pair[0].column))
        yield by_group[group], heading, None


def _table(below: list[tuple[Hit, str]], hit: Hit, known: list[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """The headings of a table of people: in one column, right below one another and right below the labels."""
    if not below or any(h.row < hit.row for h, _ in known):
        return []
    column = below[0][0].column
    rows = sorted(h.row for h, _ in below if h.column == column)
    adjoining = rows[0] - hit.row2 <= 2 and all(later - row <= 2 for row, later in pairwise(rows))
    return [pair for pair in below if pair[0].column == column] if adjoining else []


def _reach(view: View, heading: Hit, known: list[tuple[Hit, str]]) -> int:
    """The last row of the block beside a heading: its own merged rows, or up to the next heading below it."""
    if heading.row2 > heading.row:
        return heading.row2
    following = [other.row for other, _ in known if other.column == heading.column and other.row > heading.row]
    blanks = heading.row
    while blanks + 1 < view.height and view.blank((blanks + 1, heading.column)) and blanks + 1 not in following:
        blanks += 1
    return blanks


def _over(heading: Hit, hit: Hit, known: list[tuple[Hit, str]]) -> bool:
    """Whether a heading stands over a label: over its column, or at the left end of a row that it has to itself."""
    rivals = [other for other, _ in known if other.row == heading.row and other is not heading]
    if heading.column <= hit.column <= heading.column2:
        return True
    right = min((other.column for other in rivals if other.column > heading.column), default=None)
    return heading.column <= hit.column and (right is None or hit.column < right)


def _beside_value(view: View, hit: Hit) -> bool:
    """Whether a heading has a value of its own right of it: 法定代表人 | 王建国 | 职务 | 董事长."""
    right = view.right_of(hit.cell)
    return right not in view.hits and not view.blank(right)
