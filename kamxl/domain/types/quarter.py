"""季度: a quarter, from 2026Q3, 2026年第3季度, 2026年三季度, 26Q3 or a day in it. The value is a ``Period``.

本季度 and the like are refused on a sheet: they would mean another quarter tomorrow. The fiscal year that the settings
give is applied by the reader.
"""

from __future__ import annotations

from datetime import date

from ...errors import InputError
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..periods import PeriodKind, parse_period
from ..values import Raw, Value

_RELATIVE = ("本季", "上季", "去年", "今年", "本年")


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, str) and raw.strip().startswith(_RELATIVE):
        raise rejected("quarter_relative", raw, field)
    try:
        period = parse_period(raw, today=date.min)
    except InputError:
        raise rejected("quarter", raw, field) from None
    if period.kind is not PeriodKind.QUARTER:
        raise rejected("quarter", raw, field)
    return period


TYPE = FieldType("quarter", "季度", parse)
