"""What the department's requests looked like on the document's date: counts, times to approval, what is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import fmean, median

from ..dataclass import dataclass
from ..domain.flow import Action, Flow
from ..domain.people import Staff
from ..domain.periods import Period
from ..domain.request import Request
from ..domain.seats import waiting
from ..domain.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """One flow's quarter. Times are working days from submission to the last approval in a row; ``None`` without any."""

    flow: Flow
    submitted: int
    approved: int
    returned: int
    rejected: int
    open: int
    overdue: int
    mean_days: float | None
    median_days: float | None
    longest_days: int | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A request whose next step is late: by how many working days, and whose move it is."""

    request: Request
    who: str
    what: str
    due: date
    days: int


def figures(requests: Sequence[Request], period: Period, day: date, calendar: WorkCalendar) -> Iterator[FlowFigures]:
    """Each flow that has any request, in the order of the flows' ids."""
    by_flow: dict[str, list[Request]] = {}
    for request in requests:
        by_flow.setdefault(request.flow.id, []).append(request)
    for flow_id in sorted(by_flow):
        yield _of_flow(by_flow[flow_id], period, day, calendar)


def _of_flow(mine: list[Request], period: Period, day: date, calendar: WorkCalendar) -> FlowFigures:
    times = [days for request in mine if (days := approval_days(request, period, calendar)) is not None]
    actions = [entry.event.action for request in mine for entry in request.trail if entry.event.day in period]
    return FlowFigures(
        flow=mine[0].flow,
        submitted=actions.count(Action.SUBMIT),
        approved=len(times),
        returned=actions.count(Action.RETURN),
        rejected=actions.count(Action.REJECT),
        open=sum(1 for request in mine if not request.ended),
        overdue=sum(1 for request in mine if _late(request, day)),
        mean_days=fmean(times) if times else None,
        median_days=median(times) if times else None,
        longest_days=max(times, default=None),
    )


def approval_days(request: Request, period: Period, calendar: WorkCalendar) -> int | None:
    """Working days from the (last) submission to the approval after which no audit was left, if that fell in the period."""
    submitted: date | None = None
    for entry in request.trail:
        if entry.event.action is Action.SUBMIT:
            submitted = entry.event.day
        elif entry.event.action is Action.APPROVE and submitted is not None and request.flow.audit(entry.after) is None:
            return _workdays(submitted, entry.event.day, calendar) if entry.event.day in period else None
    return None


def _workdays(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days after ``first`` up to ``last``: 0 when both are one day."""
    return sum(1 for day in calendar.between(first, last) if day > first)


def _late(request: Request, day: date) -> bool:
    return not request.ended and request.due_on is not None and request.due_on < day


def overdue(requests: Sequence[Request], staff: Staff, day: date, calendar: WorkCalendar) -> list[Overdue]:
    """Every request that is late on that day, the latest first."""
    found = []
    for request in requests:
        due = request.due_on
        if not _late(request, day) or due is None:
            continue
        moves = [move for move in waiting(request, staff, day) if move.due is not None]
        who = "、".join(dict.fromkeys(move.person for move in moves))
        what = "、".join(dict.fromkeys(move.step.label or request.state for move in moves)) or request.state
        found.append(Overdue(request, who, what, due, _workdays(due, day, calendar)))
    return sorted(found, key=lambda one: (-one.days, one.request.no))


def states(requests: Sequence[Request]) -> dict[str, dict[str, int]]:
    """How many requests stand in each state, by flow: ``{"拜访": {"待拜访": 3}}``, states in the order of the flow's table."""
    found: dict[str, dict[str, int]] = {}
    for request in sorted(requests, key=lambda request: request.flow.id):
        order = found.setdefault(request.flow.zh, {})
        order[request.state] = order.get(request.state, 0) + 1
    return found
