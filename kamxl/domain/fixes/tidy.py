"""规范写法: numbers, codes, phones, e-mail addresses, names and choices in their one way: half-width, without stray spaces."""

from __future__ import annotations

from ..fieldtype import field_types
from ..fix import Better, Content, Fix


def better(content: Content) -> Better:
    if content.field.type == "date" or not field_types()[content.field.type].tidy or not isinstance(content.value, str):
        return None
    text = isinstance(content.raw, str)
    if text or (content.field.type == "postcode" and len(content.value) == 6):
        return content.value if content.value != content.raw else None
    return None


FIX = Fix(
    id="tidy",
    zh="规范写法",
    en="One way of writing",
    better=better,
    wrong="“ＢＦ－２０２６－００１”“021－62345678”“张　伟”“A级”",
    right="“BF-2026-001”“021-62345678”“张伟”“A”",
)
