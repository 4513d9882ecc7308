"""日期: a true date, or text such as 2024.3.5, 2024/3/5, 20240305, 2024年3月5日, 二〇二四年三月五日.

The value is a ``date`` (a time of day is dropped). Two-digit years and dates without a day are refused, and so is a bare
serial number, which may be a date that lost its format or no date at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ... import lazy
from ..fieldtype import FieldType, Rejected, rejected
from ..form import Field
from ..spelling import dashes, fold
from ..values import Raw, show

_WEEKDAY = r"(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?"
_CLOCK = r"(?:[T ]*\d{1,2}[:时点]\d{1,2}(?:[:分]\d{0,2}(?:\.\d+)?秒?)?Z?)?"
_TEXT = lazy.pattern(
    r"(?P<y>\d{4})\s*[-./年、]\s*(?P<m>\d{1,2})\s*[-./月、]\s*(?P<d>\d{1,2})\s*[日号]?" + _WEEKDAY + _CLOCK
)
_DIGITS = lazy.pattern(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SHORT = lazy.pattern(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?")
_PARTIAL = lazy.pattern(r"(\d{4}[-./年]?(\d{1,2}月?)?年?|\d{1,2}[-./月]\d{1,2}[日号]?)")
_CHINESE = lazy.pattern(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号]"
)
_NUMERALS = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_EPOCH, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 18264, 73050  # 1950 to the end of 2099


def parse(raw: Raw, field: Field) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = dashes(fold(show(raw)))
    if found := _TEXT.fullmatch(text) or _DIGITS.fullmatch(text):
        return _day(int(found["y"]), int(found["m"]), int(found["d"]), raw, field)
    if found := _CHINESE.fullmatch(text.replace(" ", "")):
        year = int("".join(str(_NUMERALS[char]) for char in found["y"]))
        return _day(year, _small(found["m"]), _small(found["d"]), raw, field)
    raise _refusal(raw, text, field)


def _day(year: int, month: int, day: int, raw: Raw, field: Field) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise rejected("date_impossible", raw, field) from None


def _small(text: str) -> int:
    """Chinese numerals up to 39: 三, 十, 二十五."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _NUMERALS[units]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[units] if units else 0)


def _refusal(raw: Raw, text: str, field: Field) -> Rejected:
    """The refusal whose words fit best."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _FIRST_SERIAL <= raw <= _LAST_SERIAL:
        return rejected("date_serial", raw, field, meant=_EPOCH + timedelta(days=int(raw)))
    if _SHORT.fullmatch(text):
        return rejected("date_short_year", raw, field)
    if _PARTIAL.fullmatch(text.replace(" ", "")):
        return rejected("date_partial", raw, field)
    return rejected("date", raw, field)


TYPE = FieldType("date", "日期", parse, tidy=True, itself=frozenset({date, type(None)}))
