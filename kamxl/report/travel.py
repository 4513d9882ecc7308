"""Numbers, evidence and signs as plain JSON, for the parts of a large department that travel and are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from ..domain.form import forms
from ..domain.kpi import Evidence, Part
from ..domain.records import Record, Source
from ..domain.tagged import tagged, untag

Number: TypeAlias = int | str
"""Exact: an integer, or a decimal's text."""

_PARTS = tuple(Part)


_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=tagged)


def text_of(content: object) -> str:
    return _JSON.encode(content)


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
    block, index = one.record.block, one.record.index
    shown = _shown(block.form, one.fields)
    values = [(field, value) for field in shown if (value := block.column(field)[index]) is not None]
    cells = [(field, cell) for field in shown if (cell := block.cell(field, index))]
    return [
        block.form,
        block.book,
        block.sheet,
        [field for field, _ in values],
        [_plain(value) for _, value in values],
        cells or [(field, block.cell(field, index)) for field in block.columns][:1],
        one.fields,
        str(one.amount),
        _PARTS.index(one.part),
        one.key,
    ]


@cache
def _shown(form: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    customer = forms()[form].customer
    return tuple(dict.fromkeys((*fields, customer) if customer else fields))


def _plain(value: object) -> object:
    """The value as JSON knows it; what is left to the encoder costs it much more."""
    if isinstance(value, tuple):
        return {"c": list(value)}
    return value if isinstance(value, str | int) else tagged(value)


def evidence_in(rows: Iterable[Sequence[Any]]) -> Iterator[Evidence]:
    """A tail's evidence again; its records have only the fields that are shown."""
    return map(_evidence_in, rows)


def _evidence_in(row: Sequence[Any]) -> Evidence:
    form, book, sheet, names, values, cells, used, size, part, key = row
    known: list[Any] = [untag(value) if isinstance(value, dict) else value for value in values]
    record = Record.made(form, dict(zip(names, known, strict=True)), {}, Source(book, sheet, dict(cells)))
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
