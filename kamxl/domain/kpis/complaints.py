"""大客户有效投诉次数：期内日期、类别为“投诉”且“是否有效”为是的次数。Complaints in the period that our people or company caused.

Unit: a count; quarter and year. Zero means that no complaint was found valid; 是否有效 left blank is not (yet) valid.
Source: the manual, 定量指标 5 “确因人员或企业过失造成客户投诉的次数” (客服部).
Right: ``=KAM_COMPLAINTS("2026Q3","华东")``. Wrong: ``=KAM_COMPLAINTS("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind

_ADDS = (Adds(Part.NUMERATOR, ("date", "customer", "category", "valid")),)


def measure(question: Question) -> Figure:
    made = question.dated("service_log", "date", ("category", "投诉"))
    return Figure.count(Counted(question, made.keep(made.flags("valid")), _ADDS))


KPI = Kpi(
    id="complaints",
    number="05",
    zh="大客户有效投诉次数",
    en="Valid complaints",
    unit=Unit.COUNT,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=False,
    sources=("service_log", "profile"),
    definition="确因人员或企业过失造成的客户投诉次数",
    source_zh="客服部",
    measure=measure,
    dated_by="date",
)
