"""数值: a number, also as text with thousands separators, 万 / 亿, full-width digits or %."""

from __future__ import annotations

from collections.abc import Sequence

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..number_cells import of_column
from ..spelling import squeeze
from ..values import Raw, Value
from ._numbers import plain, scaled, times


def parse(raw: Raw, field: Field) -> Value:
    number = plain(raw)
    if number is not None:
        return number
    if isinstance(raw, str):
        text = squeeze(raw)
        if text.endswith("%") and (share := plain(text[:-1])) is not None:
            return share / 100
        if found := scaled(text.removesuffix(squeeze(field.unit)) if field.unit else text):
            return times(*found)
    raise rejected("number", raw, field)


def many(held: Sequence[float | None], field: Field) -> Sequence[Value | None]:
    return of_column(held)


TYPE = FieldType("number", "数值", parse, of_floats=many)
