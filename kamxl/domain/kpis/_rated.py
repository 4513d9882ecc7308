"""The mean of the ratings of one 评分项."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..kpi import Evidence, Part, Question
from ..records import Record


def mean_of(question: Question, records: Iterable[Record], item: str) -> Iterator[Evidence]:
    """Each readable 分数 of the period's fiscal year: its amount as numerator, 1 as denominator."""
    year = question.period.fiscal_year.year
    for record in records:
        score = record.amount("score")
        if record.text("item") != item or question.facts.year(record, "year") != year or score is None:
            continue
        yield Evidence(record, ("year", "item", "score"), amount=score)
        yield Evidence(record, ("year", "item", "score"), part=Part.DENOMINATOR)
