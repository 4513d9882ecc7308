"""Sales by customer and quarter, from the plan's rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ...domain.facts import Facts
from ...domain.periods import Period
from ..risk import Watch

Sales = Mapping[str, Mapping[Period, tuple[Decimal, Decimal]]]


def by_customer(watch: Watch, quarters: tuple[Period, ...]) -> Sales:
    """For each customer and quarter (planned, actual) in 元; a quarter without a row is absent."""
    return watch.facts.once(("sales", quarters), lambda: _added_up(watch.facts, quarters))


def _added_up(facts: Facts, quarters: tuple[Period, ...]) -> Sales:
    found: dict[str, dict[Period, tuple[Decimal, Decimal]]] = {}
    for record in facts.rows("sales_plan"):
        quarter = facts.period(record, "quarter")
        if quarter is None or quarter not in quarters:
            continue
        mine = found.setdefault(record.text("customer"), {})
        planned, actual = mine.get(quarter, (Decimal(0), Decimal(0)))
        plan, made = record.amount("plan") or Decimal(0), record.amount("actual") or Decimal(0)
        mine[quarter] = (planned + plan, actual + made)
    return found
