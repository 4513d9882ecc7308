"""Finds the forms of a sheet by their labels: where each field stands, how sure that is, and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..domain.form import Form, forms
from .cards import find_cards
from .familiar import recall, remember
from .found import Found
from .labels import Vocabulary
from .lists import Doubt, find_lists
from .strips import strips
from .units import state_units
from .view import View


def locate(view: View, bound: tuple[str, ...] = ()) -> tuple[list[Found], list[Doubt]]:
    """The forms on a sheet from top to bottom, and the places that look like a form but are not sure enough.

    ``bound`` are the forms to which the sheet was attached: they count like its title.
    """
    titles = tuple(dict.fromkeys((*view.vocabulary.title(view.name), *bound)))
    known = recall(view, titles)
    if known is not None:
        return [known], []
    found, doubts = find_forms(view, titles)
    if len(found) == 1 and not doubts:
        remember(view, titles, found[0])
    return found, doubts


def find_forms(view: View, titles: tuple[str, ...]) -> tuple[list[Found], list[Doubt]]:
    """What ``locate`` finds on a sheet that is like none before; ``titles`` are the forms that its name means."""
    results: list[Found | Doubt] = []
    for part in strips(view, titles):
        lists = list(find_lists(part, titles))
        results += lists
        results += find_cards(part, [result for result in lists if isinstance(result, Found)], titles)
    found = sorted((r for r in results if isinstance(r, Found)), key=lambda r: r.outline.order)
    state_units(view, found)
    known = {form.form.id for form in found}
    doubts = [r for r in results if isinstance(r, Doubt) and not (r.choice.form.id in known or _inside_any(r, found))]
    return found, list({(doubt.choice.form.id, doubt.cell): doubt for doubt in doubts}.values())  # each said once


def _inside_any(doubt: Doubt, found: list[Found]) -> bool:
    return any(_within(doubt, form) for form in found)


def _within(doubt: Doubt, found: Found) -> bool:
    """Whether the doubtful labels lie inside a form that was found, such as a table of people in a card."""
    cells = [cell for place in found.places.values() for cell in (place.label, place.value)]
    rows, columns = [cell[0] for cell in cells], [cell[1] for cell in cells]
    inside = min(rows) <= doubt.cell[0] <= max(*rows, *found.rows, 0)
    return inside and min(columns) - 1 <= doubt.cell[1] <= max(columns)  # a block's heading stands left of its labels


def vocabulary(aliases: Mapping[tuple[str, str], Sequence[str]], *, settings: bool = False) -> Vocabulary:
    """The labels of the department's forms, or with ``settings`` those of the 设置 sheets."""
    frozen = tuple(sorted((form, field, tuple(names)) for (form, field), names in aliases.items()))
    return _vocabulary(frozen, settings)


@lru_cache(maxsize=8)
def _vocabulary(aliases: tuple[tuple[str, str, tuple[str, ...]], ...], settings: bool) -> Vocabulary:
    chosen: list[Form] = [form for form in forms().values() if (form.kept_by == ("settings",)) == settings]
    return Vocabulary(chosen, {(form, field): names for form, field, names in aliases})
