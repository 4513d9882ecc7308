"""周次: a week, from 2026年第30周, 2026-W30 or any day in it. The value is the week's Monday (ISO weeks)."""

from __future__ import annotations

import re
from datetime import date

from ... import lazy
from ..fieldtype import FieldType, Rejected, rejected
from ..form import Field
from ..spelling import dashes, squeeze
from ..values import Raw, Value
from .date import parse as parse_date

_NUMBERED = lazy.pattern(r"(?P<y>20\d{2})(?:年第?|-?W|-)(?P<w>\d{1,2})周?", re.IGNORECASE)
_RANGE = lazy.pattern(r"(?P<first>\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)(?:-|~|至|到).+")


def parse(raw: Raw, field: Field) -> Value:
    text = dashes(squeeze(raw)) if isinstance(raw, str) else ""
    if found := _NUMBERED.fullmatch(text):
        try:
            return date.fromisocalendar(int(found["y"]), int(found["w"]), 1)
        except ValueError:
            raise rejected("week_number", raw, field) from None
    range_ = _RANGE.fullmatch(text)
    try:
        day = parse_date(range_["first"] if range_ else raw, field)
    except Rejected:
        raise rejected("week", raw, field) from None
    year, week, _ = day.isocalendar()
    return date.fromisocalendar(year, week, 1)


TYPE = FieldType("week", "周次", parse)
