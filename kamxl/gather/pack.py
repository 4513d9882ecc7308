"""Records as packed tables and back: one block a form and sheet, one column a field, plain JSON in zlib. Never code.

A list's rows share one set of column letters, so that a record costs its values and a row number.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ..domain.periods import Period, PeriodKind
from ..domain.records import Block, Record, Source
from ..snapshot.codec import tagged, untag_object

Column: TypeAlias = list[Any]
_LEVEL = 1  # the time of the pack counts more than its size
_NONE = type(None)


def pack(records: Iterable[Record], *, raw: bool = True) -> bytes:
    """The records of one workbook. Without ``raw`` what the cells held besides their values is left out."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Record]] = {}
    for record in records:
        groups.setdefault((record.form, record.source.sheet, tuple(record.source.cells)), []).append(record)
    blocks = [_block(form, sheet, fields, rows, raw) for (form, sheet, fields), rows in groups.items()]
    text = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"), default=tagged)
    return zlib.compress(text.encode(), _LEVEL)


def unpack(book: str, payload: bytes) -> Iterator[Block]:
    """The records again, in blocks. Raises ``ValueError`` or ``KeyError`` for bytes that are not ours."""
    for block in json.loads(zlib.decompress(payload)) if payload else ():
        yield from _blocks(book, block)


def _block(form: str, sheet: str, fields: tuple[str, ...], rows: list[Record], raw: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    raws: dict[str, Any] = {}
    for field in fields:
        column = [record.values.get(field) for record in rows]
        kind, packed = _packed(column)
        if kind:
            values[field] = [kind, packed]
        if raw:
            held = [record.raw.get(field) for record in rows]
            if not _alike(held, column):
                raws[field] = _packed(held) if any(one is not None for one in held) else ["j", held]
    block: dict[str, Any] = {"f": form, "s": sheet, "n": len(rows), "v": values}
    if raws:
        block["w"] = raws
    letters, numbers = _grid(fields, rows)
    if letters is None:
        block["a"] = [dict(record.source.cells) for record in rows]
    else:
        block["c"], block["r"] = letters, numbers
    return block


def _alike(held: Column, values: Column) -> bool:
    return all(
        one is other or (type(one) is type(other) and one == other) for one, other in zip(held, values, strict=True)
    )


def _grid(fields: tuple[str, ...], rows: list[Record]) -> tuple[dict[str, str] | None, list[int]]:
    """The letters of a list's columns and its row numbers; ``None`` where the cells do not stand in one row each."""
    first = rows[0].source.cells
    letters = {field: first[field].rstrip("0123456789") for field in fields}
    numbers: list[int] = []
    for record in rows:
        cells = record.source.cells
        number = ""
        for field, letter in letters.items():
            rest = cells[field].removeprefix(letter)
            if not rest.isdecimal() or (number and rest != number):
                return None, []
            number = rest
        numbers.append(int(number or 0))
    return letters, numbers


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
            return "j", column
    return "x", [{"c": list(value)} if isinstance(value, tuple) else value for value in column]


def _strings(column: Column) -> tuple[str, Column]:
    """Strings that repeat themselves are written once."""
    distinct = dict.fromkeys(column)
    if len(distinct) * 2 > len(column):
        return "j", column
    numbers = {value: number for number, value in enumerate(distinct)}
    return "s", [list(distinct), [numbers[value] for value in column]]


def _period(period: Period) -> list[Any]:
    return [period.year, period.number, period.kind.value, period.first_month]


def _periods(column: Column) -> Column:
    made = {tuple(key): Period(key[0], key[1], PeriodKind(key[2]), key[3]) for key in column if key is not None}
    return [None if key is None else made[tuple(key)] for key in column]


_UNPACK: Mapping[str, Callable[[Column], Column]] = {
    "": lambda column: column,
    "j": lambda column: column,
    "s": lambda column: [column[0][number] for number in column[1]],
    "n": lambda column: [None if text is None else Decimal(text) for text in column],
    "d": lambda column: [None if number is None else date.fromordinal(number) for number in column],
    "p": _periods,
    "x": lambda column: [untag_object(value) if isinstance(value, dict) else value for value in column],
}


def _blocks(book: str, block: Mapping[str, Any]) -> Iterator[Block]:
    values = _columns(block["v"])
    fields = block["c"] if "c" in block else block["a"][0]
    empty: Column = [None] * block["n"]
    raws = {**dict.fromkeys(fields, empty), **values, **_columns(block.get("w", {}))}
    whole = Block(block["f"], book, block["s"], block.get("c", {}), block.get("r", range(block["n"])), values, raws)
    if "c" in block:
        yield whole
        return
    for record, cells in zip(whole, block["a"], strict=True):
        yield Record.made(record.form, record.values, record.raw, Source(book, block["s"], cells)).block


def _columns(packed: Mapping[str, Sequence[Any]]) -> dict[str, Column]:
    return {field: _UNPACK[kind](column) for field, (kind, column) in packed.items()}
