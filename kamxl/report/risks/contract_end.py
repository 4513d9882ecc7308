"""合同到期: a contract that ends within 60 days, or has ended, with no later one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...domain.records import Record
from ...domain.table import Table
from ..risk import Level, Risk, Sign, Watch

_SOON = 60


def find(watch: Watch) -> Iterator[Sign]:
    contracts, last = watch.facts.tables.table("contract"), watch.facts.latest("contract", "ends", date.max)
    line = watch.day + timedelta(days=_SOON)
    for name in sorted(name for name in watch.names if last.get(name, date.max) <= line):
        customer, end = watch.facts.customers[name], last[name]
        left = (end - watch.day).days
        level = Level.HIGH if left < 0 else Level.MIDDLE
        seen = f"合同 {end} {'已到期' if left < 0 else f'到期，还有 {left} 天'}，没有续签登记"
        advice = "启动续约谈判，续签后登记合同"
        yield watch.sign("contract_end", level, customer, seen, advice, _ending(contracts, name, end), "ends")


def _ending(contracts: Table, name: str, end: date) -> Record:
    """The customer's first contract that ends on the day."""
    numbers, days = contracts.groups("customer")[name], contracts.days("ends")
    return contracts.record(next(number for number in numbers if days[number] == end))


RISK = Risk(id="contract_end", zh="合同到期", meaning="合同 60 天内到期或已到期，且没有更晚的合同", find=find)
