"""不为负数: amounts, counts and scores are not negative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, along

_KINDS = {"money", "integer"}
_ALL_NUMBERS = ({Decimal}, {int})
# A refund or a correction may make these negative.
_MAY_BE = {("service_cost", "spent"), ("sales_plan", "actual"), ("info_share", "revenue")}


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        for name in _watched(block.form):
            column: Sequence[Any] = block.values.get(name, ())
            if block.kinds(name) in _ALL_NUMBERS and min(column) >= 0:
                continue
            negative = [i for i, value in enumerate(column) if isinstance(value, Decimal | int) and value < 0]
            yield from along("negative_amount", Severity.ERROR, block, name, negative)


@cache
def _watched(form: str) -> tuple[str, ...]:
    """The fields of a form that may not be negative."""
    fields = forms()[form].fields
    return tuple(field.id for field in fields if field.type in _KINDS and (form, field.id) not in _MAY_BE)


RULE = Rule(
    id="negative_amount",
    zh="不为负数",
    en="Not negative",
    severity=Severity.ERROR,
    check=check,
    wrong="报销金额填 -980",
    right="报销金额填 980",
)
