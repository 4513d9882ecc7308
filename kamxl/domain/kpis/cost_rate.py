"""服务费用控制：期内各季度服务费用开支额合计 ÷ 预算额合计。Service costs spent over the budget of the period's quarters.

Unit: a fraction (1.05 is 5 % over budget); quarter and year; lower is better. A blank 开支额 counts as 0. No budget: no value.
A row counts for its customer's region and specialist, else for its own 区域 and 负责专员, else for the department only.
Source: the manual, 定量指标 8 “服务费用开支额/服务费用预算额×100%” (财务部).
Right: ``=KAM_COST_RATE("2026Q3","华东")``. Wrong: ``=KAM_COST_RATE("2026-07")`` (budgets are quarterly: no value).
"""

from __future__ import annotations

from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind

_ADDS = (
    Adds(Part.NUMERATOR, ("quarter", "spent"), "spent"),
    Adds(Part.DENOMINATOR, ("quarter", "budget"), "budget"),
)


def measure(question: Question) -> Figure:
    return Figure.ratio(Counted(question, question.in_quarters("service_cost", "quarter"), _ADDS))


KPI = Kpi(
    id="cost_rate",
    number="08",
    zh="服务费用控制",
    en="Service cost control",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=False,
    sources=("service_cost", "profile"),
    definition="服务费用开支额 ÷ 预算额",
    source_zh="财务部",
    measure=measure,
    dated_by="quarter",
)
