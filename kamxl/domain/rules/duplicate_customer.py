"""客户重复建档: one customer has one profile, however its name is written (with or without 有限公司, another bracket …)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..findings import Finding, Severity
from ..records import Record
from ..rule import Context, Rule, at, same
from ..spelling import company


def check(context: Context) -> Iterator[Finding]:
    by_name: dict[str, list[Record]] = defaultdict(list)
    by_code: dict[str, list[Record]] = defaultdict(list)
    for record in context.tables["profile"]:
        if record.text("customer"):
            by_name[company(record.text("customer"))].append(record)
        if record.text("credit_code"):
            by_code[record.text("credit_code")].append(record)
    for record in context.of("profile"):
        named = by_name.get(company(record.text("customer")), []) if record.text("customer") else []
        coded = by_code.get(record.text("credit_code"), [])
        for field_id, twins in (("customer", named), ("credit_code", coded)):
            other = next((twin for twin in twins if not same(twin, record)), None)
            if other is not None:
                where = f"{other.source.book} {other.source.sheet}!{other.source.cell(field_id)}"
                yield at(
                    "duplicate_customer", Severity.ERROR, record, field_id, other=other.text("customer"), where=where
                )
                break


RULE = Rule(
    id="duplicate_customer",
    zh="客户重复建档",
    en="Duplicate customers",
    severity=Severity.ERROR,
    check=check,
    wrong="“华东机电股份有限公司”和“华东机电（股份）公司”各有一份档案",
    right="一个客户一份档案",
    wide=True,
)
