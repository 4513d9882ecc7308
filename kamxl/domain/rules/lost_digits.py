"""长编号未丢位: a number of 16 digits or more (an account, a code) is kept as text; Excel keeps only 15 digits of a number."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at

_KINDS = {"text", "code", "phone"}
_EXACT = 10**15


def check(context: Context) -> Iterator[Finding]:
    for record in context.of():
        for field in forms()[record.form].fields:
            raw = record.raw.get(field.id)
            if field.type in _KINDS and isinstance(raw, float | int) and not isinstance(raw, bool) and raw >= _EXACT:
                yield at("lost_digits", Severity.ERROR, record, field.id)


RULE = Rule(
    id="lost_digits",
    zh="长编号未丢位",
    en="No digits lost",
    severity=Severity.ERROR,
    check=check,
    wrong="账号以数字存放,显示 6.22288E+18",
    right="账号以文本存放,6222879730911417075",
)
