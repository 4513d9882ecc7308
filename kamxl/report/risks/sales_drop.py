"""销售下滑: this quarter's sales are a third or more below the mean of the three quarters before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..risk import Level, Risk, Sight, Verdicts, Watch
from ._sales import by_customer

_DROP = Decimal("0.30")


_VERDICTS = Verdicts.of("本周内登门了解原因，与客户核对下季需求", Level.HIGH, Level.MIDDLE)


def find(watch: Watch) -> Iterator[Sight]:
    now = by_customer(watch.facts, watch.period)
    before = [by_customer(watch.facts, watch.period.shifted(-step)) for step in (1, 2, 3)]
    for customer in watch.active if now and any(before) else ():
        earlier = [sales[customer.name][1] for sales in before if customer.name in sales]
        if customer.name not in now or not earlier or sum(earlier) <= 0:
            continue
        mean = sum(earlier, Decimal(0)) / len(earlier)
        actual = now[customer.name][1]
        drop = 1 - actual / mean
        if drop >= _DROP:
            seen = f"本季 {actual / 10_000:,.1f} 万元，比前三季均值 {mean / 10_000:,.1f} 万元下降 {drop:.0%}"
            yield Sight(customer.name, customer.region, customer.specialist, seen, _VERDICTS)


RISK = Risk(id="sales_drop", zh="销售下滑", meaning="本季实际额比前三季均值低三成以上", find=find, by_grade=True)
