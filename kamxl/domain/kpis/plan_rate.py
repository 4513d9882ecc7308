"""大客户销售计划完成率：期内各季度实际额合计 ÷ 计划额合计。Actual sales over planned sales of the period's quarters.

Unit: a fraction (0.95 is 95 %); quarter and year. A blank 实际额 counts as 0; a row without a readable 计划额 adds only
its 实际额. No plan, or a plan of 0 in all: no value. A row counts for its customer's region and specialist.
Source: the manual, 定量指标 1 “大客户销售计划实际达成数/大客户销售计划计划完成数×100%”.
Right: ``=KAM_PLAN_RATE("2026Q3","华东")``. Wrong: ``=KAM_PLAN_RATE("2026-07")`` (plans are quarterly: no value).
"""

from __future__ import annotations

from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind

_ADDS = (
    Adds(Part.NUMERATOR, ("quarter", "customer", "actual"), "actual"),
    Adds(Part.DENOMINATOR, ("quarter", "customer", "plan"), "plan"),
)


def measure(question: Question) -> Figure:
    return Figure.ratio(Counted(question, question.in_quarters("sales_plan", "quarter"), _ADDS))


KPI = Kpi(
    id="plan_rate",
    number="01",
    zh="大客户销售计划完成率",
    en="Sales plan achieved",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("sales_plan", "profile"),
    definition="实际达成数 ÷ 计划完成数",
    source_zh="大客户部",
    measure=measure,
    dated_by="quarter",
)
