"""大客户回访率：期内登记回访且已有反馈时间的客户数 ÷ 期内登记回访的客户数。Customers revisited over customers planned.

Unit: a fraction of distinct customers, not of visits; quarter and year. Each 回访 row dated in the period plans its customer;
a row with 反馈时间 shows that the customer was revisited. No revisit planned: no value.
Source: the manual, 定量指标 7 “实际回访客户数/计划回访客户数×100%”.
Right: ``=KAM_REVISIT_RATE("2026Q3","张伟")``. Wrong: ``=KAM_REVISIT_RATE("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..counted import Amount
from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind
from ..table import Rows


def measure(question: Question) -> Figure:
    visits = question.dated("service_log", "date", ("category", "回访"))
    return Figure.ratio(Counted(question, visits.keep(visits.texts("customer")), _ADDS, _customers))


def _customers(_: Question, visits: Rows) -> Sequence[str]:
    return visits.texts("customer")


def _made(_: Question, visits: Rows) -> list[Amount]:
    return [None if answered is None else 1 for answered in visits.days("answered_on")]


_ADDS = (
    Adds(Part.DENOMINATOR, ("date", "customer", "category"), once=True),
    Adds(Part.NUMERATOR, ("date", "customer", "category", "answered_on"), _made, once=True),
)

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
    dated_by="date",
)
