"""Sales by customer and quarter, from the plan's rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ...domain.facts import Facts
from ...domain.periods import Period
from ..risk import Watch

Sales = Mapping[str, Mapping[Period, tuple[Decimal, Decimal]]]


def by_customer(watch: Watch) -> Sales:
    """For each customer and quarter (planned, actual) in 元; a quarter without a row is absent."""
    return watch.facts.once("sales", lambda: _added_up(watch.facts))


def _added_up(facts: Facts) -> Sales:
    found: dict[str, dict[Period, tuple[Decimal, Decimal]]] = {}
    for record, quarter in zip(facts.rows("sales_plan"), facts.periods("sales_plan", "quarter"), strict=True):
        if quarter is None:
            continue
        mine = found.setdefault(record.text("customer"), {})
        planned, actual = mine.get(quarter, (Decimal(0), Decimal(0)))
        plan, made = record.amount("plan") or Decimal(0), record.amount("actual") or Decimal(0)
        mine[quarter] = (planned + plan, actual + made)
    return found
