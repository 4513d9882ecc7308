"""重复登记: a record of a form without numbers stands once (a customer's plan for a quarter, a person's week)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..findings import Finding, Severity
from ..form import Form, forms
from ..records import Block, Record
from ..rule import Context, Rule, at, same
from ..values import Value


def check(context: Context) -> Iterator[Finding]:
    for form in forms().values():
        under_check = list(context.within(form.id))
        if form.number or not under_check:
            continue
        known = {id(block): block for block in (*context.tables.blocks(form), *under_check)}
        counts = Counter(key for block in known.values() for key in _named(block, form))
        shared = {key for key, count in counts.items() if count > 1}
        if not shared:
            continue
        first: dict[tuple[Value | None, ...], Record] = {}
        for record in context.tables[form]:
            if (key := _key(record, form)) in shared:
                first.setdefault(key, record)
        for block in under_check:
            for record in block:
                other = first.get(_key(record, form), record)
                if not same(other, record):
                    where = f"{other.source.sheet}!{other.source.cell(form.key[0])}"
                    if other.source.book != record.source.book:
                        where = f"{other.source.book} {where}"
                    yield at("duplicate_record", Severity.WARNING, record, form.key[0], where=where)


def _key(record: Record, form: Form) -> tuple[Value | None, ...]:
    return tuple(record.value(name) for name in form.key)


def _named(block: Block, form: Form) -> Sequence[tuple[Value | None, ...]]:
    """What identifies each record, where it could be read: a blank where a required key is missing matches nothing."""
    columns = [block.column(name) for name in form.key]
    keys = list(zip(*columns, strict=True))
    needed = [column for name, column in zip(form.key, columns, strict=True) if form.field(name).required]
    for column in needed:
        if any(value is None for value in column):
            return [key for *values, key in zip(*needed, keys, strict=True) if all(v is not None for v in values)]
    return keys


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
