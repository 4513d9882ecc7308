"""邮编: six digits. A number cell of five digits has lost its leading zero and is read with it."""

from __future__ import annotations

import re

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value, show


def parse(raw: Raw, field: Field) -> Value:
    text = squeeze(show(raw))
    if not isinstance(raw, str) and re.fullmatch(r"[1-9]\d{4}", text):
        text = f"0{text}"
    if re.fullmatch(r"\d{6}", text) and text != "000000":
        return text
    raise rejected("postcode", raw, field)


TYPE = FieldType("postcode", "邮编", parse, tidy=True, plain=r"(?:(?!0{6})[0-9]{6}\n)*+")
