"""拜访逾期: the day agreed for the next visit has passed and nobody has visited since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ...domain.customer import Customer
from ...domain.table import Table
from ..risk import Level, Risk, Sight, Verdicts, Watch

_VERDICTS = Verdicts.of("本周内安排拜访，或与客户改约并更新下次拜访日期", Level.HIGH, Level.MIDDLE)


def find(watch: Watch) -> Iterator[Sight]:
    visits = watch.facts.tables.table("visit_record")
    for name, (number, agreed) in sorted(_agreed(watch, visits).items()):
        customer = watch.facts.customers.get(name)
        if customer is None or _is_lost(customer, watch.day):
            continue
        seen = f"约定 {agreed} 再访，已过 {(watch.day - agreed).days} 天，此后没有拜访记录"
        who = (name, customer.region, customer.specialist)
        yield Sight(*who, seen, _VERDICTS, visits.record(number), "next_visit")


def _is_lost(customer: Customer, day: date) -> bool:
    return any(loss.lasts_on(day) for loss in customer.losses)


def _agreed(watch: Watch, visits: Table) -> dict[str, tuple[int, date]]:
    """Of each customer whose last visit by ``watch.day`` agreed on a day that has passed: that visit's number, and the day."""
    last = _last_visits(watch)
    found: dict[str, tuple[int, date]] = {}
    met: set[str] = set()
    columns = (visits.texts("customer"), visits.days("visited_on"), visits.days("next_visit"))
    for number, (name, visited, agreed) in enumerate(zip(*columns, strict=True)):
        if visited is None or visited != last.get(name) or name in met:
            continue
        met.add(name)  # of several visits on one day the first counts
        if agreed is not None and visited < agreed < watch.day:
            found[name] = number, agreed
    return found


def _last_visits(watch: Watch) -> Mapping[str, date]:
    """The day of each customer's last visit. A 拜访 of the contact log agrees on no next one, but after an agreed day it
    counts as kept.
    """
    found = dict(watch.facts.latest("visit_record", "visited_on", watch.day))
    calls = watch.facts.timeline("contact_log", "date", said=("way", "拜访"))
    for name, day in calls.latest("customer", watch.day).items():
        found[name] = max(day, found.get(name, day))
    return found


RISK = Risk(id="visit_due", zh="拜访逾期", meaning="约定的下次拜访日期已过，其后没有拜访记录", find=find, by_grade=True)
