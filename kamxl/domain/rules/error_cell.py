"""公式出错: no field's cell is in error (#N/A, #REF!, #DIV/0! …)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..values import ERRORS


def check(context: Context) -> Iterator[Finding]:
    for record in context.of():
        errors = context.facts(record.block).errors
        shown = {name for name, raw in record.raw.items() if raw.__class__ is str and raw in ERRORS}
        if not errors and not shown:
            continue
        for field in forms()[record.form].all_fields:
            error = errors.get(record.source.cell(field.id)) or (record.raw[field.id] if field.id in shown else None)
            if error:
                yield at("error_cell", Severity.ERROR, record, field.id, error=error)


RULE = Rule(
    id="error_cell",
    zh="公式出错",
    en="Cells in error",
    severity=Severity.ERROR,
    check=check,
    wrong="计划额显示 #REF!",
    right="计划额显示 1,200,000",
)
