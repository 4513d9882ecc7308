"""必填项: a required field that the form has is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..values import is_blank


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        for field in forms()[block.form].required:
            if field.id not in block.columns or type(None) not in block.kinds(field.id):
                continue
            errors = context.facts(block).errors
            for record, raw in zip(block, block.held(field.id), strict=True):
                empty = record.value(field.id) is None and is_blank(raw)
                if empty and block.cell(field.id, record.index) not in errors:
                    yield at("required", Severity.ERROR, record, field.id)


RULE = Rule(
    id="required",
    zh="必填项",
    en="Required",
    severity=Severity.ERROR,
    check=check,
    wrong="拜访申请的“客户”为空",
    right="拜访申请的“客户”填了“华东机电”",
)
