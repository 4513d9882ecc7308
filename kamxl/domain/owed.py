"""What people owe: steps of requests, the visit record within its days, the weekly report every Monday."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ..dataclass import dataclass
from .people import Role, Staff
from .records import Record, Tables
from .request import Request
from .seats import waiting
from .settings import Settings

# Weekly reports further back than this are the appraisal's business, not a reminder's.
_WEEKS_BACK = 4


@dataclass(frozen=True, slots=True)
class Debt:
    """Something owed. ``what`` is zh-CN; ``no`` the request's number, "" for what belongs to none; ``due`` the last
    day (``None``: no deadline)."""

    person: str
    what: str
    no: str
    due: date | None
    overdue: bool

    @property
    def order(self) -> tuple[date, str, str]:
        return (self.due or date.max, self.no, self.what)


def debts(
    requests: Iterable[Request], tables: Tables, settings: Settings, staff: Staff, today: date
) -> tuple[Debt, ...]:
    """Everybody's debts, the most urgent first."""
    found = [*_steps(requests, staff, today), *_weekly_reports(tables, settings, staff, today)]
    return tuple(sorted(found, key=lambda debt: debt.order))


def _steps(requests: Iterable[Request], staff: Staff, today: date) -> Iterator[Debt]:
    for request in requests:
        for move in waiting(request, staff, today):
            if move.due is None:
                continue  # what may be done but need not be is no debt
            what = f"{request.customer} {request.state if move.step.action.decides else move.step.zh}".strip()
            for name in dict.fromkeys((move.person, move.deputy)):
                if name and not (move.step.action.decides and name in request.barred):
                    yield Debt(name, what, request.no, move.due, today > move.due)


def _weekly_reports(tables: Tables, settings: Settings, staff: Staff, today: date) -> Iterator[Debt]:
    """The report of each week is owed on the next Monday that is worked."""
    handed_in = {(_monday_of(record), record.text("name")) for record in tables["weekly_report"]}
    monday = today - timedelta(days=today.weekday())
    for back in range(_WEEKS_BACK, -1, -1):
        week = monday - timedelta(weeks=back)
        due = _first_workday(week + timedelta(weeks=1), settings)
        if back == 0 and due > today:
            continue
        for person in staff:
            working = person.works_on(week) and person.works_on(week + timedelta(days=4))
            if person.role is not Role.SPECIALIST or not working or (week, person.name) in handed_in:
                continue
            year, number, _ = week.isocalendar()
            if due <= today:
                yield Debt(person.name, f"{year}年第{number}周周报", "", due, today > due)


def _monday_of(record: Record) -> date | None:
    """A week is stored as its Monday."""
    day = record.day("week")
    return day - timedelta(days=day.weekday()) if day is not None else None


def _first_workday(day: date, settings: Settings) -> date:
    while not settings.calendar.is_workday(day):
        day += timedelta(days=1)
    return day
