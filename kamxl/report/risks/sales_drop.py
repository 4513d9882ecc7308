"""销售下滑: this quarter's sales are a third or more below the mean of the three quarters before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..risk import Level, Risk, Sign, Watch
from ._sales import by_customer

_DROP = Decimal("0.30")


def find(watch: Watch) -> Iterator[Sign]:
    before = tuple(watch.period.shifted(-step) for step in (1, 2, 3))
    sales = by_customer(watch)
    for customer in watch.active:
        mine = sales.get(customer.name, {})
        earlier = [mine[quarter][1] for quarter in before if quarter in mine]
        if watch.period not in mine or not earlier or sum(earlier) <= 0:
            continue
        mean = sum(earlier, Decimal(0)) / len(earlier)
        now = mine[watch.period][1]
        drop = 1 - now / mean
        if drop >= _DROP:
            level = Level.HIGH if watch.grades.get(customer.name) == "A" else Level.MIDDLE
            seen = f"本季 {now / 10_000:,.1f} 万元，比前三季均值 {mean / 10_000:,.1f} 万元下降 {drop:.0%}"
            yield watch.sign("sales_drop", level, customer, seen, "本周内登门了解原因，与客户核对下季需求")


RISK = Risk(id="sales_drop", zh="销售下滑", meaning="本季实际额比前三季均值低三成以上", find=find, by_grade=True)
