"""大客户流失数：期内流失的大客户个数（档案状态为“流失”且流失日期在期内）。Customers lost in the period.

Unit: a count; month, quarter and year. Blank scope: the whole department. Zero means that nobody was lost. A profile
with status 流失 but no 流失日期 does not count (a finding asks for the date). Second rule, off by default (设置
无订单视为流失): a customer without an order for N months is lost on that day, until its next order; a quarter with
实际额 counts as an order on its last day, a contract on the day of signing.
Source: the manual, 定量指标 3 “大客户流失数量”.
Right: ``=KAM_CHURN("2026Q3")``. Wrong: ``=KAM_CHURN("Q3")`` (no year).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._customers import lost


def measure(question: Question) -> Figure:
    return Figure.count(lost(question))


KPI = Kpi(
    id="churn",
    number="03",
    zh="大客户流失数",
    en="Customers lost",
    unit=Unit.COUNT,
    periods=(PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=False,
    sources=("profile", "sales_plan", "contract"),
    definition="期内流失的大客户个数",
    source_zh="大客户部",
    measure=measure,
)
