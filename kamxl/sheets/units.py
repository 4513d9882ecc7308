"""The unit that a sheet states once for all amounts: ``单位：万元`` above a table's right corner, or in its headline.

It counts for the amounts of the form below it whose own labels name no unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import lazy
from ..domain.spelling import squeeze
from .found import Found, Place
from .view import View

_UNIT = lazy.pattern(r"(?:金额|货币|计量|币种)?单位:?(?:人民币)?[(\[【]?(元|千元|万元|百万元|亿元)(?![\u4e00-\u9fff])")
_MOST_ROWS = 40  # between a unit and the form for which it counts


def state_units(view: View, found: Sequence[Found]) -> None:
    """Gives the forms' amounts the unit that stands above them."""
    ordered = sorted(found, key=lambda form: _top(form))
    for number, form in enumerate(ordered):
        bare = [name for name, place in form.places.items() if place.field.type == "money" and not place.unit_shown]
        if not bare:
            continue
        above = max((_bottom(other) for other in ordered[:number] if _bottom(other) < _top(form)), default=-1)
        unit = _stated(view, form, above + 1)
        if unit:
            places = {name: _with_unit(place, unit) for name, place in form.places.items() if name in bare}
            form.outline = replace(form.outline, places={**form.places, **places})


def _with_unit(place: Place, unit: str) -> Place:
    return replace(place, field=replace(place.field, unit=unit), unit_shown=True)


def _top(form: Found) -> int:
    return min(place.label[0] for place in form.places.values())


def _bottom(form: Found) -> int:
    return max(form.bottom, *(place.value[0] for place in form.places.values()))


def _stated(view: View, form: Found, first: int) -> str:
    """The nearest unit between that row and the form's first label, over its columns or at their edge."""
    columns = [column for place in form.places.values() for column in (place.label[1], place.value[1])]
    left, right = min(columns) - 1, max(columns) + 1
    for row in range(_top(form), max(first, _top(form) - _MOST_ROWS) - 1, -1):
        for column, raw in enumerate(view.row(row)):
            if not isinstance(raw, str) or "元" not in raw or "位" not in raw:
                continue
            stated = _UNIT.search(squeeze(raw))
            if stated and column <= right and view.extent((row, column))[1] >= left:
                return stated[1]
    return ""
