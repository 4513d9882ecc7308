"""What the ledger knows of forms under check: those that say something else than was submitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..domain.changes import changes
from ..domain.findings import Finding, Severity
from ..domain.flow import REJECTED, RETURNED, WITHDRAWN
from ..domain.form import forms
from ..domain.records import Record
from ..errors import LedgerError, say
from .acting import ledger_if_founded
from .department import Department

if TYPE_CHECKING:
    from ..ledger.ledger import Ledger
    from ..sheets.reading import Reading

RULE = "approval"


def changed_since_submission(department: Department, readings: Iterable[Reading]) -> list[Finding]:
    """审批后被修改, at its cell. Nothing where there is no ledger; a ledger out of reach is a finding too."""
    try:
        ledger = ledger_if_founded(department)
        if ledger is None:
            return []
        with ledger:
            return [found for reading in readings for record in reading.records for found in _changed(ledger, record)]
    except LedgerError as error:
        return [Finding(RULE, "", "", "", Severity.WARNING, error.text)]


def _changed(ledger: Ledger, record: Record) -> Iterator[Finding]:
    form = forms()[record.form]
    if not form.flow or not record.number:
        return
    request = ledger.case(record.number).request
    if request is None or request.state in (RETURNED, WITHDRAWN, REJECTED):
        return
    if request.evidence.book != record.source.book or request.evidence.form != record.form:
        return
    for change in changes(request.evidence, record):
        message = say("ledger.changed", where=change.where, before=change.before or "—", after=change.after or "—")
        yield Finding(
            RULE, change.book, change.sheet, change.cell, Severity.WARNING, message, change.field, change.after
        )
