"""拜访次数达标: a week's visits reach the minimum a week and the minimum a working day (both are reported: 5 × 3 ≠ 12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..findings import Finding, Severity
from ..people import Role
from ..rule import Context, Rule, at


def check(context: Context) -> Iterator[Finding]:
    rules, staff = context.settings.rules, context.settings.staff
    for record in context.of("weekly_report"):
        visits, monday, name = record.amount("visits"), record.day("week"), record.text("name")
        if visits is None or monday is None or (name in staff and staff.find(name).role is not Role.SPECIALIST):
            continue
        workdays = sum(1 for _ in context.settings.calendar.between(monday, monday + timedelta(days=6)))
        daily = rules.calls_per_day * workdays
        if (visits < rules.visits_per_week and workdays >= 5) or visits < min(daily, rules.visits_per_week):
            yield at("minimum_calls", Severity.NOTE, record, "visits", minimum=rules.visits_per_week, daily=daily)


RULE = Rule(
    id="minimum_calls",
    zh="拜访次数达标",
    en="Minimum calls",
    severity=Severity.NOTE,
    check=check,
    wrong="五个工作日的一周只拜访 9 次",
    right="五个工作日的一周拜访 15 次",
)
