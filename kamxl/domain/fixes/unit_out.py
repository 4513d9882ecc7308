"""金额去掉单位: an amount typed with its unit or sign (￥1,200元, 1.5万元) becomes a true number in the label's unit."""

from __future__ import annotations

from decimal import Decimal

from ..fix import Better, Content, Fix

_SCALES = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}


def better(content: Content) -> Better:
    if content.field.type != "money" or not isinstance(content.raw, str) or not isinstance(content.value, Decimal):
        return None
    scale = _SCALES.get(content.field.unit)
    if scale is None or (scale != 1 and not content.unit_shown):
        return None  # a bare number under a label without its unit would say less than the text did
    return content.value / scale


FIX = Fix(
    id="unit_out",
    zh="金额去掉单位",
    en="Units out of amounts",
    better=better,
    wrong="“金额”填“1.5万元”；“注册资金（万元）”填“5,000万”",
    right="15000;5000",
)
