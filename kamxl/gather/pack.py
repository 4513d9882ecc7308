"""Records as packed tables and back: a block's columns, each in the plainest form that holds them, JSON in zlib. Never code."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ..domain.periods import Period, PeriodKind
from ..domain.records import Block
from ..domain.tagged import tagged, untag

Column: TypeAlias = Sequence[Any]
_LEVEL = 1  # the time of the pack counts more than its size
_NONE = type(None)
_UNLIKE_OTHERS = {str, date, _NONE}  # never equal to a value of another class, as 1, 1.0 and True are
_FIRST, _MOST = 0x30, 0xD000  # characters that stand for numbers


def pack(blocks: Iterable[Block]) -> bytes:
    """The records of one workbook."""
    text = json.dumps(
        [_packed_block(block) for block in blocks], ensure_ascii=False, separators=(",", ":"), default=tagged
    )
    return zlib.compress(text.encode(), _LEVEL)


def unpack(book: str, payload: bytes) -> Iterator[Block]:
    """The records again, in blocks. Raises ``ValueError`` or ``KeyError`` for bytes that are not ours."""
    for form, sheet, columns, rows, values, held in json.loads(_inflated(payload)) if payload else ():
        found = _columns(values)
        empty: Column = [None] * (len(rows) or 1)
        raws = {**dict.fromkeys(columns, empty), **found, **_columns(held)}
        yield Block(form, book, sheet, columns, rows, found, raws)


def _inflated(payload: bytes) -> bytes:
    try:
        return zlib.decompress(payload)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _packed_block(block: Block) -> list[Any]:
    """Form, sheet, columns' letters, rows, values, and of what the cells hold only what differs from the values."""
    values: dict[str, Any] = {}
    raws: dict[str, Any] = {}
    for field in {**block.columns, **block.values, **block.raw}:
        column, held = block.column(field), block.held(field)
        kind, packed = _packed(column)
        if kind:
            values[field] = [kind, packed]
        if held is not column and not _alike(held, column):
            raws[field] = _packed(held) if any(one is not None for one in held) else ["j", list(held)]
    return [block.form, block.sheet, dict(block.columns), list(block.rows), values, raws]


def _alike(held: Column, values: Column) -> bool:
    if list(held) != list(values):
        return False
    kinds = set(map(type, values))
    return kinds <= _UNLIKE_OTHERS or list(map(type, held)) == list(map(type, values))


def _packed(column: Column) -> tuple[str, Column]:
    """A column with the kind of its values: "" (empty), s(trings), n (Decimal), d(ates), p(eriods), j(SON), x (mixed)."""
    kinds = set(map(type, column)) - {_NONE}
    if not kinds:
        return "", []
    if len(kinds) == 1:
        kind = kinds.pop()
        if kind is str:
            return _strings(column)
        if kind is Decimal:
            return "n", [None if value is None else str(value) for value in column]
        if kind is date:
            return "d", [None if value is None else value.toordinal() for value in column]
        if kind is Period:
            return "p", [None if value is None else _period(value) for value in column]
        if kind in (int, float, bool):
            return "j", list(column)
    return "x", [{"c": list(value)} if isinstance(value, tuple) else value for value in column]


def _strings(column: Column) -> tuple[str, Column]:
    """Strings that repeat themselves are written once, each with a character that stands for it in its rows."""
    distinct = dict.fromkeys(column)
    if len(distinct) * 2 > len(column) or len(distinct) > _MOST:
        return "j", list(column)
    signs = {value: chr(_FIRST + number) for number, value in enumerate(distinct)}
    return "s", [list(distinct), "".join(map(signs.__getitem__, column))]


def _repeated(packed: Column) -> Column:
    distinct, signs = packed
    return [distinct[ord(sign) - _FIRST] for sign in signs]


def _period(period: Period) -> list[Any]:
    return [period.year, period.number, period.kind.value, period.first_month]


def _periods(column: Column) -> Column:
    made = {tuple(key): Period(key[0], key[1], PeriodKind(key[2]), key[3]) for key in column if key is not None}
    return [None if key is None else made[tuple(key)] for key in column]


_UNPACK: Mapping[str, Callable[[Column], Column]] = {
    "": lambda column: column,
    "j": lambda column: column,
    "s": _repeated,
    "n": lambda column: [None if text is None else Decimal(text) for text in column],
    "d": lambda column: [None if number is None else date.fromordinal(number) for number in column],
    "p": _periods,
    "x": lambda column: [untag(value) if isinstance(value, dict) else value for value in column],
}


def _columns(packed: Mapping[str, Sequence[Any]]) -> dict[str, Column]:
    return {field: _UNPACK[kind](column) for field, (kind, column) in packed.items()}
