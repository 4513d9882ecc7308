"""投诉集中: two or more valid complaints in the quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..risk import Level, Risk, Sign, Watch

_MANY = 2


def find(watch: Watch) -> Iterator[Sign]:
    counted: Counter[str] = Counter()
    for record in watch.facts.rows("service_log"):
        day = record.day("date")
        if record.text("category") == "投诉" and record.flag("valid") and day is not None and day in watch.period:
            counted[record.text("customer")] += 1
    for customer in watch.facts.customers:
        if (count := counted[customer.name]) >= _MANY:
            seen = f"本季有效投诉 {count} 次"
            yield watch.sign("complaints", Level.HIGH, customer, seen, "经理出面回访，逐条说明整改结果")


RISK = Risk(id="complaints", zh="投诉集中", meaning="本季有效投诉 2 次及以上", find=find)
