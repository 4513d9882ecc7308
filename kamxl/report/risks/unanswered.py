"""逾期未答复: a complaint, opinion or question that is past its time and has no answer yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ..risk import Level, Risk, Sign, Watch

_AWAITED = ("投诉", "意见", "咨询")


def find(watch: Watch) -> Iterator[Sign]:
    usual = watch.facts.settings.rules.answer_days
    for record in watch.facts.rows("service_log"):
        day, category = record.day("date"), record.text("category")
        customer = watch.facts.customers.get(record.text("customer"))
        if day is None or customer is None or category not in _AWAITED or record.day("answered_on") is not None:
            continue
        limit = record.amount("limit_days")
        due = day + timedelta(days=int(usual if limit is None else limit))
        if day <= watch.day and due < watch.day:
            late = (watch.day - due).days
            level = Level.HIGH if category == "投诉" else Level.MIDDLE
            seen = f"{day:%Y-%m-%d} 的{category}没有反馈时间，已超期 {late} 天"
            found = watch.sign("unanswered", level, customer, seen, "立即答复客户，并在台账补填反馈时间")
            yield replace(found, record=record, field="answered_on")


RISK = Risk(id="unanswered", zh="逾期未答复", meaning="投诉、意见、咨询超过标准时限仍无反馈时间", find=find)
