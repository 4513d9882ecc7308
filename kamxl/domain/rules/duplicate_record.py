"""重复登记: a record of a form without numbers stands once (a customer's plan for a quarter, a person's week)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import Form, forms
from ..records import Record
from ..rule import Context, Rule, at, same
from ..values import Value


def check(context: Context) -> Iterator[Finding]:
    for form in forms().values():
        if form.number:
            continue
        found: dict[tuple[Value | None, ...], list[Record]] = defaultdict(list)
        for record in context.tables[form]:
            if _named(record, form):
                found[_key(record, form)].append(record)
        for record in context.of(form.id):
            twins = found.get(_key(record, form), [])
            first = twins[0] if twins else record
            if not same(first, record):
                where = f"{first.source.sheet}!{first.source.cell(form.key[0])}"
                if first.source.book != record.source.book:
                    where = f"{first.source.book} {where}"
                yield at("duplicate_record", Severity.WARNING, record, form.key[0], where=where)


def _key(record: Record, form: Form) -> tuple[Value | None, ...]:
    return tuple(record.values.get(name) for name in form.key)


def _named(record: Record, form: Form) -> bool:
    """Whether what identifies the record could be read: a blank where a required key is missing matches nothing."""
    return all(name in record.values for name in form.key if form.field(name).required)


RULE = Rule(
    id="duplicate_record",
    zh="重复登记",
    en="Entered twice",
    severity=Severity.WARNING,
    check=check,
    wrong="2026Q3 华东机电的销售计划写了两行",
    right="每个季度每个客户一行",
    wide=True,
)
