"""The mean of the ratings of one 评分项."""

from __future__ import annotations

from ..kpi import Adds, Counted, Part, Question
from ..table import Rows

_FIELDS = ("year", "item", "score")
_ADDS = (Adds(Part.NUMERATOR, _FIELDS, "score"), Adds(Part.DENOMINATOR, _FIELDS))


def mean_of(question: Question, ratings: Rows, item: str) -> Counted:
    """Each readable 分数 of the period's fiscal year: its amount as numerator, 1 as denominator."""
    return Counted(question, _readable(question, ratings.where("item", item)) if ratings else ratings, _ADDS)


def _readable(question: Question, ratings: Rows) -> Rows:
    wanted, years = question.period.fiscal_year.year, question.facts.years("rating", "year")
    rated = ratings.keep([years[number] == wanted for number in ratings.numbers])
    return rated.keep([score is not None for score in rated.amounts("score")])
