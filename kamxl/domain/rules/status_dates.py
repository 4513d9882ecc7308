"""状态与日期相符: a lost customer has its 流失日期, one who works with us its 合作开始日期, and nobody else a 流失日期."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at
from ..values import is_blank


def check(context: Context) -> Iterator[Finding]:
    for record in context.of("profile"):
        status = record.text("status")
        if status == "流失" and is_blank(record.raw.get("lost_on")):
            yield at("status_dates", Severity.ERROR, record, "lost_on", status=status)
        elif status == "合作" and is_blank(record.raw.get("since")):
            yield at("status_dates", Severity.ERROR, record, "since", status=status)
        elif status and status != "流失" and record.day("lost_on") is not None:
            yield at("status_dates", Severity.ERROR, record, "lost_on", code="status_not_lost", status=status)


RULE = Rule(
    id="status_dates",
    zh="状态与日期相符",
    en="Status and dates agree",
    severity=Severity.ERROR,
    check=check,
    wrong="状态“流失”，流失日期为空",
    right="状态“流失”，流失日期 2026-08-20",
)
