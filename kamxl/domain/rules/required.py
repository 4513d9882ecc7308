"""必填项: a required field that the form has is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..values import is_blank


def check(context: Context) -> Iterator[Finding]:
    for record in context.of():
        for field in forms()[record.form].required:
            if field.id in record.values:
                continue
            cell = record.source.cell(field.id)
            if cell and is_blank(record.raw.get(field.id)) and cell not in context.facts(record.block).errors:
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
