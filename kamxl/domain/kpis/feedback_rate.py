"""大客户意见反馈及时率：期内提出的意见中在标准时限内反馈的 ÷ 全部。Opinions answered within the standard time over all of them.

Unit: a fraction; quarter and year, by the day on which the customer spoke. 标准时限 are calendar days; where it is blank the
setting 标准反馈时限 holds. Not answered yet counts as not in time. No opinion in the period: no value.
Source: the manual, 定量指标 6 “在标准时间内反馈客户意见的次数/总共需要反馈的次数×100%”.
Right: ``=KAM_FEEDBACK_RATE("2026Q3")``. Wrong: ``=KAM_FEEDBACK_RATE(2026.3)`` (not a period).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._answered import in_time


def measure(question: Question) -> Figure:
    return Figure.ratio(in_time(question, "意见"))


KPI = Kpi(
    id="feedback_rate",
    number="06",
    zh="大客户意见反馈及时率",
    en="Opinions answered in time",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("service_log", "profile"),
    definition="标准时间内反馈的意见 ÷ 需反馈的意见",
    source_zh="大客户部",
    measure=measure,
    dated_by="date",
)
