"""Weekly reports that are missing: the manual wants one a specialist and week, handed in by the following Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..dataclass import dataclass
from ..domain.facts import Facts
from ..domain.people import Role
from ..domain.periods import Period

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missing:
    """One person's weeks (their Mondays) without a report, of ``due`` that were due."""

    person: str
    region: str
    due: int
    weeks: tuple[date, ...]


def missing_reports(facts: Facts, period: Period, day: date) -> list[Missing]:
    """For every specialist the weeks that lie wholly in the period, were due by ``day`` and have no report.

    Empty where the department keeps no weekly reports at all: then none is missing, nobody was asked for one.
    """
    handed = {(record.text("name"), record.day("week")) for record in facts.rows("weekly_report")}
    if not handed:
        return []
    staff = facts.settings.staff
    found = []
    for person in staff:
        if person.role is not Role.SPECIALIST:
            continue
        due = [monday for monday in _mondays(period, day) if person.works_on(monday) and _is_worked(facts, monday)]
        weeks = tuple(monday for monday in due if (person.name, monday) not in handed)
        found.append(Missing(person.name, person.region, len(due), weeks))
    return found


def _mondays(period: Period, day: date) -> Iterator[date]:
    monday = period.start + timedelta(days=-period.start.weekday() % 7)
    while monday + _WEEK <= day + timedelta(days=1) and monday + timedelta(days=4) <= period.end:
        yield monday
        monday += _WEEK


def _is_worked(facts: Facts, monday: date) -> bool:
    """Whether the week has a working day: a week of holidays needs no report."""
    calendar = facts.settings.calendar
    return any(calendar.is_workday(monday + timedelta(days=offset)) for offset in range(7))


def say_weeks(weeks: tuple[date, ...], most: int = 12) -> str:
    """``第27周（06-29）、第30周（07-20）``."""
    said = [f"第{monday.isocalendar().week}周（{monday:%m-%d}）" for monday in weeks[:most]]
    return "、".join(said) + (f" 等 {len(weeks)} 周" if len(weeks) > most else "")
