"""久未联系: nobody has called on, spoken to or revisited the customer for 60 days (30 for a grade A customer)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from ..risk import CONTACTS, GRADES, Level, Need, Risk, Sight, Verdict, Verdicts, Watch

_DAYS = {"A": 30}
_USUAL_DAYS = 60
_SHORTEST = min(_DAYS.values())


def find(watch: Watch) -> Iterator[Sight]:
    latest = _latest(watch) if watch.names else {}
    for name in watch.names:
        last = latest.get(name)
        silent = None if last is None else (watch.day - last).days
        if silent is not None and silent <= _SHORTEST:
            continue
        customer = watch.facts.customers[name]
        seen = f"最近一次联系 {last}，已 {silent} 天" if last else "没有任何联系、拜访或回访记录"
        verdicts = _verdicts(silent is None or silent > _USUAL_DAYS, customer.grade)
        yield Sight(name, customer.region, customer.specialist, seen, verdicts)


@cache
def _verdicts(long: bool, own: str) -> Verdicts:
    """Of a silence that is too long for everybody, or only for grade A; ``own``: the profile's grade, where value gives none."""
    return Verdicts(tuple(_verdict(grade or own, long) for grade in GRADES))


def _verdict(grade: str, long: bool) -> Verdict | None:
    limit = _DAYS.get(grade, _USUAL_DAYS)
    if not long and limit == _USUAL_DAYS:
        return None
    level = Level.HIGH if grade == "A" else Level.MIDDLE
    return Verdict(level, f"三个工作日内联系并登记（{grade or '未分'}级客户标准为 {limit} 天）")


def _latest(watch: Watch) -> dict[str, date]:
    """The last day by ``watch.day`` on which each customer was in touch with us."""
    found: dict[str, date] = {}
    for form, field in CONTACTS:
        for name, day in watch.facts.latest(form, field, watch.day).items():
            found[name] = max(day, found.get(name, day))
    return found


RISK = Risk(
    id="silence",
    zh="久未联系",
    meaning="60 天（A 级 30 天）没有拜访、联络或服务记录",
    find=find,
    by_grade=True,
    needs=Need.CONTACTS,
)
