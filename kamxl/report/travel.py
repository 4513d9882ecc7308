"""Numbers, evidence and signs as plain JSON, for the parts of a large department that travel and are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar

from ..domain.counted import Line
from ..domain.form import forms
from ..domain.kpi import Evidence, Part
from ..domain.records import Record, Source
from ..domain.tagged import tagged, untag

Number: TypeAlias = int | str
"""Exact: an integer, or a decimal's text."""

T = TypeVar("T")
_PARTS = tuple(Part)
_PLAIN = frozenset({str, int, bool, type(None)})

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=tagged)


def text_of(content: object) -> str:
    return _JSON.encode(content)


def number(value: Decimal | int) -> Number:
    if value.__class__ is int:
        return value
    whole = int(value)
    return whole if whole == value else str(value)


def amount(value: Number) -> int | Decimal:
    """The number again, as something that adds up exactly."""
    return value if isinstance(value, int) else Decimal(value)


_FIRST = 0x10000  # there are more characters from here on than a sheet has rows


def signed(values: Sequence[T]) -> tuple[list[T], str]:
    """Values that repeat themselves: the different ones, and a character for each."""
    different = {value: chr(_FIRST + number) for number, value in enumerate(dict.fromkeys(values))}
    return list(different), "".join([different[value] for value in values])


def signed_at(column: tuple[list[T], str], at: int) -> T:
    """One of them again."""
    different, signs = column
    return different[ord(signs[at]) - _FIRST]


def evidence_out(lines: Iterable[Line]) -> list[list[Any]]:
    """A figure's evidence with what the report shows of its records: the fields that counted, the customer, their cells.

    What many have in common comes first: form, book, sheet, fields that counted, part, fields shown, columns' letters. Then
    of each: which of these, row, values, amount, key.
    """
    kinds: dict[tuple[Any, ...], tuple[int, list[Sequence[Any]]]] = {}
    heads: list[list[Any]] = []
    rows: list[list[Any]] = []
    for record, fields, counted, part, key in lines:
        block, index = record.block, record.index
        kind = kinds.get((id(block), fields, id(part)))
        if kind is None:
            shown = _shown(block.form, fields)
            places = {field: block.columns[field] for field in shown if block.columns.get(field)}
            places = places or dict(list(block.columns.items())[:1])
            heads.append([block.form, block.book, block.sheet, fields, _PARTS.index(part), shown, places])
            kind = kinds[id(block), fields, id(part)] = len(kinds), [block.column(field) for field in shown]
        values = [value if (value := column[index]).__class__ in _PLAIN else _plain(value) for column in kind[1]]
        rows.append([kind[0], block.rows[index] if block.rows else "", values, str(counted), key])
    return [heads, rows]


@cache
def _shown(form: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    customer = forms()[form].customer
    return tuple(dict.fromkeys((*fields, customer) if customer else fields))


@cache
def _day(day: date) -> dict[str, str]:
    return {"d": day.isoformat()}


def _plain(value: object) -> object:
    """The value as JSON knows it; what is left to the encoder costs it much more."""
    if value.__class__ is date:
        return _day(value)
    if isinstance(value, str | int):
        return value
    return {"c": list(value)} if isinstance(value, tuple) else tagged(value)


def evidence_in(packed: Sequence[list[list[Any]]]) -> Iterator[Evidence]:
    """A tail's evidence again; its records have only the fields that are shown."""
    heads, rows = packed
    for kind, row, values, size, key in rows:
        form, book, sheet, fields, part, shown, places = heads[kind]
        named = zip(shown, values, strict=True)
        known: dict[str, Any] = {
            field: untag(value) if isinstance(value, dict) else value for field, value in named if value is not None
        }
        source = Source(book, sheet, {field: f"{place}{row}" for field, place in places.items()})
        yield Evidence(Record.made(form, known, {}, source), tuple(fields), Decimal(size), _PARTS[part], key)


Sources: TypeAlias = dict[tuple[str, str, str, str], int]
"""Form, book, sheet and field of what shows a sign, numbered."""


def place_out(record: Record | None, field: str, sources: Sources) -> list[Any]:
    """Where a sign is seen: the number of its source, and the cell; nothing where no single record shows it."""
    if record is None:
        return []
    block, index = record.block, record.index
    cell = block.cell(field, index) or block.cell(next(iter(block.columns), ""), index)
    return [sources.setdefault((block.form, block.book, block.sheet, field), len(sources)), cell]


def seen_at(where: Sequence[Any], sources: Sequence[Sequence[str]]) -> tuple[Record | None, str]:
    """The record that shows a sign, with its field."""
    if not where:
        return None, ""
    (form, book, sheet, field), cell = sources[where[0]], where[1]
    return Record.made(form, {}, {}, Source(book, sheet, {field or "": cell})), field
