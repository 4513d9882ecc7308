"""逾期未答复: a complaint, opinion or question that is past its time and has no answer yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..risk import Level, Risk, Sign, Watch

_AWAITED = ("投诉", "意见", "咨询")


def find(watch: Watch) -> Iterator[Sign]:
    usual = watch.facts.settings.rules.answer_days
    log = watch.facts.tables.table("service_log")
    columns = (log.texts("customer"), log.texts("category"), log.days("date"), log.days("answered_on"))
    limits = log.counts("limit_days")
    for number, (name, category, day, answered) in enumerate(zip(*columns, strict=True)):
        if answered is not None or day is None or category not in _AWAITED:
            continue
        customer, limit = watch.facts.customers.get(name), limits[number]
        if customer is None or day > watch.day:
            continue
        due = day + timedelta(days=int(usual if limit is None else limit))
        if due < watch.day:
            late = (watch.day - due).days
            level = Level.HIGH if category == "投诉" else Level.MIDDLE
            seen = f"{day} 的{category}没有反馈时间，已超期 {late} 天"
            advice = "立即答复客户，并在台账补填反馈时间"
            yield watch.sign("unanswered", level, customer, seen, advice, log.record(number), "answered_on")


RISK = Risk(id="unanswered", zh="逾期未答复", meaning="投诉、意见、咨询超过标准时限仍无反馈时间", find=find)
