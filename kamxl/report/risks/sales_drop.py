"""销售下滑: this quarter's sales are a third or more below the mean of the three quarters before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.sales import sales
from ..risk import Level, Risk, Sight, Verdicts, Watch

_DROP = Decimal("0.30")
_NOTHING = Decimal(0)

_VERDICTS = Verdicts.of("本周内登门了解原因，与客户核对下季需求", Level.HIGH, Level.MIDDLE)


def find(watch: Watch) -> Iterator[Sight]:
    now = sales(watch.facts, watch.period)
    before = [sales(watch.facts, watch.period.shifted(-step)) for step in (1, 2, 3)] if now.customers else []
    for name in watch.names if any(quarter.customers for quarter in before) else ():
        if name not in now.customers:
            continue
        earlier = [quarter.actual.get(name, _NOTHING) for quarter in before if name in quarter.customers]
        total = sum(earlier, _NOTHING)
        if total <= 0:
            continue
        mean = total / len(earlier)
        actual = now.actual.get(name, _NOTHING)
        drop = 1 - actual / mean
        if drop >= _DROP:
            seen = f"本季 {actual / 10_000:,.1f} 万元，比前三季均值 {mean / 10_000:,.1f} 万元下降 {drop:.0%}"
            customer = watch.facts.customers[name]
            yield Sight(name, customer.region, customer.specialist, seen, _VERDICTS)


RISK = Risk(id="sales_drop", zh="销售下滑", meaning="本季实际额比前三季均值低三成以上", find=find, by_grade=True)
