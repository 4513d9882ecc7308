"""大客户满意程度：本年度“客户满意度”评分的平均分（0–100）。Mean of the year's ratings given by customers.

Unit: a score from 0 to 100; year (a quarter gives the year's ratings so far, a month none). Every rating weighs the same. No
rating in the year: no value. Source: the manual, 定性指标 3 “大客户对服务的满意度评价”.
Right: ``=KAM_SATISFACTION(2026,"华东")``. Wrong: ``=KAM_SATISFACTION("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._rated import mean_of


def measure(question: Question) -> Figure:
    return Figure.ratio(mean_of(question, question.rows("rating"), "客户满意度"))


KPI = Kpi(
    id="satisfaction",
    number="11",
    zh="大客户满意程度",
    en="Customer satisfaction",
    unit=Unit.SCORE,
    periods=(PeriodKind.YEAR,),
    higher_is_better=True,
    sources=("rating", "profile"),
    definition="年度客户满意度评分的平均分",
    source_zh="大客户部",
    measure=measure,
    yearly=True,
)
