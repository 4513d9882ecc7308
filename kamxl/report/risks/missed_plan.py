"""连续未达计划: under 80 % of the plan in two quarters in a row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.sales import Sales, sales
from ..risk import Level, Risk, Sign, Watch

_LINE = Decimal("0.80")
_NOTHING = Decimal(0)


def find(watch: Watch) -> Iterator[Sign]:
    before, now = (sales(watch.facts, quarter) for quarter in (watch.period.previous, watch.period))
    planned = before.planned.keys() & now.planned.keys()
    for name in watch.names if planned else ():
        if name not in planned:
            continue
        customer, rates = watch.facts.customers[name], [_rate(quarter, name) for quarter in (before, now)]
        if all(rate is not None and rate < _LINE for rate in rates):
            seen = f"上季完成 {rates[0]:.0%}，本季完成 {rates[1]:.0%}"
            yield watch.sign("missed_plan", Level.MIDDLE, customer, seen, "与专员复核计划额，重订措施并写入下季计划")


def _rate(quarter: Sales, name: str) -> Decimal | None:
    """Actual over planned, ``None`` where nothing was planned."""
    plan = quarter.planned[name]
    return quarter.actual.get(name, _NOTHING) / plan if plan > 0 else None


RISK = Risk(id="missed_plan", zh="连续未达计划", meaning="连续两季计划完成率低于 80%", find=find)
