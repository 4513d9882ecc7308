"""开发逾期: an expected signing day that has passed while the prospect is no customer yet."""

from __future__ import annotations

from collections.abc import Iterator

from ..risk import Level, Risk, Sign, Watch


def find(watch: Watch) -> Iterator[Sign]:
    plans = watch.facts.tables.table("development")
    for number, (name, expected) in enumerate(zip(plans.texts("customer"), plans.days("sign_expected"), strict=True)):
        customer = watch.facts.customers.get(name)
        if expected is None or expected >= watch.day or (customer is not None and customer.since is not None):
            continue
        record = plans.record(number)
        place = watch.facts.place(record)
        seen = f"预计 {expected} 签约，已过 {(watch.day - expected).days} 天，档案上还没有合作开始日期"
        advice = "更新预计签约日期或说明原因；无望的转为结束"
        who = (name, place.region, place.specialist)
        yield Sign("late_signing", Level.MIDDLE, *who, seen, advice, record, "sign_expected")


RISK = Risk(id="late_signing", zh="开发逾期", meaning="预计签约日期已过而客户尚未开始合作", find=find)
