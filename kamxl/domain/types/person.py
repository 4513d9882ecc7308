"""人员: a colleague's name, without the spaces that people put into two-character names (张　伟)."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType
from ..form import Field
from ..spelling import fold
from ..values import Raw, Value, show
from ._lines import CAPITALS

_INSIDE = lazy.pattern(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def parse(raw: Raw, field: Field) -> Value:
    name = fold(show(raw))
    return _INSIDE.sub("", name) if " " in name else name


TYPE = FieldType("person", "人员", parse, tidy=True, plain=CAPITALS)
