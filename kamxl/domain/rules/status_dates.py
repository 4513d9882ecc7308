"""状态与日期相符: a lost customer has its 流失日期, one who works with us its 合作开始日期, and nobody else a 流失日期."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from ..findings import Finding, Severity
from ..rule import Context, Rule, along
from ..values import Value, is_blank


def check(context: Context) -> Iterator[Finding]:
    for block in context.within("profile"):
        if (
            "流失" not in block.column("status")
            and None not in block.column("since")
            and not any(block.column("lost_on"))
        ):
            continue
        wrong: dict[tuple[str, str, Value], list[int]] = defaultdict(list)
        columns = (block.column("status"), block.held("since"), block.held("lost_on"), block.column("lost_on"))
        for index, (status, since, lost, lost_on) in enumerate(zip(*columns, strict=True)):
            if status == "流失" and is_blank(lost):
                wrong["lost_on", "status_dates", status].append(index)
            elif status == "合作" and is_blank(since):
                wrong["since", "status_dates", status].append(index)
            elif status and status != "流失" and isinstance(lost_on, date):
                wrong["lost_on", "status_not_lost", status].append(index)
        told: list[tuple[int, Finding]] = []
        for (field_id, code, status), indices in wrong.items():
            found = along("status_dates", Severity.ERROR, block, field_id, indices, code, status=status)
            told.extend(zip(indices, found, strict=True))
        yield from map(itemgetter(1), sorted(told, key=itemgetter(0)))


RULE = Rule(
    id="status_dates",
    zh="状态与日期相符",
    en="Status and dates agree",
    severity=Severity.ERROR,
    check=check,
    wrong="状态“流失”，流失日期为空",
    right="状态“流失”，流失日期 2026-08-20",
)
