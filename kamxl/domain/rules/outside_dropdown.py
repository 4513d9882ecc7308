"""下拉列表之外: a cell with a dropdown holds one of its values; pasting passes a dropdown by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..sheetfacts import place
from ..spelling import fold
from ..values import is_blank, show

_ELSEWHERE = {"person", "region"}  # judged by 设置, from which their dropdowns come


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        lists = [validation for validation in context.facts(block).validations if validation.kind == "list"]
        if not lists:
            continue
        for field in forms()[block.form].fields:
            if field.id not in block.values or field.type in _ELSEWHERE:
                continue  # what the field itself refuses is reported as such
            for record, raw in zip(block, block.held(field.id), strict=True):
                if record.value(field.id) is None or is_blank(raw):
                    continue
                offered = next((v.choices for v in lists if v.covers(*place(block.cell(field.id, record.index)))), ())
                if offered and fold(show(raw)).casefold() not in _spellings(offered):
                    few = "、".join(offered[:12]) + ("…" if len(offered) > 12 else "")
                    yield at("outside_dropdown", Severity.WARNING, record, field.id, choices=few)


@lru_cache(maxsize=64)
def _spellings(offered: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(choice).casefold() for choice in offered)


RULE = Rule(
    id="outside_dropdown",
    zh="下拉列表之外",
    en="Outside the dropdown",
    severity=Severity.WARNING,
    check=check,
    wrong="归档位置的下拉列表没有“D柜”，单元格里粘贴了“D柜”",
    right="归档位置从下拉列表选“A柜”",
)
