"""百分比: a fraction, from 85% or from a cell that holds 0.85. A bare number above 2 is refused: 20 may mean 20%."""

from __future__ import annotations

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value
from ._numbers import plain


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, str) and squeeze(raw).endswith("%"):
        share = plain(squeeze(raw)[:-1])
        if share is not None:
            return share / 100
    number = plain(raw)
    if number is None:
        raise rejected("percent", raw, field)
    if abs(number) > 2:
        raise rejected("percent_bare", raw, field)
    return number


TYPE = FieldType("percent", "百分比", parse)
