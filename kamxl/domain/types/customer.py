"""客户: a customer's name; letters and digits half-width, brackets full-width as on a business licence, spaces tidied."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType
from ..form import Field
from ..spelling import fold
from ..values import Raw, Value, show

_BRACKETS = str.maketrans("()[]", "（）（）")
_BESIDE_CHINESE = lazy.pattern(r"(?<=[\u4e00-\u9fff（）])\s+|\s+(?=[\u4e00-\u9fff（）])")


def parse(raw: Raw, field: Field) -> Value:
    name = fold(show(raw)).translate(_BRACKETS)
    return _BESIDE_CHINESE.sub("", name) if " " in name else name


_TIDY = "[A-Z0-9\\-\u4e00-\u9fff（）\n]*+"

TYPE = FieldType("customer", "客户", parse, tidy=True, plain=_TIDY)
