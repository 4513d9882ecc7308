"""不为负数: amounts, counts and scores are not negative."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at

_KINDS = {"money", "integer"}
# A refund or a correction may make these negative.
_MAY_BE = {("service_cost", "spent"), ("sales_plan", "actual"), ("info_share", "revenue")}


def check(context: Context) -> Iterator[Finding]:
    for record in context.of():
        for field in forms()[record.form].fields:
            if field.type in _KINDS and (record.form, field.id) not in _MAY_BE:
                amount = record.amount(field.id)
                if amount is not None and amount < 0:
                    yield at("negative_amount", Severity.ERROR, record, field.id)


RULE = Rule(
    id="negative_amount",
    zh="不为负数",
    en="Not negative",
    severity=Severity.ERROR,
    check=check,
    wrong="报销金额填 -980",
    right="报销金额填 980",
)
