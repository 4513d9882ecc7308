"""状态与日期相符: a lost customer has its 流失日期, one who works with us its 合作开始日期, and nobody else a 流失日期."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Finding, Severity
from ..rule import Context, Rule, at
from ..values import is_blank


def check(context: Context) -> Iterator[Finding]:
    for block in context.within("profile"):
        if (
            "流失" not in block.column("status")
            and None not in block.column("since")
            and not any(block.column("lost_on"))
        ):
            continue
        columns = (block.column("status"), block.held("since"), block.held("lost_on"), block.column("lost_on"))
        for index, (status, since, lost, lost_on) in enumerate(zip(*columns, strict=True)):
            if status == "流失" and is_blank(lost):
                yield at("status_dates", Severity.ERROR, block.record(index), "lost_on", status=status)
            elif status == "合作" and is_blank(since):
                yield at("status_dates", Severity.ERROR, block.record(index), "since", status=status)
            elif status and status != "流失" and isinstance(lost_on, date):
                code = "status_not_lost"
                yield at("status_dates", Severity.ERROR, block.record(index), "lost_on", code=code, status=status)


RULE = Rule(
    id="status_dates",
    zh="状态与日期相符",
    en="Status and dates agree",
    severity=Severity.ERROR,
    check=check,
    wrong="状态“流失”，流失日期为空",
    right="状态“流失”，流失日期 2026-08-20",
)
