"""文本日期改为日期: a date typed as text (2026.7.8, 20260708) becomes a true date."""

from __future__ import annotations

from datetime import date

from ..fix import Better, Content, Fix


def better(content: Content) -> Better:
    if content.field.type == "date" and isinstance(content.raw, str | float | int) and isinstance(content.value, date):
        return content.value
    return None


FIX = Fix(
    id="date_text",
    zh="文本日期改为日期",
    en="Typed dates to true dates",
    better=better,
    wrong="文本“2026.7.8”",
    right="日期 2026-07-08",
)
