"""拜访不足: a specialist's last whole week had too few visits: a day under 3, or the week under 12 (设置).

Both are said: 5 × 3 is not 12. A visit is a customer on a day, from 拜访记录 or from a 拜访 in the contact log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ...domain.people import Person, Role
from ..risk import Level, Risk, Sign, Watch


def find(watch: Watch) -> Iterator[Sign]:
    monday = watch.day - timedelta(days=watch.day.weekday() + 7)
    days = list(watch.facts.settings.calendar.between(monday, monday + timedelta(days=6)))
    visits = _visits(watch, monday)
    if not days or not visits:
        return  # a week of holidays, or a department that keeps no visits
    for person in watch.facts.settings.staff:
        if person.role is Role.SPECIALIST and person.works_on(monday) and person.works_on(days[-1]):
            yield from _of_person(watch, person, days, visits)


def _of_person(watch: Watch, person: Person, days: list[date], visits: dict[str, Counter[date]]) -> Iterator[Sign]:
    rules, counted = watch.facts.settings.rules, visits.get(person.name, Counter())
    week, short = counted.total(), [day for day in days if counted[day] < rules.calls_per_day]
    said = []
    if week < rules.visits_per_week:
        said.append(f"共 {week} 次（每周至少 {rules.visits_per_week} 次）")
    if short:
        said.append(f"{len(short)} 个工作日不足 {rules.calls_per_day} 次")
    if said:
        seen = f"{days[0]:%m-%d} 至 {days[-1]:%m-%d} 拜访{'，'.join(said)}"
        level = Level.MIDDLE if week < rules.visits_per_week else Level.LOW
        yield Sign("few_visits", level, "", person.region, person.name, seen, "重排下周拜访计划，经理周一核对")


def _visits(watch: Watch, monday: date) -> dict[str, Counter[date]]:
    """How many customers each person called on, by day of the week."""
    met: set[tuple[str, date, str]] = set()
    for form, field in (("visit_record", "visited_on"), ("contact_log", "date")):
        for record in watch.facts.rows(form):
            day = record.day(field)
            if day is None or not monday <= day < monday + timedelta(days=7):
                continue
            if form == "contact_log" and record.text("way") != "拜访":
                continue
            person = record.text("visitor") or watch.facts.place(record).specialist
            met.add((person, day, record.text("customer")))
    found: dict[str, Counter[date]] = {}
    for person, day, _ in met:
        found.setdefault(person, Counter())[day] += 1
    return found


RISK = Risk(id="few_visits", zh="拜访不足", meaning="上周拜访少于每周或每天的最低次数（设置·规则）", find=find)
