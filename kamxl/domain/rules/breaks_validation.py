"""违反数据验证: a cell keeps to the limits that the sheet's own data validation sets (pasting passes it by)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..sheetfacts import Validation, place
from ..values import Raw, is_blank, show

_DAY_ZERO = date(1899, 12, 30)


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        limits = [validation for validation in context.facts(block).validations if validation.kind != "list"]
        if not limits:
            continue
        for field in forms()[block.form].fields:
            for record in block if field.id in block.values else ():
                raw = record.held(field.id)
                if record.value(field.id) is None or is_blank(raw):
                    continue
                limit = next((v for v in limits if v.covers(*place(block.cell(field.id, record.index)))), None)
                if limit is not None and not _keeps(raw, limit):
                    yield at("breaks_validation", Severity.WARNING, record, field.id, limit=limit.shown())


def _keeps(raw: Raw, limit: Validation) -> bool:
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
