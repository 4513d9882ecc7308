"""申请存在: the request that a claim, a visit record or a reception report refers to exists."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..spelling import nearest

# Which forms' numbers a field may name.
REFERENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "expense_claim": ("request_no", ("visit_request", "reception_request", "development")),
    "visit_record": ("request_no", ("visit_request",)),
    "reception_report": ("reception_no", ("reception_request",)),
}


def check(context: Context) -> Iterator[Finding]:
    for block in context.within(*REFERENCES):
        field_id, targets = REFERENCES[block.form]
        if field_id not in block.values:
            continue
        known = {number for target in targets for number in _numbers(context, target)}
        for record in block if known and not known.issuperset(block.values[field_id]) else ():
            number = record.text(field_id)
            if number and number not in known:
                meant = nearest(number, known)
                code, params = ("request_known", {}) if meant is None else ("request_spelt", {"meant": meant})
                yield at("request_known", Severity.ERROR, record, field_id, code=code, **params)


def _numbers(context: Context, form: str) -> Iterator[str]:
    for block in context.tables.blocks(form):
        yield from (str(number) for number in block.column(forms()[form].number) if number)


RULE = Rule(
    id="request_known",
    zh="申请存在",
    en="Request exists",
    severity=Severity.ERROR,
    check=check,
    wrong="报销单关联 BF-2026-306,没有这个申请",
    right="报销单关联 BF-2026-036",
    wide=True,
)
