"""Whether what a customer brought to us was answered in its time: 意见 and 咨询 are measured alike."""

from __future__ import annotations

from ..counted import Amount
from ..kpi import Adds, Counted, Part, Question
from ..table import Rows


def in_time(question: Question, category: str) -> Counted:
    """Every row of the category dated in the span as a denominator, those answered in time as a numerator too."""
    return Counted(question, question.dated("service_log", "date", ("category", category)), _ADDS)


def _in_time(question: Question, asked: Rows) -> list[Amount]:
    """Calendar days from 日期 to 反馈时间, the last one included; an answer dated before the question is none."""
    usual = question.settings.rules.answer_days
    columns = zip(asked.days("date"), asked.days("answered_on"), asked.counts("limit_days"), strict=True)
    return [
        1 if day and answered and 0 <= (answered - day).days <= (usual if limit is None else limit) else None
        for day, answered, limit in columns
    ]


_ADDS = (
    Adds(Part.DENOMINATOR, ("date", "customer", "category")),
    Adds(Part.NUMERATOR, ("date", "category", "limit_days", "answered_on"), _in_time),
)
