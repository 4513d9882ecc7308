"""Submits forms for approval: what stands on the sheet, checked, goes into the ledger as the applicant's event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.clock import stamp
from ..domain.conditions import money
from ..domain.event import Event
from ..domain.evidence import evidence_of, plain
from ..domain.findings import Finding, Severity
from ..domain.flow import REJECTED, RETURNED, WITHDRAWN, Action, flow_of_form
from ..domain.form import forms
from ..domain.records import Record, blocks_of
from ..domain.request import Request
from ..domain.rule import Context, run
from ..errors import FlowError, Text, say
from .acting import on_behalf, open_ledger
from .department import Department

if TYPE_CHECKING:
    from ..ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that is now under way. ``where`` is ``工作表!单元格`` of its number."""

    request: Request
    where: str


@dataclass(frozen=True, slots=True)
class NotSubmitted:
    """A form that stays with the applicant, and why; with the findings that have to be mended first."""

    no: str
    where: str
    reason: Text
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What became of each form asked for. ``under_way`` are those submitted before that did not need to be again."""

    submitted: tuple[Submitted, ...]
    refused: tuple[NotSubmitted, ...]
    under_way: tuple[Request, ...]


def submit(
    department: Department, book: Path, person: str, now: datetime, *, sheet: str = "", record: str = ""
) -> SubmitResult:
    """Submits the forms of a workbook: that with the number ``record``, those on ``sheet``, or all of ``person``'s own.

    A form with ERROR findings is refused; so is one that the flow does not let this person submit now. Raises
    ``FlowError("flows.no_record")`` when nothing matches, ``InputError`` for an unknown person.
    """
    with open_ledger(department) as ledger:
        actor = ledger.staff.find(person).name
        candidates = _candidates(department, book, actor, sheet, record)
        batch = _Run(department, ledger, actor, now, _repeated(candidates))
        for found in candidates:
            batch.one(found, asked_for=bool(record))
    return SubmitResult(tuple(batch.submitted), tuple(batch.refused), tuple(batch.under_way))


@dataclass(slots=True)
class _Run:
    department: Department
    ledger: Ledger
    actor: str
    now: datetime
    repeated: dict[str, list[str]]
    submitted: list[Submitted] = field(default_factory=list)
    refused: list[NotSubmitted] = field(default_factory=list)
    under_way: list[Request] = field(default_factory=list)

    def one(self, found: Record, *, asked_for: bool) -> None:
        where = _where(found)
        known = self.ledger.case(found.number).request if found.number else None
        if known is not None and not asked_for and _rests_elsewhere(known, found):
            self.under_way.append(known)
            return
        try:
            _refuse_repeated(found, self.repeated)
            faults = errors_of(self.department, found)
            if faults:
                reason = say("flows.findings", no=found.number, count=len(faults), first=faults[0].message)
                self.refused.append(NotSubmitted(found.number, where, reason, faults))
                return
            made = _append(self.ledger, known, found, self.actor, self.now)
            self.submitted.append(Submitted(made, where))
        except FlowError as error:
            self.refused.append(NotSubmitted(found.number, where, error.text))


def _candidates(department: Department, book: Path, actor: str, sheet: str, number: str) -> list[Record]:
    reading = department.read(book)
    requests = [found for found in reading.records if forms()[found.form].flow]
    chosen = [
        found
        for found in requests
        if (not sheet or found.source.sheet == sheet) and (not number or found.number == number)
    ]
    if not number and not sheet:
        chosen = [found for found in chosen if found.text(forms()[found.form].person) == actor]
    if not chosen:
        known = "、".join(dict.fromkeys(found.number or _where(found) for found in requests)) or "—"
        raise FlowError("flows.no_record", book=reading.book, wanted=number or sheet or actor, known=known)
    return chosen


def _where(record: Record) -> str:
    cell = record.source.cell(forms()[record.form].number)
    return f"{record.source.sheet}!{cell}" if cell else record.source.sheet


def _repeated(records: Iterable[Record]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for record in records:
        places.setdefault(record.number, []).append(_where(record))
    return {number: found for number, found in places.items() if number and len(found) > 1}


def _refuse_repeated(record: Record, repeated: dict[str, list[str]]) -> None:
    if not record.number:
        raise FlowError("flows.no_number", where=_where(record))
    if record.number in repeated:
        first, second, *_ = repeated[record.number]
        raise FlowError("flows.twice", no=record.number, first=first, second=second)


def _rests_elsewhere(request: Request, record: Record) -> bool:
    """Whether the request is with somebody else, or ended: there is nothing to submit."""
    own = request.evidence.form == record.form and request.state in (RETURNED, WITHDRAWN)
    return not own and request.fields.get(forms()[record.form].person) == record.text(forms()[record.form].person)


def errors_of(department: Department, record: Record) -> tuple[Finding, ...]:
    """What keeps a record from being submitted: errors of reading and of rules at its cells or on its sheet."""
    reading = department.read(department.folder / record.source.book)
    cells = set(record.source.cells.values()) | {""}
    read = [f for f in reading.findings if f.sheet == record.source.sheet and f.cell in cells]
    ruled = run(Context(blocks_of([record]), department.tables(), department.settings))
    found = [f for f in (*read, *ruled) if f.severity is Severity.ERROR]
    return tuple(sorted(found, key=lambda finding: finding.order))


def _append(ledger: Ledger, known: Request | None, record: Record, actor: str, now: datetime) -> Request:
    flow = flow_of_form()[record.form]
    event = Event(
        request=record.number,
        flow=flow.id,
        action=Action.SUBMIT,
        actor=actor,
        at=stamp(now),
        revision=known.revision + 1 if known is not None else 1,
        evidence=evidence_of(record, _facts(ledger, record)),
    )
    return ledger.append(on_behalf(ledger, known, event, ledger.staff))


def _facts(ledger: Ledger, record: Record) -> dict[str, str]:
    """For a claim: the approved budget of its request, and what other claims have taken of it."""
    if record.form != "expense_claim":
        return {}
    wanted = record.text("request_no")
    basis = ledger.case(wanted).request
    if basis is None or not approved(basis):
        return {}
    total = Decimal(0)
    for other in ledger.requests():
        if other.flow.id != "expense" or other.no == record.number:
            continue
        if other.fields.get("request_no") == wanted and other.state not in (REJECTED, WITHDRAWN, RETURNED):
            total += money(other.fields.get("amount", ""))
    return {"approved_budget": basis.fields.get("budget", "0"), "claimed_before": plain(total)}


def approved(request: Request) -> bool:
    """Whether the present revision got through its audits, whatever came after."""
    unfinished = {request.flow.start, RETURNED, REJECTED, WITHDRAWN}
    return any(
        entry.event.revision == request.revision
        and entry.after not in unfinished
        and request.flow.audit(entry.after) is None
        for entry in request.trail
    )
