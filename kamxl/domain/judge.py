"""The decision engine: may this event be, and what does the request become by it. Pure, and the only such place.

``judge`` raises ``FlowError`` with the reason where the answer is no; ``fold`` keeps such events aside as refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from ..dataclass import dataclass
from ..errors import FlowError, KamxlError, Text, say
from . import handling
from .conditions import Situation, holds, money
from .event import Event
from .flow import RETURNED, Action, Step
from .form import forms
from .ordering import heads, ordered, past
from .people import Staff
from .policy import Rulebook
from .request import Case, Entry, Refusal, Request
from .seats import holders, reached, seat_of, seats


def fold(events: Iterable[Event], book: Rulebook) -> Case:
    """The state of one request from its events, in the order given."""
    request: Request | None = None
    refused: list[Refusal] = []
    for event in events:
        try:
            request = judge(request, event, book)
        except KamxlError as error:
            refused.append(Refusal(event, error.text))
    return Case(request, tuple(refused))


def settle(events: Iterable[Event], book: Rulebook) -> Case:
    """The state of one request from its events in any sequence, as everybody who has them sees it."""
    known, waiting = ordered(events)
    case = fold(known, book)
    refused = tuple(replace(each, conflict=_was_right(each.event, known, book)) for each in case.refused)
    return Case(case.request, refused, heads(known), tuple(waiting))


def _was_right(event: Event, known: list[Event], book: Rulebook) -> bool:
    """Whether the event was allowed as far as its author knew."""
    before, _ = ordered(past(event, known))
    try:
        judge(fold(before, book).request, event, book)
    except KamxlError:
        return False
    return True


def judge(request: Request | None, event: Event, book: Rulebook) -> Request:
    """What ``request`` becomes by ``event``. Raises ``FlowError`` saying why it may not be, and ``InputError`` for an
    unknown person."""
    staff = book.staff(event)
    actor = staff.find(event.actor)
    if actor.name != event.actor or not actor.works_on(event.day):
        raise FlowError("flows.not_working", name=event.actor, day=event.day)
    if event.action is Action.SUBMIT:
        return _submit(request, event, book, staff)
    if request is None:
        raise FlowError("flows.unknown_request", no=event.request)
    if event.revision != request.revision:
        raise FlowError("flows.stale", no=request.no, revision=request.revision, seen=event.revision)
    if event.day < request.trail[-1].event.day:
        raise FlowError("flows.backdated", no=request.no, day=event.day, last=request.trail[-1].event.day)
    move = _Move(request, event, staff)
    handled = handling.HANDLERS.get(event.action)
    return handled(request, event, staff) if handled else _MOVES[event.action](move)


@dataclass(frozen=True, slots=True)
class _Move:
    """One event meeting one request."""

    request: Request
    event: Event
    staff: Staff

    def row(self) -> Step:
        """The table's row for this action, or the reason why there is none."""
        request, event = self.request, self.event
        rows = request.flow.steps_from(request.state, event.action)
        if not rows:
            raise FlowError("flows.not_in_table", no=request.no, state=request.state, action=event.action.zh)
        if len(rows) == 1:
            return rows[0]
        chosen = [row for row in rows if row.to == event.to]
        if len(chosen) != 1:
            raise FlowError("flows.which", no=request.no, action=event.action.zh, choices=_choices(rows))
        return chosen[0]

    def seat(self, row: Step) -> str:
        """The seat that the actor takes at this row, or the reason why they have none."""
        request, event = self.request, self.event
        if row.action.decides and (event.actor in request.barred or event.behalf in request.barred):
            raise FlowError("flows.own_request", no=request.no, name=event.signed_by)
        names = seats(row, request, self.staff, event.day)
        seat = seat_of(event.actor, event.behalf, names, self.staff, event.day)
        if not seat:
            who = "、".join(names) or "—"
            raise FlowError("flows.not_your_turn", no=request.no, state=request.state, who=who, name=event.signed_by)
        return seat

    def check(self, row: Step) -> None:
        """Refuses where the row's condition does not hold."""
        request = self.request
        case = Situation(request.no, request.fields, self.event.evidence, request.policy.rules, self.staff)
        if not holds(row.condition, case):
            raise FlowError(f"flows.{row.condition}", no=request.no)


def _choices(rows: Iterable[Step]) -> str:
    return "、".join(f"{row.to}({row.zh})" for row in rows)


# -- submitting ----------------------------------------------------------------------------------------------------


def _submit(request: Request | None, event: Event, book: Rulebook, staff: Staff) -> Request:
    if request is not None and event.flow != request.flow.id:
        raise FlowError("flows.number_taken", no=event.request, flow=request.flow.zh, name=request.applicant)
    draft = _draft(event, book) if request is None else _revised(request, event, book)
    move = _Move(draft, event, staff)
    row = move.row()
    seat = seat_of(event.actor, event.behalf, (draft.applicant,), staff, event.day)
    if not seat:
        raise FlowError("flows.not_applicant", no=event.request, applicant=draft.applicant, name=event.signed_by)
    if row.role is not None and draft.applicant not in [p.name for p in staff.in_role(row.role, event.day)]:
        raise FlowError("flows.not_role", name=draft.applicant, role=row.role.zh, flow=draft.flow.zh)
    move.check(row)
    entry = Entry(event, row.zh, draft.state, row.to)
    made = enter(draft.but(trail=(*draft.trail, entry)), _first_audit(request, draft, row), event, staff)
    if draft.flow.audit(row.to) is not None and made.audit is None:
        raise FlowError("flows.nobody_decides", no=event.request, name=draft.applicant)
    return made


def _draft(event: Event, book: Rulebook) -> Request:
    policy = book.policy(event)
    flow = policy.flows.get(event.flow) if policy is not None else None
    if policy is None or flow is None or event.evidence is None or event.evidence.form != flow.form:
        raise FlowError("flows.unknown_policy", no=event.request, flow=event.flow)
    if event.revision != 1:
        raise FlowError("flows.stale", no=event.request, revision=0, seen=event.revision)
    applicant = event.evidence.fields.get(forms()[flow.form].person, "")
    return Request(
        no=event.request,
        flow=flow,
        policy=policy,
        applicant=applicant,
        evidence=event.evidence,
        state=flow.start,
        entered=event.day,
        barred=frozenset({applicant, event.actor}),
    )


def _revised(request: Request, event: Event, book: Rulebook) -> Request:
    """The request as its next revision starts, under the policy of the day of resubmission."""
    old = request
    state = old.state if old.flow.steps_from(old.state, Action.SUBMIT) else _amended(old, event)
    policy = book.policy(event)
    if policy is None or old.flow.id not in policy.flows or event.evidence is None:
        raise FlowError("flows.unknown_policy", no=event.request, flow=event.flow)
    if event.revision != old.revision + 1:
        raise FlowError("flows.stale", no=old.no, revision=old.revision, seen=event.revision)
    if event.day < old.last.day:
        raise FlowError("flows.backdated", no=old.no, day=event.day, last=old.last.day)
    return Request(
        no=old.no,
        flow=policy.flows[old.flow.id],
        policy=policy,
        applicant=old.applicant,
        evidence=event.evidence,
        state=state,
        entered=event.day,
        revision=event.revision,
        barred=old.barred | {event.actor},
        trail=old.trail,
    )


def _amended(old: Request, event: Event) -> str:
    """The state from which a request under way starts anew because its form was changed: all its approvals are void."""
    person = forms()[old.flow.form].person
    if event.evidence is not None and event.evidence.fields.get(person) != old.fields.get(person):
        raise FlowError("flows.number_taken", no=old.no, flow=old.flow.zh, name=old.applicant)
    same = event.evidence is None or event.evidence.fields == old.fields
    if old.ended or same or not old.flow.steps_from(RETURNED, Action.SUBMIT):
        raise FlowError("flows.pending", no=old.no, state=old.state)
    return RETURNED


def _first_audit(old: Request | None, draft: Request, row: Step) -> str:
    """Where a submission goes: back to whoever returned it, unless 设置 says from the start or an amount has risen."""
    if old is None or old.state != RETURNED or not old.returned_from or draft.policy.rules.resubmit_from_start:
        return row.to
    if draft.flow.audit(old.returned_from) is None or _raised(old, draft):
        return row.to
    return old.returned_from


def _raised(old: Request, new: Request) -> bool:
    """Whether a sum of money became larger: those who approved the smaller one must see it again."""
    amounts = [field.id for field in forms()[new.flow.form].fields if field.type == "money"]
    return any(money(new.fields.get(name, "")) > money(old.fields.get(name, "")) for name in amounts)


# -- deciding and doing --------------------------------------------------------------------------------------------


def _approve(move: _Move) -> Request:
    request, event = move.request, move.event
    row = move.row()
    extra = handling.pending_extra(request, event, move.staff)
    if extra is not None:
        signed = tuple(replace(e, signed=True) if e is extra else e for e in request.extras)
        return _settled(request.but(extras=signed, decided=True), move, row)
    seat = move.seat(row)
    if seat in request.votes:
        raise FlowError("flows.voted", no=request.no, name=seat)
    before = [e.name for e in request.extras if e.before and not e.signed]
    if before:
        raise FlowError("flows.waits_for", no=request.no, who="、".join(before))
    voted = request.but(votes=(*request.votes, seat), decided=True)
    return _settled(voted.but(approvers=voted.approvers | {seat}), move, row)


def _settled(request: Request, move: _Move, row: Step) -> Request:
    """Goes on when every approval is there, else stays and keeps the vote."""
    names = seats(row, request, move.staff, move.event.day)
    complete = reached(request, names) and all(extra.signed for extra in request.extras)
    after = row.to if complete else request.state
    made = request.but(trail=(*request.trail, Entry(move.event, row.zh, request.state, after)))
    if not complete:
        return made
    return enter(made.but(passed=(*made.passed, request.state)), row.to, move.event, move.staff)


def _send_back(move: _Move) -> Request:
    request, event = move.request, move.event
    rows = request.flow.steps_from(request.state, Action.RETURN)
    if not rows:
        raise FlowError("flows.not_in_table", no=request.no, state=request.state, action=event.action.zh)
    row = rows[0]
    _may_refuse(move, row)
    target = event.to or row.to
    if target != row.to and target not in request.passed:
        choices = "、".join((row.to, *request.passed))
        raise FlowError("flows.bad_target", no=request.no, to=target, choices=choices)
    made = request.but(
        decided=True,
        returned_from=request.state if target == RETURNED else request.returned_from,
        approvers=frozenset(),
        passed=request.passed[: request.passed.index(target)] if target in request.passed else (),
        trail=(*request.trail, Entry(event, row.zh, request.state, target)),
    )
    return enter(made, target, event, move.staff)


def _reject(move: _Move) -> Request:
    row = move.row()
    _may_refuse(move, row)
    return _moved(move.request.but(decided=True), move, row)


def _may_refuse(move: _Move, row: Step) -> None:
    """Returning and rejecting want a comment, and are open to every seat and to whoever was asked to sign too."""
    if handling.pending_extra(move.request, move.event, move.staff) is None:
        move.seat(row)
    if not move.event.comment.strip():
        raise FlowError("flows.comment_needed", no=move.request.no, action=move.event.action.zh)


def _withdraw(move: _Move) -> Request:
    row = move.row()
    move.seat(row)
    if move.request.decided:
        raise FlowError("flows.decided_already", no=move.request.no)
    return _moved(move.request, move, row)


def _done(move: _Move) -> Request:
    """An act that is no judgement: a report, a released sum, a step of the customer's life. What follows is new."""
    row = move.row()
    move.seat(row)
    move.check(row)
    evidence = move.event.evidence
    shown = {**move.request.shown, evidence.form: evidence} if evidence is not None else move.request.shown
    fresh = move.request.but(shown=shown, approvers=frozenset(), passed=())
    return _moved(fresh, move, row)


def _moved(request: Request, move: _Move, row: Step) -> Request:
    made = request.but(trail=(*request.trail, Entry(move.event, row.zh, request.state, row.to)))
    return enter(made, row.to, move.event, move.staff)


_MOVES: Mapping[Action, Callable[[_Move], Request]] = {
    Action.APPROVE: _approve,
    Action.RETURN: _send_back,
    Action.REJECT: _reject,
    Action.WITHDRAW: _withdraw,
    Action.DONE: _done,
    Action.REPORT: _done,
    Action.ADVANCE: _done,
}


# -- entering a state ----------------------------------------------------------------------------------------------


def enter(request: Request, state: str, event: Event, staff: Staff) -> Request:
    """The request in ``state``, or in the first state after it whose audit has somebody left to ask."""
    made = _fresh(request, state, event.day)
    for _ in request.flow.states:
        audit = made.audit
        reason = _passed_over(made, audit, staff, event.day) if audit is not None else None
        if audit is None or reason is None:
            return made
        entry = Entry(event, audit.zh, made.state, audit.to, reason)
        made = _fresh(made.but(trail=(*made.trail, entry)), audit.to, event.day)
    return made


def _fresh(request: Request, state: str, day: date) -> Request:
    return request.but(state=state, entered=day, votes=(), transfers={}, extras=(), escalated=(), reminded=None)


def _passed_over(request: Request, audit: Step, staff: Staff, day: date) -> Text | None:
    """Why nobody need be asked at this audit, or ``None``."""
    case = Situation(request.no, request.fields, None, request.policy.rules, staff)
    if not holds(audit.only_if, case):
        return say(f"flows.passed_{audit.only_if}", state=request.state)
    names = seats(audit, request, staff, day)
    if not names:
        own = any(name in request.barred for name in holders(audit, request, staff, day))
        return say("flows.passed_own", state=request.state) if own else None
    if not request.approvers:
        return None
    known = request.but(votes=tuple(name for name in names if name in request.approvers))
    if request.policy.rules.ask_same_person_once and reached(known, names):
        return say("flows.passed_same", state=request.state, name="、".join(known.votes))
    return None
