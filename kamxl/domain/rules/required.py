"""必填项: a required field that the form has is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, along
from ..values import is_blank


def check(context: Context) -> Iterator[Finding]:
    for block in context.blocks:
        for field in forms()[block.form].required:
            if field.id not in block.columns or type(None) not in block.kinds(field.id):
                continue
            pairs = zip(block.column(field.id), block.held(field.id), strict=True)
            empty = [index for index, (value, raw) in enumerate(pairs) if value is None and is_blank(raw)]
            if errors := context.facts(block).errors:
                empty = [index for index in empty if block.cell(field.id, index) not in errors]
            yield from along("required", Severity.ERROR, block, field.id, empty)


RULE = Rule(
    id="required",
    zh="必填项",
    en="Required",
    severity=Severity.ERROR,
    check=check,
    wrong="拜访申请的“客户”为空",
    right="拜访申请的“客户”填了“华东机电”",
)
