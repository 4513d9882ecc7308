"""人数相符: 中方人数 + 外方人数 = 职工人数, where all three are filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at


def check(context: Context) -> Iterator[Finding]:
    for record in context.of("profile"):
        staff, chinese, foreign = (record.amount(name) for name in ("staff", "staff_cn", "staff_foreign"))
        if staff is not None and chinese is not None and foreign is not None and chinese + foreign != staff:
            yield at(
                "staff_sum", Severity.ERROR, record, "staff", chinese=chinese, foreign=foreign, total=chinese + foreign
            )


RULE = Rule(
    id="staff_sum",
    zh="人数相符",
    en="Staff adds up",
    severity=Severity.ERROR,
    check=check,
    wrong="职工人数 640,中方 640,外方 60",
    right="职工人数 700,中方 640,外方 60",
)
