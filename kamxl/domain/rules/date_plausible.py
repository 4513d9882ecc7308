"""日期合理: what has happened is not in the future, nobody was born yesterday, no year is centuries off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at

# Dates of what has already happened when the form is filled in.
PAST: dict[str, tuple[str, ...]] = {
    "profile": ("filed_on", "founded", "lost_on", "legal_born", "principal_born", "contact_born"),
    "contact_log": ("date",),
    "visit_record": ("visited_on",),
    "reception_report": ("date",),
    "expense_claim": ("date",),
    "service_log": ("date", "answered_on"),
    "contract": ("signed_on",),
    "development": ("applied_on",),
    "visit_request": ("applied_on",),
}
_DATES, _BLANK = frozenset({date}), frozenset({type(None)})
_BORN = ("legal_born", "principal_born", "contact_born")
_OLDEST, _YOUNGEST = 110, 14
_FIRST_FOUNDED, _FIRST_DAY, _LAST_DAY = date(1840, 1, 1), date(1980, 1, 1), date(2099, 12, 31)


def check(context: Context) -> Iterator[Finding]:
    today = context.settings.today if context.settings.has_today else None
    for block in context.blocks:
        past = PAST.get(block.form, ())
        for name in _dates(block.form):
            days, kinds = block.values.get(name, ()), block.kinds(name)
            if kinds == _BLANK:
                continue
            known: Sequence[Any] = days if kinds == _DATES else [day for day in days if isinstance(day, date)]
            first, last = _sound(name, today, name in past)
            if not known or (first <= min(known) and max(known) <= last):
                continue
            doubtful = {day for day in set(known) if not first <= day <= last}
            for index, day in enumerate(days):
                if day not in doubtful or not isinstance(day, date):
                    continue
                record = block.record(index)
                if today is not None and day > today and name in past:
                    yield at("date_plausible", Severity.ERROR, record, name, code="date_future", day=day, today=today)
                elif not _plausible(name, day, today or record.day("filed_on")):
                    yield at("date_plausible", Severity.ERROR, record, name, day=day)


@cache
def _dates(form: str) -> tuple[str, ...]:
    return tuple(field.id for field in forms()[form].fields if field.type == "date")


@lru_cache(maxsize=256)
def _sound(field_id: str, today: date | None, past: bool) -> tuple[date, date]:
    """The first and the last of the days that are beyond doubt whatever else a record says."""
    if field_id in _BORN:
        if today is None:
            return date.max, date.min
        first, last = date(today.year - _OLDEST, 1, 1), date(today.year - _YOUNGEST, 12, 31)
    else:
        first, last = _FIRST_FOUNDED if field_id == "founded" else _FIRST_DAY, _LAST_DAY
    return first, min(last, today) if past and today is not None else last


def _plausible(field_id: str, day: date, reference: date | None) -> bool:
    if field_id in _BORN:
        return day.year >= 1900 if reference is None else _YOUNGEST <= reference.year - day.year <= _OLDEST
    if field_id == "founded":
        return _FIRST_FOUNDED <= day <= _LAST_DAY
    return _FIRST_DAY <= day <= _LAST_DAY


RULE = Rule(
    id="date_plausible",
    zh="日期合理",
    en="Plausible dates",
    severity=Severity.ERROR,
    check=check,
    wrong="今天是 2026-09-30,拜访日期填 2062-07-08",
    right="今天是 2026-09-30,拜访日期填 2026-07-08",
)
