"""自定规则: what the department itself wants of a field, row by row in 设置.xlsx (see ``domain/checks``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..check import Case, Check, kinds
from ..findings import Finding, Severity
from ..form import forms
from ..records import Block, Record
from ..rule import Context, Rule
from ..values import is_blank, show


def check(context: Context) -> Iterator[Finding]:
    by_form: dict[str, list[Check]] = defaultdict(list)
    for own in context.settings.checks:
        by_form[own.form].append(own)
    absent: set[tuple[str, str, Check]] = set()
    for block in context.within(*by_form) if by_form else ():
        for own in by_form[block.form]:
            if own.field in block.columns:
                yield from (_finding(own, record) for record in _wrong(own, block, context))
            elif kinds()[own.kind].blank and (place := (block.book, block.sheet, own)) not in absent:
                asked = next((record for record in block if own.asks(record, context.settings)), None)
                if asked is not None:  # once a sheet, not once a row
                    absent.add(place)
                    yield _finding(own, asked, absent=True)


def _wrong(own: Check, block: Block, context: Context) -> Iterator[Record]:
    errors = context.facts(block).errors  # another rule tells of a cell in error
    wrong_if_blank = kinds()[own.kind].blank
    columns = zip(block, block.column(own.field), block.held(own.field), strict=True)
    for record, value, raw in columns:
        if wrong_if_blank is not None:
            faulty = is_blank(raw) is wrong_if_blank
        else:
            faulty = value is not None and not own.keeps(Case(own.field, value, raw, record, context))
        if faulty and own.asks(record, context.settings) and record.source.cell(own.field) not in errors:
            yield record


def _finding(own: Check, record: Record, *, absent: bool = False) -> Finding:
    source, label = record.source, forms()[record.form].field(own.field).label
    value = show(record.held(own.field))
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
