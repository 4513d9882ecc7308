"""勾选: which boxes are ticked, from □上市公司 ☑民营企业, 民营企业√ or simply 民营企业、其他. The value is a tuple."""

from __future__ import annotations

import re

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..values import Raw, Value, show
from ._ticks import has_marks, key, marked


def parse(raw: Raw, field: Field) -> Value:
    text = show(raw)
    named = {key(choice): choice for choice in field.choices}
    if has_marks(text):
        wanted = [name for ticked, name in marked(text) if ticked]
        if not wanted:
            raise rejected("ticks_none", raw, field)
    else:
        wanted = [key(part) for part in re.split(r"[、,，;；/\n]+", text) if part.strip()]
    unknown = [name for name in wanted if _choice(name, named) is None]
    if unknown:
        raise rejected("ticks", raw, field, unknown="、".join(unknown), choices="、".join(field.choices))
    chosen = {_choice(name, named) for name in wanted}
    return tuple(choice for choice in field.choices if choice in chosen)


def _choice(name: str, named: dict[str, str]) -> str | None:
    """The choice of that name; 其他：合伙 and 其他(合伙) are 其他."""
    if name in named:
        return named[name]
    other = named.get("其他")
    return other if other and name.startswith("其他") else None


TYPE = FieldType("ticks", "勾选", parse)
