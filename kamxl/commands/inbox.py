"""What waits for a person: requests to decide, and steps to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..dataclass import dataclass
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
    with open_ledger(department) as ledger:
        name = ledger.staff.find(person).name
        return inboxes(ledger.staff, ledger.open_requests(), now.date()).get(name, ())


def inboxes(staff: Staff, requests: Iterable[Request], day: date) -> dict[str, tuple[InboxItem, ...]]:
    """Everybody's inbox at once, by name."""
    found: dict[str, list[InboxItem]] = {}
    for request in requests:
        for move in waiting(request, staff, day):
            for name in dict.fromkeys((move.person, move.deputy)):
                if not name or (move.step.action.decides and name in request.barred):
                    continue
                behalf = "" if move.person == name else move.person
                late = move.due is not None and day > move.due
                found.setdefault(name, []).append(InboxItem(request, move, behalf, late))
    return {name: tuple(sorted(items, key=_urgency)) for name, items in found.items()}


def _urgency(item: InboxItem) -> tuple[date, str, str]:
    return (item.due or date.max, item.request.no, item.waiting.step.to)
