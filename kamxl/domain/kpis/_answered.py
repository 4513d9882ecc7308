"""Whether what a customer brought to us was answered in its time: 意见 and 咨询 are measured alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..counted import Amount
from ..kpi import Adds, Counted, Part, Question
from ..table import Rows


def in_time(question: Question, category: str) -> Counted:
    """Every row of the category dated in the span as a denominator, those answered in time as a numerator too."""
    return Counted(question, question.dated("service_log", "date").where("category", category), _ADDS)


def _in_time(question: Question, asked: Rows) -> list[Amount]:
    usual_days = question.settings.rules.answer_days
    columns = zip(asked.days("date"), asked.days("answered_on"), asked.amounts("limit_days"), strict=True)
    return [1 if _was_in_time(*row, usual_days) else None for row in columns]


def _was_in_time(day: date | None, answered: date | None, limit: Decimal | None, usual_days: int) -> bool:
    """Calendar days from 日期 to 反馈时间, the last one included; an answer dated before the question is none."""
    if day is None or answered is None:
        return False
    return 0 <= (answered - day).days <= (usual_days if limit is None else limit)


_ADDS = (
    Adds(Part.DENOMINATOR, ("date", "customer", "category")),
    Adds(Part.NUMERATOR, ("date", "category", "limit_days", "answered_on"), _in_time),
)
