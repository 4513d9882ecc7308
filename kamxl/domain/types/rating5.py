"""1–5 分: a whole number from 1 to 5, also 4分, 4/5 or ★★★★."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value
from ._numbers import plain

_STARS = lazy.pattern(r"(?P<full>★{1,5})☆*")


def parse(raw: Raw, field: Field) -> Value:
    text = squeeze(raw) if isinstance(raw, str) else ""
    if stars := _STARS.fullmatch(text):
        return len(stars["full"])
    number = plain(text.removesuffix("级").removesuffix("分").removesuffix("/5") if text else raw)
    if number is None or number not in {1, 2, 3, 4, 5}:
        raise rejected("rating5", raw, field)
    return int(number)


TYPE = FieldType("rating5", "1–5 分", parse)
