"""申请存在: the request that a claim, a visit record or a reception report refers to exists."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at
from ..spelling import nearest

# Which forms' numbers a field may name.
REFERENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "expense_claim": ("request_no", ("visit_request", "reception_request", "development")),
    "visit_record": ("request_no", ("visit_request",)),
    "reception_report": ("reception_no", ("reception_request",)),
}


def check(context: Context) -> Iterator[Finding]:
    numbers = {
        form: {other.number for target in targets for other in context.tables[target]} - {""}
        for form, (_, targets) in REFERENCES.items()
    }
    for record in context.of(*REFERENCES):
        field_id, _ = REFERENCES[record.form]
        number, known = record.text(field_id), numbers[record.form]
        if number and known and number not in known:
            meant = nearest(number, known)
            code = "request_known" if meant is None else "request_spelt"
            yield at(
                "request_known", Severity.ERROR, record, field_id, code=code, **({"meant": meant} if meant else {})
            )


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
