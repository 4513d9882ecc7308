"""合同到期: a contract that ends within 60 days, or has ended, with no later one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...domain.table import Table
from ..risk import Level, Risk, Sign, Watch

_SOON = 60


def find(watch: Watch) -> Iterator[Sign]:
    contracts = watch.facts.tables.table("contract")
    for name, (end, number) in sorted(_last(contracts).items()):
        customer = watch.facts.customers.get(name)
        left = (end - watch.day).days
        if customer is None or not customer.active_on(watch.day) or left > _SOON:
            continue
        level = Level.HIGH if left < 0 else Level.MIDDLE
        seen = f"合同 {end:%Y-%m-%d} {'已到期' if left < 0 else f'到期，还有 {left} 天'}，没有续签登记"
        advice = "启动续约谈判，续签后登记合同"
        yield watch.sign("contract_end", level, customer, seen, advice, contracts.record(number), "ends")


def _last(contracts: Table) -> dict[str, tuple[date, int]]:
    """Each customer's contract that ends last: the day and the record's number."""
    found: dict[str, tuple[date, int]] = {}
    for number, (name, end) in enumerate(zip(contracts.texts("customer"), contracts.days("ends"), strict=True)):
        if end is not None and (name not in found or end > found[name][0]):
            found[name] = (end, number)
    return found


RISK = Risk(id="contract_end", zh="合同到期", meaning="合同 60 天内到期或已到期，且没有更晚的合同", find=find)
