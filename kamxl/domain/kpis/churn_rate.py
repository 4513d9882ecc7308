"""大客户流失率：期内流失的大客户数 ÷ 期初合作中的大客户数。Customers lost in the period over those active at its start.

Unit: a fraction; quarter and year. What counts as lost is said at ``churn``. With the setting 流失率分母含新客户 the
denominator is the opening count plus the customers won in the period. Nobody to divide by: no value.
Source: the manual's role sheets, “大客户流失率”.
Right: ``=KAM_CHURN_RATE("2026Q3")``. Wrong: ``=KAM_CHURN_RATE("2026-07")`` (no monthly rate: no value).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind
from ._customers import active_at_start, began, lost


def measure(question: Question) -> Figure:
    counted = [lost(question), active_at_start(question)]
    if question.settings.rules.churn_rate_with_new:
        counted.append(began(question, Part.DENOMINATOR))
    return Figure.ratio(*counted)


KPI = Kpi(
    id="churn_rate",
    number="03b",
    zh="大客户流失率",
    en="Churn rate",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=False,
    sources=("profile", "sales_plan", "contract"),
    definition="期内流失客户数 ÷ 期初合作客户数",
    source_zh="大客户部",
    measure=measure,
)
