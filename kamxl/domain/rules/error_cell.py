"""公式出错: no field's cell is in error (#N/A, #REF!, #DIV/0! …)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..values import ERRORS


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        known = context.facts(block).errors
        for field in forms()[block.form].all_fields:
            held = block.held(field.id)
            if not known and (str not in block.held_kinds(field.id) or ERRORS.isdisjoint(held)):
                continue
            for record, raw in zip(block, held, strict=True):
                error = known.get(block.cell(field.id, record.index)) or (raw if raw in ERRORS else None)
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
