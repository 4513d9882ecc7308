"""自定规则: what the department itself wants of a field, row by row in 设置.xlsx (see ``domain/checks``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..check import Case, Check, kinds
from ..findings import Finding, Severity
from ..form import forms
from ..records import Record
from ..rule import Context, Rule
from ..values import is_blank, show


def check(context: Context) -> Iterator[Finding]:
    by_form: dict[str, list[Check]] = defaultdict(list)
    for own in context.settings.checks:
        by_form[own.form].append(own)
    absent: set[tuple[str, str, Check]] = set()
    for record in context.of(*by_form) if by_form else ():
        for own in by_form[record.form]:
            if not all(condition.holds(record, context.settings) for condition in own.when):
                continue
            if record.source.cell(own.field):
                if not _keeps(own, record, context):
                    yield _finding(own, record)
            elif kinds()[own.kind].blank and (place := (record.source.book, record.source.sheet, own)) not in absent:
                absent.add(place)  # once a sheet, not once a row
                yield _finding(own, record, absent=True)


def _keeps(own: Check, record: Record, context: Context) -> bool:
    if record.source.cell(own.field) in context.facts(record).errors:
        return True  # a cell in error, of which another rule tells
    raw = record.raw.get(own.field)
    wrong_if_blank = kinds()[own.kind].blank
    if wrong_if_blank is not None:
        return is_blank(raw) is not wrong_if_blank
    value = record.values.get(own.field)
    return value is None or own.test is None or own.test(Case(own.field, value, raw, record, context))


def _finding(own: Check, record: Record, *, absent: bool = False) -> Finding:
    source, label = record.source, forms()[record.form].field(own.field).label
    value = show(record.raw.get(own.field))
    message = own.message(label, value, absent=absent)
    return Finding("own_rule", source.book, source.sheet, source.cell(own.field), own.severity, message, label, value)


RULE = Rule(
    id="own_rule",
    zh="自定规则",
    en="The department's own rules",
    severity=Severity.ERROR,
    check=check,
    wide=True,
    wrong="设置·自定规则：合同登记的“金额”，检查“范围”，要求“≥ 1000”；合同金额填了 500",
    right="合同金额填 5000",
)
