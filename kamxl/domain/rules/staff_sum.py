"""人数相符: 中方人数 + 外方人数 = 职工人数, where all three are filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at

_FIELDS = ("staff", "staff_cn", "staff_foreign")


def check(context: Context) -> Iterator[Finding]:
    for block in context.within("profile"):
        if any(block.kinds(name) == {type(None)} for name in _FIELDS):
            continue
        for index, filled in enumerate(zip(*map(block.column, _FIELDS), strict=True)):
            if None in filled:
                continue
            record = block.record(index)
            staff, chinese, foreign = map(record.amount, _FIELDS)
            if staff is not None and chinese is not None and foreign is not None and chinese + foreign != staff:
                total = chinese + foreign
                yield at("staff_sum", Severity.ERROR, record, "staff", chinese=chinese, foreign=foreign, total=total)


RULE = Rule(
    id="staff_sum",
    zh="人数相符",
    en="Staff adds up",
    severity=Severity.ERROR,
    check=check,
    wrong="职工人数 640,中方 640,外方 60",
    right="职工人数 700,中方 640,外方 60",
)
