"""下拉列表之外: a cell with a dropdown holds one of its values; pasting passes a dropdown by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, along, cells_that
from ..sheetfacts import Ruling
from ..spelling import fold
from ..values import Raw, show

_ELSEWHERE = {"person", "region"}  # judged by 设置, from which their dropdowns come


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        lists = [validation for validation in context.facts(block).validations if validation.kind == "list"]
        if not lists:
            continue
        ruling = Ruling(lists, block)
        for field in forms()[block.form].fields:
            if field.id not in block.values or field.type in _ELSEWHERE:
                continue  # what the field itself refuses is reported as such
            for validation, covered in ruling.over(field.id):
                offered = validation.choices
                odd = cells_that(partial(_is_outside, offered), block, field.id, covered) if offered else ()
                if odd:
                    few = "、".join(offered[:12]) + ("…" if len(offered) > 12 else "")
                    yield from along("outside_dropdown", Severity.WARNING, block, field.id, odd, choices=few)


def _is_outside(offered: tuple[str, ...], raw: Raw) -> bool:
    return fold(show(raw)).casefold() not in _spellings(offered)


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
