"""Records as bytes and back: JSON with a tag for each kind of value that JSON does not know. Never code (no pickle)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from ..domain.records import Record, Source
from ..domain.tagged import READERS, tagged
from ..errors import Text


def encode_records(records: Iterable[Record]) -> bytes:
    """One workbook's records. A value that equals what stands in the cell is not written twice."""
    rows = [
        [
            record.form,
            record.source.sheet,
            [
                [field, record.source.cells.get(field), record.raw.get(field), *_value(record, field)]
                for field in {**record.source.cells, **record.raw, **record.values}
            ],
        ]
        for record in records
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=tagged).encode()


def _value(record: Record, field: str) -> list[object]:
    if field not in record.values:
        return []
    value, raw = record.values[field], record.raw.get(field)
    if isinstance(value, tuple):  # JSON would make it a list
        return [{"c": list(value)}]
    return [{"s": 0}] if type(value) is type(raw) and value == raw else [value]


def decode_records(book: str, payload: bytes) -> tuple[Record, ...]:
    """The records of a workbook. Raises ``ValueError`` or ``KeyError`` for bytes that are not ours."""
    return tuple(_record(book, row) for row in json.loads(payload, object_hook=untag_object))


_SAME = object()


def _record(book: str, row: list[Any]) -> Record:
    form, sheet, cells = row
    addresses, raws, values = {}, {}, {}
    for field, address, raw, *value in cells:
        if address is not None:
            addresses[field] = address
        raws[field] = raw
        if value:
            values[field] = raw if value[0] is _SAME else value[0]
    return Record.made(form, values, raws, Source(book, sheet, addresses))


_READERS: dict[str, Callable[[Any], object]] = {**READERS, "s": lambda _: _SAME}


def untag_object(tagged: dict[str, Any]) -> object:
    (tag, content), *_ = tagged.items()
    return _READERS[tag](content)


def encode_text(text: Text) -> str:
    """A problem's message, its parameters as text."""
    return json.dumps([text.code, {name: str(value) for name, value in text.params.items()}], ensure_ascii=False)


def decode_text(payload: str) -> Text:
    code, params = json.loads(payload)
    return Text(code, params)
