"""The mean of the ratings of one 评分项."""

from __future__ import annotations

from ..kpi import Adds, Counted, Part, Question
from ..table import Rows

_FIELDS = ("year", "item", "score")


def mean_of(question: Question, ratings: Rows, item: str) -> Counted:
    """Each readable 分数 of the period's fiscal year: its amount as numerator, 1 as denominator."""
    wanted, years = question.period.fiscal_year.year, question.facts.years("rating", "year")
    named = ratings.where("item", item)
    rated = named.keep([years[number] == wanted for number in named.numbers])
    readable = rated.keep([score is not None for score in rated.amounts("score")])
    return Counted(
        readable,
        Adds(Part.NUMERATOR, _FIELDS, readable.amounts("score")),
        Adds(Part.DENOMINATOR, _FIELDS),
    )
