"""日期先后: dates of one record come in the order in which things happen (建档 ≤ 合作开始 ≤ 流失, 开始 ≤ 终止)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at

ORDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "profile": (("founded", "filed_on"), ("filed_on", "since"), ("since", "lost_on")),
    "contract": (("starts", "ends"), ("signed_on", "ends")),
    "visit_request": (("applied_on", "visit_on"),),
    "visit_record": (("visited_on", "next_visit"),),
    "development": (("applied_on", "sign_expected"),),
    "service_log": (("date", "answered_on"),),
}


def check(context: Context) -> Iterator[Finding]:
    for record in context.of(*ORDERS):
        form = forms()[record.form]
        late: set[str] = set()
        for first, last in ORDERS[record.form]:
            start, end = record.day(first), record.day(last)
            if start and end and end < start and last not in late:
                late.add(last)
                earlier = form.field(first).label
                yield at("date_order", Severity.ERROR, record, last, earlier=earlier, start=start, end=end)


RULE = Rule(
    id="date_order",
    zh="日期先后",
    en="Dates in order",
    severity=Severity.ERROR,
    check=check,
    wrong="合作开始日期 2023-02-20,流失日期 2021-08-18",
    right="合作开始日期 2023-02-20,流失日期 2025-08-18",
)
