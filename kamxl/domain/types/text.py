"""文本: any text; a number in the cell is taken as it is shown."""

from __future__ import annotations

from ..fieldtype import FieldType
from ..form import Field
from ..values import Raw, Value, show


def parse(raw: Raw, field: Field) -> Value:
    return show(raw).strip()


# Lines without white space; nor with "#", as an error begins.
_TIDY = '[\n!"$-~\u2010-\u2027\u2030-\u205e\u3001-\u9fff\uff01-\uff5e]*+'

TYPE = FieldType("text", "文本", parse, plain=_TIDY)
