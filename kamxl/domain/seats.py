"""Who may act: the people whom a row of the table means, after transfer, escalation and delegation."""

from __future__ import annotations

from datetime import date

from ..dataclass import dataclass
from .flow import Step
from .people import Person, Role, Staff
from .request import Request

SUPERIORS = {
    Role.SPECIALIST: Role.MANAGER,
    Role.CLERK: Role.MANAGER,
    Role.MANAGER: Role.DIRECTOR,
    Role.FINANCE: Role.DIRECTOR,
    Role.SERVICE: Role.DIRECTOR,
    Role.HR: Role.DIRECTOR,
    Role.TEAM: Role.MANAGER,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose move it is: the row, the person, by when, and who stands in for them that day ("" nobody)."""

    step: Step
    person: str
    due: date | None
    deputy: str = ""

    def concerns(self, name: str) -> bool:
        return name in (self.person, self.deputy)


def holders(step: Step, request: Request, staff: Staff, day: date) -> tuple[str, ...]:
    """The people whom the row means, in the order of 设置, without regard to whose request it is."""
    if step.field:
        named = request.fields.get(step.field, "")
        return (named,) if named in staff else ()
    if step.role is None:
        return (request.applicant,)
    return tuple(person.name for person in staff.in_role(step.role, day))


def seats(step: Step, request: Request, staff: Staff, day: date) -> tuple[str, ...]:
    """Who may act on the row now. Whoever applied or submitted has no seat at an audit of it."""
    named = holders(step, request, staff, day)
    moved = [request.transfers.get(name, name) for name in named]
    found = dict.fromkeys([*moved, *(request.escalated if step.action.decides else ())])
    if step.action.decides:
        return tuple(name for name in found if name not in request.barred)
    return tuple(found)


def deputy(name: str, staff: Staff, day: date) -> str:
    """Who stands in for that person on that day, "" for nobody."""
    person: Person | None = staff.find(name) if name in staff else None
    if person is None or not person.delegates_on(day) or person.delegate not in staff:
        return ""
    stand_in = staff.find(person.delegate)
    return stand_in.name if stand_in.works_on(day) else ""


def seat_of(actor: str, behalf: str, names: tuple[str, ...], staff: Staff, day: date) -> str:
    """The seat that ``actor`` takes among ``names``, "" for none: their own, or that of whom they stand in for."""
    wanted = behalf or actor
    if wanted not in names:
        return ""
    return wanted if not behalf or deputy(behalf, staff, day) == actor else ""


def waiting(request: Request, staff: Staff, day: date) -> tuple[Waiting, ...]:
    """Everybody whose move it is, one for each person and row; nobody once the request has ended."""
    if request.ended:
        return ()
    found: list[Waiting] = []
    audit = request.audit
    if audit is not None:
        names = _to_vote(request, seats(audit, request, staff, day))
        found.extend(Waiting(audit, name, request.due(audit), deputy(name, staff, day)) for name in names)
        return tuple(found)
    for step in request.flow.steps_from(request.state):
        able = seats(step, request, staff, day)
        found.extend(Waiting(step, name, request.due(step), deputy(name, staff, day)) for name in able)
    return tuple(found)


def _to_vote(request: Request, names: tuple[str, ...]) -> list[str]:
    """Whose signature the present audit lacks now: those asked for first, then the seats, then those asked after."""
    before = [extra.name for extra in request.extras if extra.before and not extra.signed]
    if before:
        return before
    after = [extra.name for extra in request.extras if not extra.before and not extra.signed]
    open_seats = [] if reached(request, names) else [name for name in names if name not in request.votes]
    return open_seats or after


def reached(request: Request, names: tuple[str, ...]) -> bool:
    """Whether the present audit has the approvals that its row asks for."""
    audit = request.audit
    if audit is None or not request.votes:
        return False
    if any(name in request.votes for name in request.escalated):
        return True
    needed = len(names) if audit.quorum == 0 else min(audit.quorum, len(names))
    return len([name for name in names if name in request.votes]) >= max(needed, 1)
