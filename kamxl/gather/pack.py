"""Records as packed tables and back: a block's columns, each in the plainest form that holds them, JSON in zlib. Never code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ..deflate import deflate, inflate
from ..domain.periods import Period, PeriodKind
from ..domain.records import Block
from ..domain.tagged import tagged, untag

Column: TypeAlias = Sequence[Any]
Packed: TypeAlias = list[Any]
"""The kind of a column's values and what is written of them."""

_NONE = type(None)
_FIRST, _MOST = 0x30, 0xD000  # characters that stand for values
_NO_DAY = "\0"  # days are counted from 1
_BREAK = "\x7f"  # between texts; a column with a text that has it is written another way
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=tagged)


class _Signs(dict[Any, str]):
    """For each value a character that stands for it wherever it comes again."""

    def __missing__(self, value: object) -> str:
        sign = self[value] = chr(_FIRST + len(self))
        return sign


def pack(blocks: Iterable[Block]) -> bytes:
    """The records of one workbook, and before them the texts that repeat themselves."""
    signs = _Signs()
    packed = [_packed_block(block, signs) for block in blocks]
    return deflate(_JSON.encode([list(signs), packed]).encode(errors="surrogatepass"))


def unpack(book: str, payload: bytes) -> Iterator[Block]:
    """The records again, in blocks. Raises ``ValueError`` or ``KeyError`` for bytes that are not ours."""
    texts, blocks = json.loads(inflate(payload)) if payload else ((), ())
    signs = {chr(_FIRST + number): text for number, text in enumerate(texts)}
    for form, sheet, columns, numbers, values, held in blocks:
        rows = list(range(*numbers[0])) if numbers and isinstance(numbers[0], list) else numbers
        found = {field: _unpacked(packed, signs, ()) for field, packed in values.items()}
        empty: Column = [None] * (len(rows) or 1)
        raws = dict.fromkeys(columns, empty) | found
        raws |= {field: _unpacked(packed, signs, raws[field]) for field, packed in held.items()}
        yield Block(form, book, sheet, columns, rows, found, raws)


def _packed_block(block: Block, signs: _Signs) -> Packed:
    """Form, sheet, columns' letters, rows, values, and of what the cells hold only what differs from the values."""
    values: dict[str, Packed] = {}
    raws: dict[str, Packed] = {}
    for field in {**block.columns, **block.values, **block.raw}:
        column, held = block.column(field), block.held(field)
        kinds = block.kinds(field)
        packed = values[field] = _packed(column, kinds, signs)
        if not packed[0]:
            del values[field]
        if held is column:
            continue
        held_kinds = block.held_kinds(field)
        if held_kinds != kinds or not _alike(held, column, kinds):
            raws[field] = _packed_held(held, column, held_kinds, signs)
    return [block.form, block.sheet, dict(block.columns), _packed_rows(block.rows), values, raws]


def _packed_rows(rows: Sequence[int]) -> Packed:
    """The rows' numbers; of a run its first and the one after its last."""
    if rows and list(rows) == list(range(rows[0], rows[0] + len(rows))):
        return [[rows[0], rows[0] + len(rows)]]
    return list(rows)


def _alike(held: Column, column: Column, kinds: Set[type]) -> bool:
    """Whether what the cells hold is what they mean, both of these classes."""
    if list(held) != list(column):
        return False
    return len(kinds - {_NONE}) == 1 or list(map(type, held)) == list(map(type, column))


def _packed_held(held: Column, column: Column, kinds: Set[type], signs: _Signs) -> Packed:
    """What the cells hold, beside the column of what they mean."""
    if float in kinds and kinds <= {float, _NONE} and _are_floats_of(held, column):
        return ["f"]
    return _packed(held, kinds, signs) if kinds != {_NONE} else ["j", list(held)]


def _are_floats_of(held: Column, column: Column) -> bool:
    """Whether the cells hold the very numbers that were read from them, as a spreadsheet has them."""
    try:
        floats = _floats(column)
    except (TypeError, ValueError):
        return False
    return floats == list(held) and (0.0 not in floats or list(map(repr, floats)) == list(map(repr, held)))


def _floats(column: Column) -> list[float | None]:
    return [None if value is None else float(value) for value in column]


def _packed(column: Column, kinds: Set[type], signs: _Signs) -> Packed:
    """A column with its kind: "" (empty), s(igns), t(exts), n (Decimal), d(ates), p(eriods), j(SON), x (mixed)."""
    if kinds == {_NONE}:
        return [""]
    if len(kinds - {_NONE}) == 1:
        (kind,) = kinds - {_NONE}
        if kind is str:
            return _strings(column, signs)
        if kind is date:
            return _days(column)
        if kind is Decimal:
            return ["n", ",".join(["" if value is None else str(value) for value in column])]
        if kind is Period:
            return _periods(column)
        if kind in (int, float, bool):
            return ["j", list(column)]
    return ["x", [{"c": list(value)} if isinstance(value, tuple) else value for value in column]]


def _strings(column: Column, signs: _Signs) -> Packed:
    """Texts that repeat themselves are written once for the whole workbook, others in a row."""
    distinct = set(column)
    if len(distinct) * 2 <= len(column) and len(signs) + len(distinct) <= _MOST:
        return ["s", "".join(map(signs.__getitem__, column))]
    if None not in distinct:
        text = _BREAK.join(column)
        if text.count(_BREAK) == len(column) - 1:
            return ["t", text]
    return ["j", list(column)]


def _days(column: Column) -> Packed:
    """Each day as the character of its number, which takes half the time of digits."""
    try:
        return ["d", "".join([_NO_DAY if day is None else chr(day.toordinal()) for day in column])]
    except ValueError:  # after the year 3050
        return ["x", column]


def _periods(column: Column) -> Packed:
    signs = _Signs()
    text = "".join(map(signs.__getitem__, column))
    return [
        "p",
        [None if one is None else [one.year, one.number, one.kind.value, one.first_month] for one in signs],
        text,
    ]


def _unpacked(packed: Packed, signs: Mapping[str, Any], values: Column) -> Column:
    """The column again; ``values``: what the same cells mean."""
    match packed:
        case ["f"]:
            return _floats(values)
        case ["s", text]:
            return [*map(signs.__getitem__, text)]
        case ["t", text]:
            return str(text).split(_BREAK)
        case ["n", text]:
            return [Decimal(one) if one else None for one in text.split(",")]
        case ["d", days]:
            return [None if day == _NO_DAY else date.fromordinal(ord(day)) for day in days]
        case ["p", known, text]:
            periods = [None if one is None else Period(one[0], one[1], PeriodKind(one[2]), one[3]) for one in known]
            return [periods[ord(sign) - _FIRST] for sign in text]
        case ["j", column]:
            return list(column)
        case ["x", column]:
            return [untag(value) if isinstance(value, dict) else value for value in column]
    raise ValueError(f"{packed[:1]} is no kind of column")
