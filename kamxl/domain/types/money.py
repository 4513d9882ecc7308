"""金额: money in 元, from any of 1,234.5 / ￥1234.5 / 500万元 / 1.2亿 / 壹万元整; a bare number is in the label's unit.

The value is a ``Decimal`` in 元. Foreign currency, ranges and 约 are refused: the sheet must say the amount.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..number_cells import of_column
from ..spelling import dashes, squeeze
from ..values import Raw, Value
from ._numbers import formal, plain, scaled, times

_PREFIX = lazy.pattern(r"^(RMB|CNY|人民币)?[:]?[¥￥]?", re.IGNORECASE)
_SUFFIX = lazy.pattern(r"(元整|圆整|元人民币|人民币|RMB|CNY|元|圆)$", re.IGNORECASE)
_FOREIGN = lazy.pattern(r"美元|欧元|港币|港元|日元|英镑|USD|EUR|HKD|JPY|GBP|[$€£]", re.IGNORECASE)


def parse(raw: Raw, field: Field) -> Value:
    number = plain(raw)
    if number is not None:
        return times(number, scale_of(field.unit))
    if isinstance(raw, str):
        text = dashes(squeeze(raw))
        if _FOREIGN.search(text):
            raise rejected("money_foreign", raw, field)
        if (amount := formal(text)) is not None:
            return amount
        bare = _PREFIX.sub("", text)
        if found := scaled(_SUFFIX.sub("", bare)):
            says_unit = bool(found[1]) or bool(_SUFFIX.search(bare))
            return times(found[0], found[1] if says_unit else scale_of(field.unit))
    raise rejected("money", raw, field)


def many(held: Sequence[float | None], field: Field) -> Sequence[Value | None]:
    numbers, scale = of_column(held), scale_of(field.unit)
    return [None if number is None else times(number, scale) for number in numbers] if scale else numbers


def scale_of(unit: str) -> str:
    """The scale word of a unit: 万 of 万元, nothing of 元."""
    return unit.removesuffix("元").removesuffix("人民币")


TYPE = FieldType("money", "金额", parse, of_floats=many)
