"""大客户服务规范执行情况：本年度“服务规范”评分的平均分（0–100）。Mean of the year's ratings of how the standard was kept.

Unit: a score from 0 to 100; year (a quarter gives the year's ratings so far, a month none). A rating counts for its 被评人, and
where none is named for the customer's specialist. No rating in the year: no value.
Source: the manual, 定性指标 2 “客户服务人员是否按照客户服务方案执行”.
Right: ``=KAM_SERVICE_SCORE(2026,"张伟")``. Wrong: ``=KAM_SERVICE_SCORE("2026-07")`` (no monthly figure: no value).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, ScopeKind, Unit
from ..periods import PeriodKind
from ..table import Rows
from ._rated import mean_of


def measure(question: Question) -> Figure:
    return Figure.ratio(mean_of(question, _of_the_rated(question), "服务规范"))


def _of_the_rated(question: Question) -> Rows:
    """For a specialist: the ratings that name the person, then those of own customers that name nobody."""
    if question.scope.kind is not ScopeKind.SPECIALIST:
        return question.rows("rating")
    ratings = question.facts.rows("rating")
    return ratings.keep(
        (rating.text("person") or question.facts.place(rating).specialist) == question.scope.name for rating in ratings
    )


KPI = Kpi(
    id="service_score",
    number="10",
    zh="大客户服务规范执行情况",
    en="Service standard kept",
    unit=Unit.SCORE,
    periods=(PeriodKind.YEAR,),
    higher_is_better=True,
    sources=("rating", "profile"),
    definition="年度服务规范评分的平均分",
    source_zh="大客户部",
    measure=measure,
    yearly=True,
)
