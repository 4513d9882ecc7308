"""Whether what a customer brought to us was answered in its time: 意见 and 咨询 are measured alike."""

from __future__ import annotations

from collections.abc import Iterator

from ..kpi import Evidence, Part, Question
from ..records import Record


def in_time(question: Question, category: str) -> Iterator[Evidence]:
    """Every row of the category dated in the span as a denominator, those answered in time as a numerator too."""
    for record in question.dated("service_log", "date"):
        if record.text("category") != category:
            continue
        yield Evidence(record, ("date", "customer", "category"), part=Part.DENOMINATOR)
        if _was_in_time(record, question.settings.rules.answer_days):
            yield Evidence(record, ("date", "category", "limit_days", "answered_on"))


def _was_in_time(record: Record, usual_days: int) -> bool:
    """Calendar days from 日期 to 反馈时间, the last one included; an answer dated before the question is none."""
    asked, answered, limit = record.day("date"), record.day("answered_on"), record.amount("limit_days")
    if asked is None or answered is None:
        return False
    return 0 <= (answered - asked).days <= (usual_days if limit is None else limit)
