"""不为负数: amounts, counts and scores are not negative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at

_KINDS = {"money", "integer"}
_ALL_NUMBERS = ({Decimal}, {int})
# A refund or a correction may make these negative.
_MAY_BE = {("service_cost", "spent"), ("sales_plan", "actual"), ("info_share", "revenue")}


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        for field in forms()[block.form].fields:
            if field.type not in _KINDS or (block.form, field.id) in _MAY_BE:
                continue
            column: Sequence[Any] = block.values.get(field.id, ())
            if block.kinds(field.id) in _ALL_NUMBERS and min(column) >= 0:
                continue
            for index, value in enumerate(column):
                if isinstance(value, Decimal | int) and value < 0:
                    yield at("negative_amount", Severity.ERROR, block.record(index), field.id)


RULE = Rule(
    id="negative_amount",
    zh="不为负数",
    en="Not negative",
    severity=Severity.ERROR,
    check=check,
    wrong="报销金额填 -980",
    right="报销金额填 980",
)
