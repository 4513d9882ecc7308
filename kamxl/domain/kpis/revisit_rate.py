"""大客户回访率：期内登记回访且已有反馈时间的客户数 ÷ 期内登记回访的客户数。Customers revisited over customers planned.

Unit: a fraction of distinct customers, not of visits; quarter and year. Each 回访 row dated in the period plans its customer;
a row with 反馈时间 shows that the customer was revisited. No revisit planned: no value.
Source: the manual, 定量指标 7 “实际回访客户数/计划回访客户数×100%”.
Right: ``=KAM_REVISIT_RATE("2026Q3","张伟")``. Wrong: ``=KAM_REVISIT_RATE("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..kpi import Evidence, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind


def measure(question: Question) -> Figure:
    return Figure.ratio(_revisits(question))


def _revisits(question: Question) -> Iterator[Evidence]:
    """Each row; only a customer's first row of each part adds 1."""
    counted: set[tuple[Part, str]] = set()
    for record in question.dated("service_log", "date"):
        customer = record.text("customer")
        if record.text("category") != "回访" or not customer:
            continue
        parts = [Part.DENOMINATOR] if record.day("answered_on") is None else [Part.DENOMINATOR, Part.NUMERATOR]
        for part in parts:
            amount = Decimal(0 if (part, customer) in counted else 1)
            counted.add((part, customer))
            fields = ("date", "customer", "category", *(("answered_on",) if part is Part.NUMERATOR else ()))
            yield Evidence(record, fields, amount, part, customer)


KPI = Kpi(
    id="revisit_rate",
    number="07",
    zh="大客户回访率",
    en="Customers revisited",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("service_log", "profile"),
    definition="实际回访客户数 ÷ 计划回访客户数",
    source_zh="大客户部",
    measure=measure,
)
