"""选项: one of the listed values, also as ticked boxes (☑合格 □不合格) or with 级 / 类 after it (A级)."""

from __future__ import annotations

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..values import Raw, Value, show
from ._ticks import has_marks, key, marked

_SUFFIXES = ("级客户", "类客户", "级", "类")


def parse(raw: Raw, field: Field) -> Value:
    text = show(raw)
    named = {key(choice): choice for choice in field.choices}
    if has_marks(text):
        wanted = [name for ticked, name in marked(text) if ticked]
        if len(wanted) == 1 and wanted[0] in named:
            return named[wanted[0]]
        raise rejected("choice_ticks", raw, field, choices="、".join(field.choices))
    name = key(text)
    for suffix in ("", *_SUFFIXES):
        if name.removesuffix(suffix) in named:
            return named[name.removesuffix(suffix)]
    raise rejected("choice", raw, field, choices="、".join(field.choices))


TYPE = FieldType("choice", "选项", parse, tidy=True)
