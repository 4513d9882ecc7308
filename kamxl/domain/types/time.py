"""时间: a time of day or a range of it, given as 14:30 or 14:00-15:30, from a time cell or from text such as 下午2点半."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import dashes, squeeze
from ..values import Raw, Value

_CLOCK = lazy.pattern(
    r"(?P<half>上午|早上|早|中午|下午|晚上|晚|AM|PM)?(?P<h>\d{1,2})(?:[:时点](?P<m>\d{1,2}|半|一刻|三刻|整)?)?(?::\d{2})?分?"
    r"(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_WORDS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
_LATE = {"下午", "晚上", "晚", "PM"}


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, datetime | time):
        return raw.strftime("%H:%M")
    if isinstance(raw, timedelta):
        return _clock(int(raw.total_seconds() // 60) % 1440)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and 0 <= raw < 1:
        return _clock(round(raw * 1440) % 1440)
    if isinstance(raw, str):
        parts = re.split(r"-|~|至|到", dashes(squeeze(raw)))
        minutes = [_minutes(part) for part in parts]
        if len(parts) <= 2 and None not in minutes:
            return "-".join(_clock(minute) for minute in minutes if minute is not None)
    if isinstance(raw, date):
        raise rejected("time_date", raw, field)
    raise rejected("time", raw, field)


def _minutes(text: str) -> int | None:
    """Minutes since midnight; ``None`` for text that is no time. A bare number without 点 or a colon is none."""
    found = _CLOCK.fullmatch(text)
    if not found or not re.search(r"[:时点]|AM|PM", text, re.IGNORECASE):
        return None
    hour = int(found["h"])
    minute = _WORDS.get(found["m"] or "整")
    minute = int(found["m"]) if minute is None else minute
    if ((found["half"] or found["after"] or "").upper() in _LATE) and hour < 12:
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


TYPE = FieldType("time", "时间", parse)
