"""公式出错: no field's cell is in error (#N/A, #REF!, #DIV/0! …)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..values import ERRORS


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        known = context.facts(block).errors
        unlike = frozenset(block.unlike())  # an error is never what its cell means
        for name in _fields(block.form):
            if not known and (name not in unlike or str not in block.held_kinds(name)):
                continue
            held = block.held(name)
            if not known and ERRORS.isdisjoint(held):
                continue
            for index, raw in enumerate(held):
                error = known.get(block.cell(name, index)) or (raw if raw in ERRORS else None)
                if error:
                    yield at("error_cell", Severity.ERROR, block.record(index), name, error=error)


@cache
def _fields(form: str) -> tuple[str, ...]:
    return tuple(field.id for field in forms()[form].all_fields)


RULE = Rule(
    id="error_cell",
    zh="公式出错",
    en="Cells in error",
    severity=Severity.ERROR,
    check=check,
    wrong="计划额显示 #REF!",
    right="计划额显示 1,200,000",
)
