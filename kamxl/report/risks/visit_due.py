"""拜访逾期: the day agreed for the next visit has passed and nobody has visited since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, count, repeat

from ...domain.customers import Customer
from ...domain.table import Rows
from ..risk import Level, Risk, Sight, Verdicts, Watch

_VERDICTS = Verdicts.of("本周内安排拜访，或与客户改约并更新下次拜访日期", Level.HIGH, Level.MIDDLE)


def find(watch: Watch) -> Iterator[Sight]:
    visits = watch.facts.tables.table("visit_record")
    next_visits = visits.days("next_visit")
    for name, (visited, number) in sorted(_last_visits(watch).items()):
        customer, agreed = watch.facts.customers.get(name), None if number < 0 else next_visits[number]
        if customer is None or agreed is None or not visited < agreed < watch.day or _is_lost(customer, watch.day):
            continue
        seen = f"约定 {agreed:%Y-%m-%d} 再访，已过 {(watch.day - agreed).days} 天，此后没有拜访记录"
        who = (name, customer.region, customer.specialist)
        yield Sight(*who, seen, _VERDICTS, visits.record(number), "next_visit")


def _is_lost(customer: Customer, day: date) -> bool:
    return any(loss.lasts_on(day) for loss in customer.losses)


def _last_visits(watch: Watch) -> dict[str, tuple[date, int]]:
    """Each customer's latest visit by ``watch.day`` with its number; -1 for a 拜访 of the contact log: that agrees on no next
    one, but after an agreed day it counts as kept.
    """
    visits, contacts = (watch.facts.tables.table(form) for form in ("visit_record", "contact_log"))
    called = Rows.all(contacts).where("way", "拜访")
    all_visits = chain(
        zip(visits.texts("customer"), visits.days("visited_on"), count()),
        zip(called.texts("customer"), called.days("date"), repeat(-1)),
    )
    found: dict[str, tuple[date, int]] = {}
    for name, day, number in all_visits:
        if day is not None and day <= watch.day and (name not in found or day > found[name][0]):
            found[name] = (day, number)
    return found


RISK = Risk(id="visit_due", zh="拜访逾期", meaning="约定的下次拜访日期已过，其后没有拜访记录", find=find, by_grade=True)
