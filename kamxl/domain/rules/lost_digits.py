"""长编号未丢位: a number of 16 digits or more (an account, a code) is kept as text; Excel keeps only 15 digits of a number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, along

_KINDS = {"text", "code", "phone"}
_NUMBERS = frozenset({float, int})
_EXACT = 10**15


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        watched = _watched(block.form)
        for name in block.unlike():  # as a number is unlike the text, code or telephone number that it is taken for
            if name not in watched or _NUMBERS.isdisjoint(block.held_kinds(name)):
                continue
            held = block.held(name)
            lost = [index for index, raw in enumerate(held) if isinstance(raw, float | int) and raw >= _EXACT]
            yield from along("lost_digits", Severity.ERROR, block, name, lost)


@cache
def _watched(form: str) -> frozenset[str]:
    return frozenset(field.id for field in forms()[form].all_fields if field.type in _KINDS)


RULE = Rule(
    id="lost_digits",
    zh="长编号未丢位",
    en="No digits lost",
    severity=Severity.ERROR,
    check=check,
    wrong="账号以数字存放，显示 6.22288E+18",
    right="账号以文本存放，6222879730911417075",
)
