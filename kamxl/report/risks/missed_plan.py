"""连续未达计划: under 80 % of the plan in two quarters in a row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..risk import Level, Risk, Sign, Watch
from ._sales import by_customer

_LINE = Decimal("0.80")
_NOTHING = (Decimal(0), Decimal(0))


def find(watch: Watch) -> Iterator[Sign]:
    before, now = (by_customer(watch.facts, quarter) for quarter in (watch.period.previous, watch.period))
    for customer in watch.active if before and now else ():
        mine = (before.get(customer.name, _NOTHING), now.get(customer.name, _NOTHING))
        rates = [actual / plan for plan, actual in mine if plan > 0]
        if len(rates) == len(mine) and all(rate < _LINE for rate in rates):
            seen = f"上季完成 {rates[0]:.0%}，本季完成 {rates[1]:.0%}"
            yield watch.sign("missed_plan", Level.MIDDLE, customer, seen, "与专员复核计划额，重订措施并写入下季计划")


RISK = Risk(id="missed_plan", zh="连续未达计划", meaning="连续两季计划完成率低于 80%", find=find)
