"""Decides on a request, or does what is owed for it: approve, return, reject, done, transfer, ask, remind …"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain.changes import changes, record_of
from ..domain.conditions import SHOWN_FORMS
from ..domain.event import Evidence
from ..domain.evidence import evidence_of
from ..domain.flow import Action
from ..domain.form import forms
from ..domain.records import Record
from ..domain.request import Request
from ..errors import BookError, FlowError
from .acting import act, open_ledger
from .department import Department
from .submit import errors_of

if TYPE_CHECKING:
    from ..ledger.ledger import Ledger

# What goes on although the form was changed meanwhile: it stops the request or only handles it.
_REGARDLESS = frozenset({Action.RETURN, Action.REJECT, Action.WITHDRAW, Action.REMIND, Action.REOPEN, Action.REASSIGN})


def decide(
    department: Department,
    no: str,
    action: Action,
    person: str,
    now: datetime,
    *,
    comment: str = "",
    to: str = "",
    target: str = "",
    revision: int | None = None,
) -> Request:
    """Does ``action`` to the request ``no`` as ``person``; gives the request after it.

    ``to`` is the state wanted where there is a choice (退回 to an earlier audit, a stage of the life cycle), ``target``
    the colleague whom a transfer or a further signature names, ``revision`` the one that the person saw (by default
    the latest). Raises ``FlowError`` with the reason when it may not be, also while the form on the sheet is no longer
    what was submitted.
    """
    department.settings.staff.find(person)  # somebody unknown learns that first
    with open_ledger(department) as ledger:
        request = ledger.request(no)
        if revision is not None and revision != request.revision:
            raise FlowError("flows.stale", no=no, revision=request.revision, seen=revision)
        if action not in _REGARDLESS:
            _refuse_changed(department, request)
        evidence = _evidence(department, request, action, to)
        made = act(ledger, request, action, person, now, comment=comment, to=to, target=target, evidence=evidence)
        if made.flow.id == "handover" and made.ended and action is Action.APPROVE:
            _hand_over(ledger, made, person, now)
        return made


def withdraw(department: Department, no: str, person: str, now: datetime, comment: str = "") -> Request:
    """Takes a request back before the first decision. Raises ``FlowError`` when it is too late or not theirs."""
    return decide(department, no, Action.WITHDRAW, person, now, comment=comment)


def _refuse_changed(department: Department, request: Request) -> None:
    """An approval is bound to what was submitted: not while the sheet says something else. A workbook that cannot be
    read now does not stop a decision: what is decided on is what stands in the ledger."""
    try:
        records = department.read(department.folder / request.evidence.book).records
    except BookError:
        return
    record = record_of(request, records)
    found = changes(request.evidence, record) if record is not None else ()
    if found:
        first = found[0]
        raise FlowError("flows.changed", no=request.no, where=first.where, before=first.before, after=first.after)


def _hand_over(ledger: Ledger, handover: Request, person: str, now: datetime) -> None:
    """A handover that is through: the customer's open requests of the giver become the taker's."""
    giver, taker = handover.fields.get("giver", ""), handover.fields.get("taker", "")
    for request in ledger.open_requests():
        if request.applicant != giver or request.customer != handover.customer or request.flow.id == "handover":
            continue
        act(ledger, request, Action.REASSIGN, person, now, comment=handover.no, target=taker)


def _evidence(department: Department, request: Request, action: Action, to: str) -> Evidence | None:
    """The form that the step asks for (拜访记录, 接待工作报告 …), if it is there and without errors."""
    wanted = {
        SHOWN_FORMS[step.condition]
        for step in request.flow.steps_from(request.state, action)
        if step.condition in SHOWN_FORMS and to in ("", step.to)
    }
    for form in sorted(wanted):
        found = _belonging(request, department.tables()[form])
        if found is None:
            continue
        faults = errors_of(department, found)
        if faults:
            raise FlowError("flows.findings", no=request.no, count=len(faults), first=faults[0].message)
        return evidence_of(found)
    return None


def _belonging(request: Request, records: Iterable[Record]) -> Record | None:
    """The record of this request: by its number, else the first for the same customer not before the planned day."""
    same_customer: list[Record] = []
    for record in records:
        form = forms()[record.form]
        named = [record.text(name) for name in ("request_no", "reception_no", form.number) if _has(record, name)]
        if request.no in named:
            return record
        if not any(named) and record.text(form.customer) == request.customer:
            same_customer.append(record)
    planned = request.fields.get("visit_on", "")
    later = [record for record in same_customer if str(record.day(forms()[record.form].day) or "") >= planned]
    return later[0] if later else None


def _has(record: Record, name: str) -> bool:
    return bool(name) and name in record.values
