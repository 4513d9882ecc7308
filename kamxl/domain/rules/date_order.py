"""日期先后: dates of one record come in the order in which things happen (建档 ≤ 合作开始 ≤ 流失, 开始 ≤ 终止)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import le
from typing import Any

from ..findings import Finding, Severity
from ..form import forms
from ..records import Block
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
    for block in context.within(*ORDERS):
        late: set[tuple[int, str]] = set()  # one finding a cell, however many dates it should follow
        for first, last in ORDERS[block.form]:
            if _keep_order(block, first, last):
                continue
            starts, ends = block.column(first), block.column(last)
            for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
                if not isinstance(start, date) or not isinstance(end, date) or end >= start or (index, last) in late:
                    continue
                late.add((index, last))
                earlier = forms()[block.form].field(first).label
                record = block.record(index)
                yield at("date_order", Severity.ERROR, record, last, earlier=earlier, start=start, end=end)


def _keep_order(block: Block, first: str, last: str) -> bool:
    """Whether it is sure at a glance that no date comes too early."""
    kinds = (block.kinds(first), block.kinds(last))
    if {type(None)} in kinds:
        return True
    starts: Sequence[Any] = block.column(first)
    ends: Sequence[Any] = block.column(last)
    return kinds == ({date}, {date}) and all(map(le, starts, ends))


RULE = Rule(
    id="date_order",
    zh="日期先后",
    en="Dates in order",
    severity=Severity.ERROR,
    check=check,
    wrong="合作开始日期 2023-02-20,流失日期 2021-08-18",
    right="合作开始日期 2023-02-20,流失日期 2025-08-18",
)
