"""满意度低: a customer's rating of the year under 70."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..risk import Level, Risk, Sign, Watch

_LINE = 70


def find(watch: Watch) -> Iterator[Sign]:
    year = watch.period.fiscal_year.year
    for record in watch.facts.rows("rating"):
        score, customer = record.amount("score"), watch.facts.customers.get(record.text("customer"))
        if record.text("item") != "客户满意度" or score is None or customer is None or score >= _LINE:
            continue
        if watch.facts.year(record, "year") == year and customer.active_on(watch.day):
            found = watch.sign(
                "low_rating", Level.MIDDLE, customer, f"本年度满意度 {score:.0f} 分", "上门听取意见，列出改进事项"
            )
            yield replace(found, record=record, field="score")


RISK = Risk(id="low_rating", zh="满意度低", meaning="本年度满意度评分低于 70 分", find=find)
