"""What waits for a person: requests to decide, and steps to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..domain.people import Staff
from ..domain.request import Request
from ..domain.seats import Waiting, waiting
from .acting import open_ledger
from .department import Department


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One request that waits for the person: the step, by when, and for whom they stand in ("" for themselves)."""

    request: Request
    waiting: Waiting
    behalf: str
    overdue: bool

    @property
    def due(self) -> date | None:
        return self.waiting.due


def inbox(department: Department, person: str, now: datetime) -> tuple[InboxItem, ...]:
    """Everything that waits for ``person``, the most urgent first. Raises ``InputError`` for an unknown person."""
    ledger = open_ledger(department)
    name = ledger.staff.find(person).name
    return inbox_of(ledger.staff, ledger.open_requests(), name, now.date())


def inbox_of(staff: Staff, requests: list[Request], name: str, day: date) -> tuple[InboxItem, ...]:
    """The same from requests at hand."""
    found = []
    for request in requests:
        for move in waiting(request, staff, day):
            if not move.concerns(name):
                continue
            behalf = "" if move.person == name else move.person
            if move.step.action.decides and name in request.barred:
                continue
            found.append(InboxItem(request, move, behalf, move.due is not None and day > move.due))
    return tuple(sorted(found, key=lambda item: (item.due or date.max, item.request.no, item.waiting.step.to)))
