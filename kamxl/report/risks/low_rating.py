"""满意度低: a customer's rating of the year under 70."""

from __future__ import annotations

from collections.abc import Iterator

from ..risk import Level, Risk, Sign, Watch

_LINE = 70


def find(watch: Watch) -> Iterator[Sign]:
    rated = watch.facts.rows("rating").where("item", "客户满意度")
    if not rated:
        return
    years, year = watch.facts.years("rating", "year"), watch.period.fiscal_year.year
    for number, name, score in zip(rated.numbers, rated.texts("customer"), rated.amounts("score"), strict=True):
        customer = watch.facts.customers.get(name)
        if score is None or customer is None or score >= _LINE:
            continue
        if years[number] == year and customer.active_on(watch.day):
            seen, advice, record = (
                f"本年度满意度 {score:.0f} 分",
                "上门听取意见，列出改进事项",
                rated.table.record(number),
            )
            yield watch.sign("low_rating", Level.MIDDLE, customer, seen, advice, record, "score")


RISK = Risk(id="low_rating", zh="满意度低", meaning="本年度满意度评分低于 70 分", find=find)
