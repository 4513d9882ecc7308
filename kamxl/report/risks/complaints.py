"""投诉集中: two or more valid complaints in the quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..risk import Level, Risk, Sign, Watch

_MANY = 2


def find(watch: Watch) -> Iterator[Sign]:
    made = watch.facts.timeline("service_log", "date", said=("category", "投诉")).within(watch.period.span)
    counted = Counter(made.keep(made.flags("valid")).texts("customer"))
    many = {name: count for name, count in counted.items() if count >= _MANY}
    for name in watch.facts.customers.everybody.customers if many else ():
        if name in many and (customer := watch.facts.customers.get(name)) is not None:
            seen = f"本季有效投诉 {many[name]} 次"
            yield watch.sign("complaints", Level.HIGH, customer, seen, "经理出面回访，逐条说明整改结果")


RISK = Risk(id="complaints", zh="投诉集中", meaning="本季有效投诉 2 次及以上", find=find)
