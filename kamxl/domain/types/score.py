"""分数: 0 to 100, also written 92分."""

from __future__ import annotations

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value
from ._numbers import plain


def parse(raw: Raw, field: Field) -> Value:
    number = plain(squeeze(raw).removesuffix("分") if isinstance(raw, str) else raw)
    if number is None or not 0 <= number <= 100:
        raise rejected("score", raw, field)
    return number


TYPE = FieldType("score", "分数", parse)
