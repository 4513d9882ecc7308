"""文本数字改为数字: a number typed as text (１，２００ or "1,200"), with its counter or percent sign, becomes a true number."""

from __future__ import annotations

from decimal import Decimal

from ..fix import Better, Content, Fix
from ..spelling import squeeze

_KINDS = {"number", "integer", "score", "rating5", "percent"}
_PLAIN = frozenset("0123456789.,+-()%")


def better(content: Content) -> Better:
    if content.field.type not in _KINDS or not isinstance(content.raw, str):
        return None
    if isinstance(content.value, bool) or not isinstance(content.value, Decimal | int):
        return None
    counted = content.field.type == "integer" and squeeze(content.raw)[:1].isdigit()
    if counted or set(squeeze(content.raw)) <= _PLAIN:
        return Decimal(content.value)
    return None


FIX = Fix(
    id="number_text",
    zh="文本数字改为数字",
    en="Typed numbers to true numbers",
    better=better,
    wrong="文本“12人”“1,200”",
    right="数字 12、1200",
)
