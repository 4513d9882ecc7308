"""E-mail: one address, or several with ; or 、 between. The value has half-width characters and no spaces."""

from __future__ import annotations

import re

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value, show

_ADDRESS = lazy.pattern(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def parse(raw: Raw, field: Field) -> Value:
    text = squeeze(show(raw)).removeprefix("mailto:")
    parts = [part for part in re.split(r"[;,、/]", text) if part]
    if not parts or not all(_ADDRESS.fullmatch(part) and ".." not in part for part in parts):
        raise rejected("email", raw, field)
    return "; ".join(parts)


_TIDY = r"(?:[A-Za-z0-9_]+@(?:[A-Za-z0-9]+\.)+[A-Za-z]{2,}\n)*+"

TYPE = FieldType("email", "E-mail", parse, tidy=True, plain=_TIDY)
