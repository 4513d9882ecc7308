"""Months, quarters and years, and every way in which people write them.

``2026Q3``, ``2026-Q3``, ``2026年第3季度``, ``2026年三季度``, ``26Q3``, a date cell, ``2026`` (a year), ``2026-03`` and
``2026年3月`` (a month), ``本季度``, ``上季度``, ``去年同期``.
A two-digit year is 20xx. Anything else is an ``InputError``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from .. import lazy
from ..dataclass import dataclass
from ..errors import InputError

_CHINESE_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}[self.value]

    @property
    def zh(self) -> str:
        return {"month": "月", "quarter": "季", "year": "年"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year of the fiscal calendar.

    ``year`` is the fiscal year, named after the calendar year in which it begins; ``number`` counts the months or
    quarters of that fiscal year from 1 (a year's is 1), except that a month keeps its calendar year and number;
    ``first_month`` is the calendar month in which the fiscal year begins.
    """

    year: int
    number: int
    kind: PeriodKind
    first_month: int = 1

    def __hash__(self) -> int:
        """Quarters are looked up very often, and an enum's hash is slow."""
        return self.year * 12 + self.number

    @property
    def start(self) -> date:
        """First day."""
        return _edges(self)[0]

    @property
    def end(self) -> date:
        """Last day, itself within the period."""
        return _edges(self)[1]

    @property
    def label(self) -> str:
        """The short form: ``2026Q3``, ``2026-03`` or ``2026``."""
        return {
            PeriodKind.MONTH: f"{self.year}-{self.number:02d}",
            PeriodKind.QUARTER: f"{self.year}Q{self.number}",
            PeriodKind.YEAR: f"{self.year}",
        }[self.kind]

    @property
    def zh(self) -> str:
        """The form for reading: ``2026年第3季度``, ``2026年3月`` or ``2026年``."""
        return {
            PeriodKind.MONTH: f"{self.year}年{self.number}月",
            PeriodKind.QUARTER: f"{self.year}年第{self.number}季度",
            PeriodKind.YEAR: f"{self.year}年",
        }[self.kind]

    def __str__(self) -> str:
        return self.label

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def shifted(self, steps: int) -> Period:
        """The period ``steps`` of its own length later (earlier when negative)."""
        per_year = 12 // self.kind.months
        index = self.year * per_year + (self.number - 1) + steps
        return Period(index // per_year, index % per_year + 1, self.kind, self.first_month)

    @property
    def previous(self) -> Period:
        return self.shifted(-1)

    @property
    def year_before(self) -> Period:
        """The same period of the year before (去年同期)."""
        return Period(self.year - 1, self.number, self.kind, self.first_month)

    @property
    def span(self) -> Span:
        """Its days."""
        return _span(self)

    @property
    def to_date(self) -> Span:
        """The days of its fiscal year to its own end (年初至今)."""
        return Span(self.fiscal_year.start, self.end)

    @property
    def fiscal_year(self) -> Period:
        """The fiscal year in which this period begins."""
        return containing(self.start, PeriodKind.YEAR, self.first_month)

    def months(self) -> Iterator[Period]:
        """The months that make up this period, in order."""
        for offset in range(self.kind.months):
            first = _month(self.start.year, self.start.month + offset)
            yield Period(first.year, first.month, PeriodKind.MONTH, self.first_month)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days, both ends included: what a KPI measures, where that is not simply a period (年初至今)."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def covers(self, period: Period) -> bool:
        """Whether the whole period lies within."""
        return self.start <= period.start and period.end <= self.end


@cache
def _edges(period: Period) -> tuple[date, date]:
    """First and last day; asked for again and again, of few periods."""
    if period.kind is PeriodKind.MONTH:
        first = date(period.year, period.number, 1)
    else:
        first = _month(period.year, period.first_month + (period.number - 1) * period.kind.months)
    return first, _month(first.year, first.month + period.kind.months) - timedelta(days=1)


@cache
def _span(period: Period) -> Span:
    return Span(*_edges(period))


def _month(year: int, month: int) -> date:
    """The first day of a month whose number may run past 12."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def containing(day: date, kind: PeriodKind, first_month: int = 1) -> Period:
    """The period of that kind into which a day falls."""
    if kind is PeriodKind.MONTH:
        return Period(day.year, day.month, kind, first_month)
    year = day.year if day.month >= first_month else day.year - 1
    offset = (day.month - first_month) % 12
    return Period(year, offset // kind.months + 1, kind, first_month)


_FORMS: tuple[tuple[re.Pattern[str], PeriodKind], ...] = (
    (lazy.pattern(r"(?P<y>\d{4}|\d{2})[-/ ]?Q(?P<n>[1-4])"), PeriodKind.QUARTER),
    (lazy.pattern(r"Q(?P<n>[1-4])[-/ ]?(?P<y>\d{4})"), PeriodKind.QUARTER),
    (lazy.pattern(r"(?P<y>\d{4}|\d{2})年?第?(?P<n>[1-4])季度?"), PeriodKind.QUARTER),
    (lazy.pattern(r"(?P<y>\d{4})[-/.](?P<n>0?[1-9]|1[0-2])"), PeriodKind.MONTH),
    (lazy.pattern(r"(?P<y>\d{4}|\d{2})年(?P<n>0?[1-9]|1[0-2])月份?"), PeriodKind.MONTH),
    (lazy.pattern(r"(?P<y>\d{4})年?度?"), PeriodKind.YEAR),
    (lazy.pattern(r"(?P<y>\d{2})年度?"), PeriodKind.YEAR),
)
_RELATIVE = {
    "本月": (PeriodKind.MONTH, 0),
    "上月": (PeriodKind.MONTH, -1),
    "本季度": (PeriodKind.QUARTER, 0),
    "本季": (PeriodKind.QUARTER, 0),
    "上季度": (PeriodKind.QUARTER, -1),
    "上季": (PeriodKind.QUARTER, -1),
    "去年同期": (PeriodKind.QUARTER, -4),
    "本年": (PeriodKind.YEAR, 0),
    "今年": (PeriodKind.YEAR, 0),
    "本年度": (PeriodKind.YEAR, 0),
    "去年": (PeriodKind.YEAR, -1),
    "上年度": (PeriodKind.YEAR, -1),
}


def parse_period(raw: object, *, today: date, first_month: int = 1) -> Period:
    """The period that a person means.

    ``raw`` is text, a date (its quarter) or a whole number (a year, as a cell holds it). ``today`` anchors 本季度,
    上季度 and 去年同期; ``first_month`` is the department's setting. Raises ``InputError("periods.unknown")``.
    """
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return containing(raw, PeriodKind.QUARTER, first_month)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = _normal(str(raw)) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if text in _RELATIVE:
        kind, steps = _RELATIVE[text]
        return containing(today, kind, first_month).shifted(steps)
    for pattern, kind in _FORMS:
        if found := pattern.fullmatch(text):
            return _checked(raw, found, kind, first_month)
    raise InputError("periods.unknown", text=raw)


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = re.sub(r"\s+", "", folded)
    return re.sub("[一二三四](?=季)", lambda found: _CHINESE_DIGITS[found.group()], folded)


def _checked(raw: object, found: re.Match[str], kind: PeriodKind, first_month: int) -> Period:
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError("periods.year_out_of_range", text=raw, first=_FIRST_YEAR, last=_LAST_YEAR)
    number = 1 if kind is PeriodKind.YEAR else int(found["n"])
    return Period(year, number, kind, first_month)
