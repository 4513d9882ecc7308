"""违反数据验证: a cell keeps to the limits that the sheet's own data validation sets (pasting passes it by)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from ..findings import Finding, Severity
from ..form import forms
from ..records import Block
from ..rule import Context, Rule, along, cells_that
from ..sheetfacts import Ruling, Validation
from ..values import Raw, show

_DAY_ZERO = date(1899, 12, 30)
_MEASURED = ({float}, {date})


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        limits = [validation for validation in context.facts(block).validations if validation.kind != "list"]
        if not limits:
            continue
        ruling = Ruling(limits, block)
        for field in forms()[block.form].fields:
            for limit, covered in ruling.over(field.id) if field.id in block.values else ():
                if _all_keep(limit, block, field.id):
                    continue
                if odd := cells_that(partial(_breaks, limit), block, field.id, covered):
                    shown = limit.shown()
                    yield from along("breaks_validation", Severity.WARNING, block, field.id, odd, limit=shown)


def _all_keep(limit: Validation, block: Block, field_id: str) -> bool:
    """Whether it is sure by the least and the greatest of a column's numbers or days that all keep to the limits."""
    kinds = block.held_kinds(field_id) - {type(None)}
    if not limit.whole or limit.kind == "textLength" or kinds not in _MEASURED:
        return False
    known: list[Any] = [raw for raw in block.held(field_id) if raw is not None]
    if limit.kind == "whole" and kinds != {date} and not all(map(float.is_integer, known)):
        return False
    return _keeps(limit, min(known)) and _keeps(limit, max(known))


def _breaks(limit: Validation, raw: Raw) -> bool:
    return not _keeps(limit, raw)


def _keeps(limit: Validation, raw: Raw) -> bool:
    if limit.kind == "textLength":
        return limit.allows(Decimal(len(show(raw))))
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return limit.kind not in ("date", "time") or limit.allows(Decimal((raw - _DAY_ZERO).days))
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return True  # text where a number is wanted is the field's own matter
    number = Decimal(repr(raw))
    return limit.allows(number) and (limit.kind != "whole" or number == number.to_integral_value())


RULE = Rule(
    id="breaks_validation",
    zh="违反数据验证",
    en="Breaks the sheet's validation",
    severity=Severity.WARNING,
    check=check,
    wrong="数据验证要求票据张数 0–50,单元格里粘贴了 500",
    right="票据张数 5",
)
