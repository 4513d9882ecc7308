"""From a record to the evidence that an event carries: normalised texts, and a seal of what each cell held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from .event import Evidence
from .form import forms
from .periods import Period
from .records import Record
from .values import Raw, Value, show


def normal(value: Value) -> str:
    """A value's one spelling: 2026-07-01, 800, 是, 2026Q3, 上市公司、其他."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Period):
        return value.label
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)


def plain(amount: Decimal) -> str:
    """A number without exponent or trailing zeros, so that 800, 800.00 and 8E2 are one."""
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def seal(raw: Raw) -> str:
    """A short digest of what a cell holds, as a person would see it."""
    return sha256(show(raw).encode()).hexdigest()[:32]


def evidence_of(record: Record, facts: Mapping[str, str] | None = None) -> Evidence:
    """The record as it stands. Neither private fields nor cells that kamxl writes are in it."""
    kept = [field.id for field in forms()[record.form].fields if not field.private]
    return Evidence(
        form=record.form,
        book=record.source.book,
        sheet=record.source.sheet,
        fields={name: normal(record.values[name]) for name in kept if name in record.values},
        cells={name: record.source.cells[name] for name in kept if name in record.source.cells},
        seals={name: seal(record.raw.get(name)) for name in kept if name in record.source.cells},
        facts=dict(facts or {}),
    )
