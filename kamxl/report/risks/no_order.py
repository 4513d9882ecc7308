"""久无订单: an active customer without an order for three months, or for the department's own number (无订单视为流失)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...domain.customers import months_before
from ..risk import Level, Need, Risk, Sign, Watch

_MONTHS = 3


def find(watch: Watch) -> Iterator[Sign]:
    months = watch.facts.settings.rules.churn_idle_months or _MONTHS
    last, edge = watch.facts.last_orders if watch.names else {}, months_before(watch.day, months)
    for name in watch.names:
        if last.get(name, date.min) > edge:
            continue
        customer = watch.facts.customers[name]
        since = max(last.get(name, date.min), customer.since or date.min)
        if since > edge:
            continue
        bought = f"最近一次订单 {since}" if name in last else "开始合作以来没有订单"
        level = Level.HIGH if customer.grade == "A" else Level.MIDDLE
        seen = f"{bought}，已超过 {months} 个月"
        yield watch.sign("no_order", level, customer, seen, "登门了解采购计划和竞争对手动向")


RISK = Risk(
    id="no_order",
    zh="久无订单",
    meaning="3 个月（设置了“无订单视为流失”时为其月数）没有销售额或新签合同",
    find=find,
    needs=Need.ORDERS,
)
