"""Whether what a customer brought to us was answered in its time: 意见 and 咨询 are measured alike."""

from __future__ import annotations

from collections.abc import Iterator

from ..kpi import Adds, Counted, Part, Question
from ..table import Rows


def in_time(question: Question, category: str) -> Counted:
    """Every row of the category dated in the span as a denominator, those answered in time as a numerator too."""
    asked = question.dated("service_log", "date").where("category", category)
    return Counted(
        asked,
        Adds(Part.DENOMINATOR, ("date", "customer", "category")),
        Adds(
            Part.NUMERATOR,
            ("date", "category", "limit_days", "answered_on"),
            [1 if was else None for was in _were_in_time(asked, question.settings.rules.answer_days)],
        ),
    )


def _were_in_time(asked: Rows, usual_days: int) -> Iterator[bool]:
    """Calendar days from 日期 to 反馈时间, the last one included; an answer dated before the question is none."""
    columns = zip(asked.days("date"), asked.days("answered_on"), asked.amounts("limit_days"), strict=True)
    for day, answered, limit in columns:
        yield (
            day is not None
            and answered is not None
            and 0 <= (answered - day).days <= (usual_days if limit is None else limit)
        )
