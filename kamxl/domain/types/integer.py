"""整数: a whole number, with or without its counter (12, 12人, 3 张)."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value
from ._numbers import plain

_COUNTER = lazy.pattern(r"(?P<number>.*\d)(个?工作日|小时|[人名位张次天日个件家份])?")


def parse(raw: Raw, field: Field) -> Value:
    number = plain(raw)
    if number is None and isinstance(raw, str) and (found := _COUNTER.fullmatch(squeeze(raw))):
        number = plain(found["number"])
    if number is None:
        raise rejected("integer", raw, field)
    if number != number.to_integral_value():
        raise rejected("integer_fraction", raw, field)
    return int(number)


TYPE = FieldType("integer", "整数", parse)
