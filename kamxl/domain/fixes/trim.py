"""去掉首尾空格: a text without white space before and after it."""

from __future__ import annotations

from ..fix import Better, Content, Fix


def better(content: Content) -> Better:
    if content.field.type not in ("text", "quarter", "week", "time", "yes_no", "year") or not isinstance(
        content.raw, str
    ):
        return None
    trimmed = content.raw.strip()
    return trimmed if trimmed != content.raw else None


FIX = Fix(
    id="trim",
    zh="去掉首尾空格",
    en="Trimmed spaces",
    better=better,
    wrong="“　按计划推进 ”",
    right="“按计划推进”",
)
