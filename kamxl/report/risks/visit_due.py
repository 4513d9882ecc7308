"""拜访逾期: the day agreed for the next visit has passed and nobody has visited since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ...domain.customers import Customer
from ...domain.records import Record
from ..risk import Level, Risk, Sign, Watch


def find(watch: Watch) -> Iterator[Sign]:
    for name, (visited, record) in _last_visits(watch):
        customer, agreed = watch.facts.customers.get(name), record.day("next_visit")
        if customer is None or agreed is None or not visited < agreed < watch.day or _is_lost(customer, watch.day):
            continue
        late = (watch.day - agreed).days
        level = Level.HIGH if watch.grades.get(name) == "A" else Level.MIDDLE
        seen = f"约定 {agreed:%Y-%m-%d} 再访，已过 {late} 天，此后没有拜访记录"
        found = watch.sign("visit_due", level, customer, seen, "本周内安排拜访，或与客户改约并更新下次拜访日期")
        yield replace(found, record=record, field="next_visit")


def _is_lost(customer: Customer, day: date) -> bool:
    return any(loss.lasts_on(day) for loss in customer.losses)


def _last_visits(watch: Watch) -> list[tuple[str, tuple[date, Record]]]:
    """Each customer's latest visit by ``watch.day``; a 拜访 of the contact log after an agreed day counts as kept."""
    return watch.facts.once(("last visits", watch.day), lambda: sorted(_found(watch).items()))


def _found(watch: Watch) -> dict[str, tuple[date, Record]]:
    found: dict[str, tuple[date, Record]] = {}
    for form, field in (("visit_record", "visited_on"), ("contact_log", "date")):
        for record in watch.facts.rows(form):
            day, name = record.day(field), record.text("customer")
            if day is None or day > watch.day or (form == "contact_log" and record.text("way") != "拜访"):
                continue
            if name not in found or day > found[name][0]:
                found[name] = (day, record)
    return found


RISK = Risk(id="visit_due", zh="拜访逾期", meaning="约定的下次拜访日期已过，其后没有拜访记录", find=find, by_grade=True)
