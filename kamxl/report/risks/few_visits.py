"""拜访不足: a specialist's last whole week had too few visits: a day under 3, or the week under 12 (设置).

Both are said: 5 × 3 is not 12. A visit is a customer on a day, from 拜访记录 or from a 拜访 in the contact log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...domain.people import Person, Role
from ..risk import Level, Risk, Sign, Watch


def find(watch: Watch) -> Iterator[Sign]:
    days = list(watch.facts.settings.calendar.between(watch.monday, watch.monday + timedelta(days=6)))
    if not days or not watch.calls:
        return  # a week of holidays, or a department that keeps no visits
    for person in watch.facts.settings.staff:
        if person.role is Role.SPECIALIST and person.works_on(watch.monday) and person.works_on(days[-1]):
            yield from _of_person(watch, person, days)


def _of_person(watch: Watch, person: Person, days: list[date]) -> Iterator[Sign]:
    rules = watch.facts.settings.rules
    counted = {day: count for (name, day), count in watch.calls.items() if name == person.name}
    week, short = sum(counted.values()), [day for day in days if counted.get(day, 0) < rules.calls_per_day]
    said = []
    if week < rules.visits_per_week:
        said.append(f"共 {week} 次（每周至少 {rules.visits_per_week} 次）")
    if short:
        said.append(f"{len(short)} 个工作日不足 {rules.calls_per_day} 次")
    if said:
        seen = f"{days[0]:%m-%d} 至 {days[-1]:%m-%d} 拜访{'，'.join(said)}"
        level = Level.MIDDLE if week < rules.visits_per_week else Level.LOW
        yield Sign("few_visits", level, "", person.region, person.name, seen, "重排下周拜访计划，经理周一核对")


RISK = Risk(
    id="few_visits", zh="拜访不足", meaning="上周拜访少于每周或每天的最低次数（设置·规则）", find=find, of_all=True
)
