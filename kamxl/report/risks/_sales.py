"""Sales by customer and quarter, from the plan's rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ...domain.facts import Facts
from ...domain.periods import Period

_NOTHING = Decimal(0)
Sales = Mapping[str, tuple[Decimal, Decimal]]


def by_customer(facts: Facts, quarter: Period) -> Sales:
    """For each customer (planned, actual) in 元; one without a row for the quarter is absent."""
    return facts.once(("sales", quarter), lambda: _added_up(facts, quarter))


def _added_up(facts: Facts, quarter: Period) -> Sales:
    plans = facts.tables.table("sales_plan")
    names, planned, actual = plans.texts("customer"), plans.amounts("plan"), plans.amounts("actual")
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for number in dict(facts.quarters("sales_plan", "quarter")).get(quarter, ()):
        name, plan, made = names[number], planned[number] or _NOTHING, actual[number] or _NOTHING
        known = found.get(name)
        found[name] = (plan, made) if known is None else (known[0] + plan, known[1] + made)
    return found
