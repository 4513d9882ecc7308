"""Handling an audit without deciding it: 转交, 加签, 催办, 升级, and what only a superior may: 重新打开, 变更申请人."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..errors import FlowError
from .event import Event
from .flow import RETURNED, Action, Step
from .people import Person, Role, Staff
from .request import Entry, Extra, Request
from .seats import SUPERIORS, seat_of, seats, waiting


def pending_extra(request: Request, event: Event, staff: Staff) -> Extra | None:
    """The further signature that the actor is asked for now, if any: an earlier one before, a later one after."""
    if not request.extras or request.audit is None:
        return None
    for found in waiting(request, staff, event.day):
        for extra in request.extras:
            if extra.signed or extra.name != found.person:
                continue
            if seat_of(event.actor, event.behalf, (extra.name,), staff, event.day):
                return extra
    return None


def _audit(request: Request, event: Event) -> Step:
    audit = request.audit
    if audit is None:
        raise FlowError("flows.not_in_table", no=request.no, state=request.state, action=event.action.zh)
    return audit


def _own_seat(request: Request, event: Event, staff: Staff) -> str:
    """The open seat at the present audit that the actor may give away or ask others to join."""
    audit = _audit(request, event)
    names = seats(audit, request, staff, event.day)
    seat = seat_of(event.actor, event.behalf, names, staff, event.day)
    if not seat or event.actor in request.barred:
        who = "、".join(names) or "—"
        raise FlowError("flows.not_your_turn", no=request.no, state=request.state, who=who, name=event.signed_by)
    if seat in request.votes:
        raise FlowError("flows.voted", no=request.no, name=seat)
    return seat


def _newcomer(request: Request, event: Event, staff: Staff) -> Person:
    """The person named, who must work here, must not have applied, and must not be asked already."""
    person = staff.find(event.person)
    if not person.works_on(event.day):
        raise FlowError("flows.not_working", name=person.name, day=event.day)
    if person.name in request.barred:
        raise FlowError("flows.own_request", no=request.no, name=person.name)
    asked = {*seats(_audit(request, event), request, staff, event.day), *(extra.name for extra in request.extras)}
    if person.name in asked:
        raise FlowError("flows.already_asked", no=request.no, name=person.name)
    return person


def _comment(request: Request, event: Event) -> None:
    if not event.comment.strip():
        raise FlowError("flows.comment_needed", no=request.no, action=event.action.zh)


def _noted(request: Request, event: Event) -> Request:
    entry = Entry(event, event.action.zh, request.state, request.state)
    return request.but(trail=(*request.trail, entry))


def _transfer(request: Request, event: Event, staff: Staff) -> Request:
    seat = _own_seat(request, event, staff)
    person = _newcomer(request, event, staff)
    base = next((name for name, now in request.transfers.items() if now == seat), seat)
    moved = {**request.transfers, base: person.name}
    if seat in request.escalated:
        kept = tuple(person.name if name == seat else name for name in request.escalated)
        return _noted(request.but(escalated=kept), event)
    return _noted(request.but(transfers=moved), event)


def _ask(request: Request, event: Event, staff: Staff) -> Request:
    seat = _own_seat(request, event, staff)
    person = _newcomer(request, event, staff)
    extra = Extra(person.name, seat, before=event.action is Action.ASK_BEFORE)
    return _noted(request.but(extras=(*request.extras, extra)), event)


def _remind(request: Request, event: Event, staff: Staff) -> Request:
    if not seat_of(event.actor, event.behalf, (request.applicant,), staff, event.day):
        raise FlowError("flows.not_applicant", no=request.no, applicant=request.applicant, name=event.signed_by)
    if not any(found.person != request.applicant for found in waiting(request, staff, event.day)):
        raise FlowError("flows.nobody_to_remind", no=request.no, state=request.state)
    if request.reminded == event.day:
        raise FlowError("flows.reminded", no=request.no, day=event.day)
    return _noted(request.but(reminded=event.day), event)


def _escalate(request: Request, event: Event, staff: Staff) -> Request:
    audit = _audit(request, event)
    if not seat_of(event.actor, event.behalf, (request.applicant,), staff, event.day):
        raise FlowError("flows.not_applicant", no=request.no, applicant=request.applicant, name=event.signed_by)
    due = request.due(audit)
    if due is None or event.day <= due:
        raise FlowError("flows.not_overdue", no=request.no, due=due or "—")
    role = SUPERIORS.get(audit.role or Role.SPECIALIST)
    above = staff.in_role(role, event.day) if role is not None else ()
    names = tuple(person.name for person in above if person.name not in request.barred)
    if not names or set(names) <= set(seats(audit, request, staff, event.day)):
        raise FlowError("flows.nobody_above", no=request.no, state=request.state)
    return _noted(request.but(escalated=names), event)


def _reopen(request: Request, event: Event, staff: Staff) -> Request:
    if not request.ended or not request.flow.steps_from(RETURNED, Action.SUBMIT):
        raise FlowError("flows.not_ended", no=request.no, state=request.state)
    _holds_role(request, event, staff, Role.DIRECTOR)
    if event.actor in request.barred:
        raise FlowError("flows.own_request", no=request.no, name=event.signed_by)
    _comment(request, event)
    entry = Entry(event, event.action.zh, request.state, RETURNED)
    return request.but(
        state=RETURNED,
        entered=event.day,
        returned_from="",
        approvers=frozenset(),
        passed=(),
        votes=(),
        trail=(*request.trail, entry),
    )


def _reassign(request: Request, event: Event, staff: Staff) -> Request:
    if request.ended:
        raise FlowError("flows.not_in_table", no=request.no, state=request.state, action=event.action.zh)
    _holds_role(request, event, staff, Role.MANAGER)
    _comment(request, event)
    person = staff.find(event.person)
    if not person.works_on(event.day):
        raise FlowError("flows.not_working", name=person.name, day=event.day)
    if person.name == event.actor:
        raise FlowError("flows.own_request", no=request.no, name=event.signed_by)
    return _noted(request.but(applicant=person.name, barred=request.barred | {person.name}), event)


def _holds_role(request: Request, event: Event, staff: Staff, role: Role) -> None:
    names = tuple(person.name for person in staff.in_role(role, event.day))
    if not seat_of(event.actor, event.behalf, names, staff, event.day):
        raise FlowError("flows.only_role", no=request.no, action=event.action.zh, role=role.zh, name=event.signed_by)


HANDLERS: Mapping[Action, Callable[[Request, Event, Staff], Request]] = {
    Action.TRANSFER: _transfer,
    Action.ASK_BEFORE: _ask,
    Action.ASK_AFTER: _ask,
    Action.REMIND: _remind,
    Action.ESCALATE: _escalate,
    Action.REOPEN: _reopen,
    Action.REASSIGN: _reassign,
}
