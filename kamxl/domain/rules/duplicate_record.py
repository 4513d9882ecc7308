"""重复登记: a record of a form without numbers stands once (a customer's plan for a quarter, a person's week)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from ..findings import Finding, Severity
from ..form import Form, forms
from ..records import Block, Record
from ..rule import Context, Rule, at, same
from ..values import Value

_Key: TypeAlias = tuple[Value | None, ...]


def check(context: Context) -> Iterator[Finding]:
    for form in forms().values():
        under_check = list(context.within(form.id))
        if form.number or not under_check:
            continue
        known = {id(block): block for block in (*context.tables.blocks(form), *under_check)}
        keys = {number: _keys(block, form) for number, block in known.items()}
        counts = Counter(chain.from_iterable(_named(block, form, keys[id(block)]) for block in known.values()))
        shared = {key for key, count in counts.items() if count > 1}
        if not shared:
            continue
        first: dict[_Key, Record] = {}
        for record in context.tables[form]:
            if (key := keys[id(record.block)][record.index]) in shared:
                first.setdefault(key, record)
        for block in under_check:
            for index, key in enumerate(keys[id(block)]):
                other = first.get(key)
                if other is not None and not same(other, record := block.record(index)):
                    where = f"{other.block.sheet}!{other.block.cell(form.key[0], other.index)}"
                    if other.block.book != block.book:
                        where = f"{other.block.book} {where}"
                    yield at("duplicate_record", Severity.WARNING, record, form.key[0], where=where)


def _keys(block: Block, form: Form) -> Sequence[_Key]:
    return list(zip(*map(block.column, form.key), strict=True))


def _named(block: Block, form: Form, keys: Sequence[_Key]) -> Sequence[_Key]:
    """What identifies each record, where it could be read: a blank where a required key is missing matches nothing."""
    needed = [block.column(name) for name in form.key if form.field(name).required]
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
