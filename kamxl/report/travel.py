"""Numbers, evidence and signs as plain JSON, for the parts of a large department that travel and are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from ..domain.form import forms
from ..domain.kpi import Evidence, Part
from ..domain.records import Record, Source
from ..domain.tagged import tagged, untag

Number: TypeAlias = int | str
"""Exact: an integer, or a decimal's text."""

_PARTS = tuple(Part)


def text_of(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=tagged)


def number(value: Decimal | int) -> Number:
    if not value:
        return 0
    whole = int(value)
    return whole if whole == value else str(value)


def amount(value: Number) -> int | Decimal:
    """The number again, as something that adds up exactly."""
    return value if isinstance(value, int) else Decimal(value)


def evidence_out(one: Evidence) -> list[Any]:
    """The evidence with what the report shows of its record: the fields that counted, the customer, and their cells."""
    record, form = one.record, forms()[one.record.form]
    shown = dict.fromkeys((*one.fields, form.customer) if form.customer else one.fields)
    values = {field: value for field in shown if (value := record.value(field)) is not None}
    block = record.block
    cells = {field: cell for field in shown if (cell := block.cell(field, record.index))}
    if not cells:
        cells = dict(list(record.source.cells.items())[:1])
    return [
        record.form,
        block.book,
        block.sheet,
        list(values),
        [_tuple_out(value) for value in values.values()],
        list(cells.items()),
        list(one.fields),
        str(one.amount),
        _PARTS.index(one.part),
        one.key,
    ]


def _tuple_out(value: object) -> object:
    return {"c": list(value)} if isinstance(value, tuple) else value


def evidence_in(text: str) -> Iterator[Evidence]:
    """A tail's evidence again; its records have only the fields that are shown."""
    return map(_evidence_in, json.loads(text, object_hook=untag))


def _evidence_in(row: Sequence[Any]) -> Evidence:
    form, book, sheet, names, values, cells, used, size, part, key = row
    record = Record.made(form, dict(zip(names, values, strict=True)), {}, Source(book, sheet, dict(cells)))
    return Evidence(record, tuple(used), Decimal(size), _PARTS[part], key)


def place_out(record: Record | None, field: str) -> list[Any]:
    """Where a sign is seen; nothing where no single record shows it."""
    if record is None:
        return []
    source = record.source
    return [record.form, source.book, source.sheet, source.cell(field) or next(iter(source.cells.values()), ""), field]


def seen_at(said: Sequence[Any]) -> tuple[Record | None, str]:
    """The record that shows a sign, with its field."""
    if len(said) == 2:
        return None, ""
    form, book, sheet, cell, field = said[2:]
    return Record.made(form, {}, {}, Source(book, sheet, {field or "": cell})), field
