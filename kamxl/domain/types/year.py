"""年度: a year as a whole number, from 2026, 2026年度 or a date."""

from __future__ import annotations

from datetime import date

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value, show

_YEAR = lazy.pattern(r"(?P<y>(?:19|20)\d{2})(?:年度?|财年)?")


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, date):
        return raw.year
    if found := _YEAR.fullmatch(squeeze(show(raw))):
        return int(found["y"])
    raise rejected("year", raw, field)


TYPE = FieldType("year", "年度", parse)
