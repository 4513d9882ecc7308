"""Numbers as people type them: thousands separators, full-width digits, 万 and 亿, accountants' brackets, 大写金额."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ... import lazy
from ..number_cells import exact
from ..spelling import dashes, squeeze
from ..values import Raw

_PLAIN = lazy.pattern(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = lazy.pattern(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_SCALES = {"": Decimal(1), "千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(10**6), "亿": Decimal(10**8)}
_SCALED = lazy.pattern(r"(?P<number>[^千万百亿]+)(?P<scale>百万|千|万|亿)?")
_FORMAL_DIGITS = {char: digit for digit, char in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "〇": 0}
_FORMAL_STEPS = {"拾": 10, "佰": 100, "仟": 1000}


def plain(raw: Raw) -> Decimal | None:
    """A number without a scale: a number cell, or text such as ``1,234.5``; ``None`` for anything else."""
    if isinstance(raw, bool | date | datetime | time | timedelta) or raw is None:
        return None
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        return exact([raw])[0]
    text = dashes(squeeze(raw))
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return None


def scaled(text: str) -> tuple[Decimal, str] | None:
    """The number and the scale word (``""``, 千, 万, 百万, 亿) of squeezed text; ``None`` if it is no number."""
    found = _SCALED.fullmatch(text)
    if not found:
        return None
    number = plain(found["number"])
    return None if number is None else (number, found["scale"] or "")


def times(number: Decimal, scale: str) -> Decimal:
    """``number`` × 千, 万, 百万 or 亿."""
    return number * _SCALES[scale]


def formal(text: str) -> Decimal | None:
    """An amount in capital Chinese numerals (壹万贰仟元整, 伍佰元伍角), ``None`` if it is none."""
    body = text.removeprefix("人民币").rstrip("整正")
    found = re.fullmatch(
        r"(?:(?P<whole>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆])?(?:零?(?P<jiao>.)角)?(?:零?(?P<fen>.)分)?", body
    )
    if not found or not any(found.groups()):
        return None
    small = [_FORMAL_DIGITS.get(found[name] or "零") for name in ("jiao", "fen")]
    whole = _formal_whole(found["whole"] or "零")
    if whole is None or small[0] is None or small[1] is None:
        return None
    return Decimal(whole) + Decimal(small[0]) / 10 + Decimal(small[1]) / 100


def _formal_whole(text: str) -> int | None:
    total = section = digit = 0
    for char in text:
        if char in _FORMAL_DIGITS:
            digit = _FORMAL_DIGITS[char]
        elif char in _FORMAL_STEPS:
            section += (digit or 1) * _FORMAL_STEPS[char]
            digit = 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
