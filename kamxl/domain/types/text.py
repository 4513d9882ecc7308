"""文本: any text; a number in the cell is taken as it is shown."""

from __future__ import annotations

from ..fieldtype import FieldType
from ..form import Field
from ..values import Raw, Value, show


def parse(raw: Raw, field: Field) -> Value:
    return show(raw).strip()


TYPE = FieldType("text", "文本", parse, plain=True)
