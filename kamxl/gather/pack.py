"""Records as packed tables and back: what they are as JSON, then the contents of their columns, deflated. Never code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import is_
from typing import Any, TypeAlias

from ..deflate import deflate, inflate
from ..domain.number_cells import of_column
from ..domain.records import Block
from .columns import (
    CHANGED,
    SAME,
    Column,
    Signs,
    known_by_sign,
    pack_changes,
    pack_column,
    unpack_changes,
    unpack_column,
)

_Head: TypeAlias = list[Any]
"""Form, sheet, columns' letters, rows, fields (``None`` where they are just the columns), for each field the kinds of
what its cells mean and hold (see ``pack_column``), and how many bytes each takes."""

_FLOATS = frozenset({float, type(None)})
_DECIMALS = frozenset({Decimal, type(None)})
_NUMBERS = "v"  # what cells mean are the numbers that they hold
_LENGTH = 4  # bytes that say how long the heads are
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def pack(blocks: Iterable[Block]) -> bytes:
    """The records of one workbook; texts that repeat themselves are written once."""
    signs = Signs()
    contents: list[bytes] = []
    heads = [_packed(block, signs, contents) for block in blocks]
    head = _JSON.encode([list(signs), heads]).encode(errors="surrogatepass")
    return deflate(b"".join((len(head).to_bytes(_LENGTH, "little"), head, *contents)))


def unpack(book: str, payload: bytes) -> Iterator[Block]:
    """The records again, in blocks. Raises ``ValueError`` or ``KeyError`` for bytes that are not ours."""
    if not payload:
        return
    content = inflate(payload)
    at = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    texts, heads = json.loads(content[_LENGTH:at])
    signs = known_by_sign(texts)
    for head in heads:
        lengths = head[-1]
        yield _unpacked(book, head, content[at : at + sum(lengths)], signs)
        at += sum(lengths)


def _packed(block: Block, signs: Signs, contents: list[bytes]) -> _Head:
    kinds: list[str] = []
    lengths: list[int] = []
    fields = list({**block.columns, **block.values, **block.raw})
    for field in fields:
        for kind, content in _packed_field(block, field, signs):
            kinds.append(kind)
            lengths.append(len(content))
            contents.append(content)
    columns = dict(block.columns)
    named = None if fields == list(columns) else fields
    return [block.form, block.sheet, columns, _packed_rows(block.rows), named, "".join(kinds), lengths]


def _packed_field(block: Block, field: str, signs: Signs) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    """What a field's cells mean, and what they hold as far as that does not tell it."""
    held: Column = block.held(field)
    held_kinds = block.held_kinds(field)

    def different() -> int:
        return block.different(field)

    if block.values.get(field) is block.raw.get(field):
        return pack_column(held, held_kinds, different, signs), (SAME, b"")
    column, kinds = block.column(field), block.kinds(field)
    if kinds <= _DECIMALS and held_kinds <= _FLOATS and all(map(is_, of_column(held), column)):
        return (_NUMBERS, b""), pack_column(held, held_kinds, different, signs)
    meant = pack_column(column, kinds, lambda: len(set(column)), signs)
    if not kinds.isdisjoint(held_kinds) and (changes := pack_changes(column, held)) is not None:
        return meant, changes
    return meant, pack_column(held, held_kinds, different, signs)


def _packed_rows(rows: Sequence[int]) -> list[Any]:
    """The rows' numbers; of a run its first and the one after its last."""
    if rows and list(rows) == list(range(rows[0], rows[0] + len(rows))):
        return [[rows[0], rows[0] + len(rows)]]
    return list(rows)


def _unpacked(book: str, head: _Head, content: bytes, signs: Mapping[str, Any]) -> Block:
    form, sheet, columns, numbers, named, kinds, lengths = head
    rows = list(range(*numbers[0])) if numbers and isinstance(numbers[0], list) else numbers
    values: dict[str, Column] = {}
    raw: dict[str, Column] = {}
    empty: Column = [None] * (len(rows) or 1)
    at = 0
    for turn, field in enumerate(columns if named is None else named):
        meant_kind, held_kind = kinds[2 * turn : 2 * turn + 2]
        middle = at + lengths[2 * turn]
        end = middle + lengths[2 * turn + 1]
        if meant_kind == _NUMBERS:
            held = unpack_column(held_kind, content[middle:end], signs)
            column: Column | None = of_column(held or empty)
        else:
            column = unpack_column(meant_kind, content[at:middle], signs)
            held = _held(held_kind, content[middle:end], column, signs, empty)
        if column is not None:
            values[field] = column
        raw[field] = empty if held is None else held
        at = end
    return Block(form, book, sheet, columns, rows, values, raw)


def _held(kind: str, content: bytes, column: Column | None, signs: Mapping[str, Any], empty: Column) -> Column | None:
    if kind == SAME:
        return column
    if kind == CHANGED:
        return unpack_changes(column or empty, content)
    return unpack_column(kind, content, signs)
