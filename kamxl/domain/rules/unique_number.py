"""编号唯一: no two records of a form bear one number, in whichever workbooks they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from ..findings import Finding, Severity
from ..form import forms
from ..records import Record
from ..rule import Context, Rule, at, same


def check(context: Context) -> Iterator[Finding]:
    for form in forms().values():
        if not form.number:
            continue
        known = {id(block): block for block in (*context.tables.blocks(form), *context.within(form.id))}
        counts = Counter(chain.from_iterable(block.column(form.number) for block in known.values()))
        shared = {number for number, count in counts.items() if count > 1 and number}
        if not shared:
            continue
        bearers: dict[str, list[Record]] = defaultdict(list)
        for record in context.tables[form]:
            if record.number in shared:
                bearers[record.number].append(record)
        for record in context.of(form.id):
            others = [other for other in bearers.get(record.number, ()) if not same(other, record)]
            if others:
                where = "、".join(dict.fromkeys(_where(other, record, form.number) for other in others[:3]))
                yield at("unique_number", Severity.ERROR, record, form.number, where=where)


def _where(other: Record, record: Record, number: str) -> str:
    place = f"{other.source.sheet}!{other.source.cell(number)}"
    return place if other.source.book == record.source.book else f"{other.source.book} {place}"


RULE = Rule(
    id="unique_number",
    zh="编号唯一",
    en="Unique numbers",
    severity=Severity.ERROR,
    check=check,
    wrong="两份档案都编号 KH-XN-023",
    right="两份档案分别编号 KH-XN-023、KH-XN-027",
    wide=True,
)
