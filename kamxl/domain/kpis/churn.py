"""大客户流失数:期内流失的大客户个数(档案状态为“流失”且流失日期在期内)。Customers lost in the period.

Unit: a count. Blank scope: the whole department. Zero means that nobody was lost. A profile whose 流失日期 is blank does
not count (a finding asks for the date). Source: the manual, 定量指标 3 “大客户流失数量”.
Right: ``=KAM_CHURN("2026Q3")``. Wrong: ``=KAM_CHURN("Q3")`` (no year).
"""

from __future__ import annotations

from decimal import Decimal

from ..kpi import Evidence, Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._scope import customers_in


def measure(question: Question) -> Figure:
    lost = [c for c in customers_in(question) if c.lost_on is not None and c.lost_on in question.period]
    evidence = tuple(Evidence(c.profile, ("status", "lost_on")) for c in lost)
    return Figure(Decimal(len(evidence)), None, evidence)


KPI = Kpi(
    id="churn",
    number="03",
    zh="大客户流失数",
    en="Customers lost",
    unit=Unit.COUNT,
    periods=(PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=False,
    sources=("profile",),
    definition="期内流失的大客户个数",
    source_zh="大客户部",
    measure=measure,
)
