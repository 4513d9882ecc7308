"""Proves that the ledger is whole and that the workbooks show what it says, or names what is not so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.changes import belongs, changes, record_of
from ..domain.conditions import money
from ..domain.evidence import plain
from ..domain.flow import REJECTED, RETURNED, WITHDRAWN, flows
from ..domain.form import Form, forms
from ..domain.records import Record
from ..domain.request import Case, Request
from ..domain.status import CHANGED
from ..domain.values import show
from ..errors import LedgerError, say
from .acting import attach_ledger
from .department import Department, Problem
from .progress import Progress, silent

if TYPE_CHECKING:
    from ..ledger.proof import Fault


@dataclass(frozen=True, slots=True)
class AuditResult:
    """``department`` is the founding's id, to be compared between machines; ``faults`` are in the order of finding.

    ``simulated``: founded for days that are not the calendar's, so no clock was compared.
    """

    department: str
    events: int
    requests: int
    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...]
    simulated: bool = False

    @property
    def sound(self) -> bool:
        return all(fault.harmless for fault in self.faults)


def audit(department: Department, progress: Progress | None = None, *, every_signature: bool = False) -> AuditResult:
    """Reads and verifies everything anew. Raises ``LedgerError`` when the ledger is out of reach or not founded."""
    from ..ledger.proof import prove

    told = progress or silent
    told(say("progress.auditing_ledger"), 0, 2)
    with attach_ledger(department) as ledger:
        proof = prove(ledger.store, ledger.index, every_signature=every_signature)
        place = ledger.store.place
    if not proof.law.states and not proof.faults:
        raise LedgerError("ledger.not_founded", place=place)
    told(say("progress.auditing_books"), 1, 2)
    records = [record for reading in department.read_all(progress) for record in reading.records]
    faults = (*proof.faults, *compare(proof.cases, records), *_over_budget(proof.cases))
    told(say("progress.audited"), 2, 2)
    simulated = proof.law.now is not None and proof.law.now.simulated
    return AuditResult(proof.law.dept, proof.events, len(proof.cases), faults, tuple(department.problems), simulated)


def compare(cases: dict[str, Case], records: list[Record]) -> Iterator[Fault]:
    """Status cells that say something else than the ledger, and forms that say something else than was submitted."""
    for record in records:
        form = forms()[record.form]
        if form.flow:
            text = _status_fault(cases.get(record.number), record, form)
            if text is not None:
                yield text
    by_form: dict[str, list[Record]] = {}
    for record in records:
        by_form.setdefault(record.form, []).append(record)
    for case in cases.values():
        if case.request is not None and not _resting(case.request):
            yield from _content_faults(case.request, by_form)


def _status_fault(case: Case | None, record: Record, form: Form) -> Fault | None:
    from ..ledger.proof import Fault

    shown = show(record.raw.get("flow_status")).strip()
    request = case.request if case is not None else None
    if request is not None and request.fields.get(form.person) != record.text(form.person):
        request = None
    state = request.state if request is not None else flows()[form.flow].start
    real = {state, ""} | ({CHANGED} if request is not None else set())
    if shown in real:
        return None
    where = f"{record.source.book} {record.source.sheet}!{record.source.cell('flow_status')}"
    # A state that the request was in before is not forged, only not yet brought up to date.
    was = request is not None and any(shown in (entry.before, entry.after) for entry in request.trail)
    return Fault(say("ledger.forged_status", where=where, shown=shown, state=state), harmless=was)


def _resting(request: Request) -> bool:
    """Whether the form is the applicant's to change."""
    return request.state in (RETURNED, WITHDRAWN, REJECTED)


def _content_faults(request: Request, by_form: dict[str, list[Record]]) -> Iterator[Fault]:
    from ..ledger.proof import Fault

    if request.flow.id == "lifecycle":
        return  # a profile lives on; what it said at each stage is in the ledger
    record = record_of(request, by_form.get(request.flow.form, ()))
    if record is None:
        cell = request.evidence.cells.get(forms()[request.flow.form].number, "")
        where = f"{request.evidence.sheet}!{cell}"
        yield Fault(say("ledger.record_gone", no=request.no, book=request.evidence.book, where=where))
    else:
        for change in changes(request.evidence, record):
            where = f"{change.book} {change.where}"
            yield Fault(
                say("ledger.changed", where=where, before=change.before or "(空)", after=change.after or "(空)")
            )
    for evidence in request.shown.values():
        known = [each for each in by_form.get(evidence.form, ()) if belongs(evidence, each)]
        if not known:
            where = f"{evidence.sheet}!{next(iter(evidence.cells.values()), '')}"
            yield Fault(say("ledger.record_gone", no=request.no, book=evidence.book, where=where))
            continue
        for change in changes(evidence, known[0]):
            where = f"{change.book} {change.where}"
            yield Fault(
                say("ledger.changed", where=where, before=change.before or "(空)", after=change.after or "(空)")
            )


def _over_budget(cases: dict[str, Case]) -> Iterator[Fault]:
    """Claims that together exceed what was approved, whatever each of them knew when it was submitted."""
    from ..ledger.proof import Fault

    claims = [c.request for c in cases.values() if c.request is not None and c.request.flow.id == "expense"]
    totals: dict[str, Decimal] = {}
    for claim in sorted(claims, key=lambda request: (request.submitted, request.no)):
        if claim.state in (REJECTED, RETURNED, WITHDRAWN):
            continue
        basis = claim.fields.get("request_no", "")
        totals[basis] = totals.get(basis, Decimal(0)) + money(claim.fields.get("amount", ""))
        limit = money(claim.evidence.facts.get("approved_budget", "")) * (1 + claim.policy.rules.budget_tolerance)
        if totals[basis] > limit:
            yield Fault(say("ledger.over_budget", no=claim.no, basis=f"{basis} ({plain(limit)})"))
