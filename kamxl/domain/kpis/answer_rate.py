"""解答客户问题的及时性：本年度客户咨询中在规定时间内解答的 ÷ 全部。The year's questions answered in time over all.

Unit: a fraction; year (a quarter gives the year to its end, a month has no value). 标准时限 are calendar days; where it is blank
the setting 标准反馈时限 holds. Not answered yet counts as not in time. No question: no value.
Source: the manual, 定性指标 4 “在规定时间内对客户提出的问题给予解答”.
Right: ``=KAM_ANSWER_RATE(2026)``. Wrong: ``=KAM_ANSWER_RATE("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._answered import in_time


def measure(question: Question) -> Figure:
    return Figure.ratio(in_time(question, "咨询"))


KPI = Kpi(
    id="answer_rate",
    number="12",
    zh="解答客户问题的及时性",
    en="Questions answered in time",
    unit=Unit.RATE,
    periods=(PeriodKind.YEAR,),
    higher_is_better=True,
    sources=("service_log", "profile"),
    definition="规定时间内解答的问题 ÷ 全部问题",
    source_zh="大客户部",
    measure=measure,
    yearly=True,
    dated_by="date",
)
