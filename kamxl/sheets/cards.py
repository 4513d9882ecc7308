"""Cards on a sheet: labels with their values right of them, below them or in the label's own cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..domain.form import Form, Layout
from .choose import Choice, decide, rank_labels
from .direction import Directions
from .found import Found, How, Outline, Place
from .groups import resolve
from .labels import Entry
from .lists import Doubt
from .ticks import span_of
from .view import Cell, Hit, View


def find_cards(view: View, taken: Sequence[Found], titles: tuple[str, ...]) -> Iterator[Found | Doubt]:
    """The cards among the labels that no list has taken."""
    free = [hit for hit in view.hits.values() if not any(found.covers(hit.row, hit.column) for found in taken)]
    for part, named in _parts(view, free, titles):
        yield from _cards(view, part, named)


def _parts(view: View, hits: list[Hit], titles: tuple[str, ...]) -> Iterator[tuple[list[Hit], tuple[str, ...]]]:
    """The labels under each headline, with the forms that it names; those above the first with the sheet's own name."""
    lines = sorted(view.headlines, key=lambda line: (line.row, line.column))
    bands: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        bands.setdefault(line.row, []).append(number)
    parts: dict[int, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: hit.cell):
        above = [row for row in bands if row <= hit.row]
        number = -1
        if above:
            band = bands[max(above)]
            left = [n for n in band if lines[n].column <= hit.column]
            number = left[-1] if left else band[0]
        parts.setdefault(number, []).append(hit)
    for number, part in sorted(parts.items()):
        yield part, (lines[number].forms if number >= 0 else titles) or titles


def _cards(view: View, hits: list[Hit], titles: tuple[str, ...]) -> Iterator[Found | Doubt]:
    choice, doubtful = _decide(view, hits, titles)
    halves = _halves(view, hits, titles, choice)
    if halves is not None:
        for half in halves:
            yield from _cards(view, half, titles)
        return
    if choice is None:
        if doubtful is not None:
            yield Doubt(view.name, doubtful, hits[0].cell)
        return
    for part in _instances(hits, choice.form):
        again, _ = _decide(view, part, titles)
        if again is not None and again.form.id == choice.form.id:
            yield _card(view, part, again)


def _decide(view: View, hits: list[Hit], titles: tuple[str, ...]) -> tuple[Choice | None, Choice | None]:
    labels = [hit for hit in hits if hit.match.entries]
    return decide(rank_labels(view.vocabulary, [hit.match for hit in labels], titles, len(labels)))


def _halves(
    view: View, hits: list[Hit], titles: tuple[str, ...], whole: Choice | None
) -> tuple[list[Hit], list[Hit]] | None:
    """Two forms below one another without headlines: a blank row where each side makes a form of its own."""
    if len(hits) < 6:
        return None
    best: tuple[float, tuple[list[Hit], list[Hit]]] | None = None
    for row in _blank_rows(view, hits):
        above, below = [h for h in hits if h.row < row], [h for h in hits if h.row > row]
        first, second = _decide(view, above, titles)[0], _decide(view, below, titles)[0]
        if first is None or second is None or first.form.id == second.form.id:
            continue
        gain = first.score + second.score - 1.6 * (whole.score if whole else 0)
        if gain > 0 and (best is None or gain > best[0]):
            best = (gain, (above, below))
    return best[1] if best else None


def _blank_rows(view: View, hits: list[Hit]) -> list[int]:
    top, bottom = hits[0].row, hits[-1].row
    return [row for row in range(top + 1, bottom) if view.blank_row(row)]


def _instances(hits: list[Hit], form: Form) -> list[list[Hit]]:
    """The same form several times on one sheet: parted where its labels begin to repeat, downwards or sideways."""
    named = [(_single(hit, form), hit) for hit in hits]
    repeated = Counter(name for name, _ in named if name)
    twice = {name for name, count in repeated.items() if count > 1}
    if len(twice) < max(2, len(repeated) // 2):
        return [hits]
    first = next(name for name, _ in named if name in twice)
    starts = [hit for name, hit in named if name == first]
    if len({hit.row for hit in starts}) == len(starts):
        edges = [hit.row for hit in starts]
        return [[h for h in hits if _slot(h.row, edges) == number] for number in range(len(edges))]
    edges = sorted({hit.column for hit in starts})
    columns = [[h for h in hits if _slot(h.column, edges) == number] for number in range(len(edges))]
    return [part for column in columns for part in _instances(column, form)]


def _slot(place: int, edges: list[int]) -> int:
    return max((number for number, edge in enumerate(edges) if edge <= place), default=0)


def _single(hit: Hit, form: Form) -> str:
    """The field that a label names without its group, "" for grouped labels."""
    return next((e.field.id for e in hit.match.entries if e.form == form.id and not e.grouped), "")


def _card(view: View, hits: list[Hit], choice: Choice) -> Found:
    form = choice.form
    own = [hit for hit in hits if any(entry.form == form.id for entry in hit.match.entries)]
    places: dict[str, Place] = {}
    misspelt = list(_misspelt(view, hits, form))
    directions = Directions(view, [*own, *(hit for hit, _ in misspelt)], _edge(view, hits))
    for hit, entry, crossing in resolve(view, hits, form):
        place = _place(view, hit, entry, crossing, directions)
        known = places.get(entry.field.id)
        if known is None or (place.likeness, view.blank(place.value)) < (known.likeness, view.blank(known.value)):
            places[entry.field.id] = place
    for hit, entry in misspelt:
        if entry.field.id not in places:
            places[entry.field.id] = _place(view, hit, entry, None, directions)
    return Found(Outline(form, Layout.CARD, places, choice.titled, choice.confidence, hits[0].cell), view.name)


def _misspelt(view: View, hits: list[Hit], form: Form) -> Iterator[tuple[Hit, Entry]]:
    """Labels with a typing slip within the form."""
    left, right = min(hit.column for hit in hits), max(hit.column2 for hit in hits)
    for row in range(_top(view, hits), _bottom(view, hits) + 1):
        for column in range(max(left - 2, 0), right + 3):
            raw = view.raw((row, column))
            if not isinstance(raw, str) or (row, column) in view.hits:
                continue
            slip = view.vocabulary.slip(raw)
            entry = next((e for e in slip.entries if e.form == form.id), None) if slip else None
            if slip and entry:
                yield Hit(row, column, *view.extent((row, column)), raw, slip), entry


def _top(view: View, hits: list[Hit]) -> int:
    """The first row of a card: above its first label up to the headline, another label or a blank row."""
    first = hits[0].row
    stops = {line.row for line in view.headlines} | {hit.row for hit in view.hits.values() if hit.row < first}
    while first > 0 and first - 1 not in stops and not view.blank_row(first - 1):
        first -= 1
    return first


def _bottom(view: View, hits: list[Hit]) -> int:
    """The last row of a card: below its last label as far as rows are filled, before the next headline."""
    last = min(max(hit.row2 for hit in hits), view.height - 1)
    stops = {line.row for line in view.headlines} | {hit.row for hit in view.hits.values() if hit.row > last}
    while last + 1 < view.height and last + 1 not in stops and not view.blank_row(last + 1):
        last += 1
    return last


def _edge(view: View, hits: list[Hit]) -> int:
    """The last column that the card reaches: no value stands beyond it, headlines aside."""
    top, bottom = hits[0].row, _bottom(view, hits)
    filled = [c for row in range(top, bottom + 1) for c, raw in enumerate(view.row(row)) if raw is not None]
    merged = [c2 for r, _, _, c2 in view.grid.merges if top <= r <= bottom]
    return max([*filled, *merged, *(hit.column2 for hit in hits)])


def _place(view: View, hit: Hit, entry: Entry, crossing: Cell | None, directions: Directions) -> Place:
    shown = bool(hit.match.unit)
    field = replace(entry.field, unit=hit.match.unit) if shown else entry.field
    if crossing is not None:
        return Place(field, hit.cell, crossing, How.CROSSING, entry.likeness, unit_shown=shown)
    if hit.match.rest:
        return Place(field, hit.cell, hit.cell, How.INSIDE, entry.likeness, inside=hit.match.rest, unit_shown=shown)
    cell, how = directions.value_of(hit, field)
    return Place(field, hit.cell, cell, how, entry.likeness, span=span_of(view, field, cell), unit_shown=shown)
