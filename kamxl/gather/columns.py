"""A column of records as a letter for its kind and bytes, in the plainest form that holds it, and back. Never code."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ..domain.periods import Period, PeriodKind
from ..domain.tagged import tagged, untag

Column: TypeAlias = Sequence[Any]
Packed: TypeAlias = tuple[str, bytes]

_NONE = type(None)
_FIRST, _MOST = 0x30, 0xD000  # characters that stand for values
_NO_DAY = "\0"  # days are counted from 1
_MOST_DAYS = 50_000  # that are remembered
_BREAK = "\x7f"  # between texts; a column with a text that has it is written another way
SAME, CHANGED = "=", "~"  # as the column beside it, or but for a few values
_CHANGED = 4  # one value in so many may differ from that in another column
_NAN = float("nan")
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=tagged)


class Signs(dict[Any, str]):
    """For each value a character that stands for it wherever it comes again."""

    def __missing__(self, value: object) -> str:
        sign = self[value] = chr(_FIRST + len(self))
        return sign


def known_by_sign(values: Sequence[Any]) -> Mapping[str, Any]:
    """What the signs stand for that were given to these values in this order."""
    return {chr(_FIRST + number): value for number, value in enumerate(values)}


def pack_column(column: Column, kinds: Set[type], different: Callable[[], int], signs: Signs) -> Packed:
    """The column's kind and content; ``kinds`` are the classes of its values, ``different`` tells how many differ.

    Kinds: a blank for an empty column, s(igns), t(exts), f(loats), g (floats with blanks), n (Decimal), d(ays), p(eriods),
    j(SON), x (mixed).
    """
    some = kinds - {_NONE}
    if not some:
        return " ", b""
    if len(some) == 1:
        (kind,) = some
        if kind is str:
            return _texts(column, len(some) < len(kinds), different(), signs)
        if (way := _WAYS.get(kind)) is not None:
            return way(column, len(some) < len(kinds))
    return _mixed(column)


def _texts(column: Column, blanks: bool, different: int, signs: Signs) -> Packed:
    """Texts that repeat themselves are written once for the whole workbook, others in a row."""
    if different * 2 <= len(column) and len(signs) + different <= _MOST:
        return "s", _bytes("".join(map(signs.__getitem__, column)))
    if not blanks:
        text = _BREAK.join(column)
        if text.count(_BREAK) == len(column) - 1:
            return "t", _bytes(text)
    return _plain(column, blanks)


def _floats(column: Column, blanks: bool) -> Packed:
    if not blanks:
        return "f", _doubles(column)
    if any(number != number for number in column):
        return _mixed(column)
    return "g", _doubles([_NAN if number is None else number for number in column])


def _decimals(column: Column, blanks: bool) -> Packed:
    shown = ["" if value is None else str(value) for value in column] if blanks else map(str, column)
    return "n", ",".join(shown).encode()


class _DaySigns(dict[Any, str]):
    """Each day as the character of its number. Most workbooks of a department have the same days."""

    def __missing__(self, day: date | None) -> str:
        if len(self) > _MOST_DAYS:
            self.clear()
        sign = self[day] = _NO_DAY if day is None else chr(day.toordinal())
        return sign


class _SignedDays(dict[str, Any]):
    """The days again."""

    def __missing__(self, sign: str) -> date | None:
        if len(self) > _MOST_DAYS:
            self.clear()
        day = self[sign] = None if sign == _NO_DAY else date.fromordinal(ord(sign))
        return day


_DAY_SIGNS, _SIGNED_DAYS = _DaySigns(), _SignedDays()


def _days(column: Column, blanks: bool) -> Packed:
    try:
        return "d", _bytes("".join(map(_DAY_SIGNS.__getitem__, column)))
    except ValueError:  # after the year 3050
        return _mixed(column)


def _periods(column: Column, blanks: bool) -> Packed:
    """Most are the same objects, which tells them apart sooner than their contents do."""
    numbers = list(map(id, column))
    signs = Signs()
    sign_of = {number: signs[period] for number, period in dict(zip(numbers, column, strict=True)).items()}
    known = [None if one is None else [one.year, one.number, one.kind.value, one.first_month] for one in signs]
    return "p", _bytes(_JSON.encode([known, "".join(map(sign_of.__getitem__, numbers))]))


def _plain(column: Column, blanks: bool) -> Packed:
    return "j", _bytes(_JSON.encode(list(column)))


def _mixed(column: Column) -> Packed:
    return "x", _bytes(_JSON.encode(_tagged(column)))


def pack_changes(column: Column, other: Column) -> Packed | None:
    """Where, and in what, a column differs from another; ``None`` where it does so too often to be written like this."""
    places = [at for at, (one, instead) in enumerate(zip(column, other, strict=True)) if one is not instead]
    if not places or _alike(column, other):
        return SAME, b""
    if _CHANGED * len(places) > len(column):
        return None
    return CHANGED, _bytes(_JSON.encode([places, _tagged([other[at] for at in places])]))


def _alike(column: Column, other: Column) -> bool:
    """In class and to the sign of 0."""
    return list(column) == list(other) and list(map(_exact, column)) == list(map(_exact, other))


def _exact(value: object) -> tuple[type, object]:
    return value.__class__, repr(value) if isinstance(value, float) else value


def unpack_changes(column: Column, content: bytes) -> Column:
    """The other column."""
    other = list(column)
    for at, value in zip(*json.loads(content), strict=True):
        other[at] = _untagged(value)
    return other


def _tagged(values: Column) -> list[Any]:
    return [{"c": list(value)} if isinstance(value, tuple) else value for value in values]


def _untagged(value: Any) -> Any:
    return untag(value) if isinstance(value, dict) else value


_WAYS: Mapping[type, Callable[[Column, bool], Packed]] = {
    float: _floats,
    Decimal: _decimals,
    date: _days,
    Period: _periods,
    int: _plain,
    bool: _plain,
}


def unpack_column(kind: str, content: bytes, signs: Mapping[str, Any]) -> Column | None:
    """The column again, ``None`` for an empty one. Raises ``ValueError`` or ``KeyError`` for what is not ours."""
    match kind:
        case " ":
            return None
        case "s":
            return [*map(signs.__getitem__, _text(content))]
        case "t":
            return _text(content).split(_BREAK)
        case "f":
            return _of_doubles(content)
        case "g":
            return [None if number != number else number for number in _of_doubles(content)]
        case "n":
            return [Decimal(one) if one else None for one in _text(content).split(",")]
        case "d":
            return [*map(_SIGNED_DAYS.__getitem__, _text(content))]
        case "p":
            known, text = json.loads(content)
            found = [None if one is None else Period(one[0], one[1], PeriodKind(one[2]), one[3]) for one in known]
            return [*map(known_by_sign(found).__getitem__, text)]
        case "j":
            return list(json.loads(content))
        case "x":
            return [*map(_untagged, json.loads(content))]
    raise ValueError(f"{kind} is no kind of column")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _text(content: bytes) -> str:
    return content.decode(errors="surrogatepass")


def _doubles(numbers: Column) -> bytes:
    doubles = array("d", numbers)
    if sys.byteorder == "big":
        doubles.byteswap()
    return doubles.tobytes()


def _of_doubles(content: bytes) -> list[float]:
    doubles = array("d")
    doubles.frombytes(content)
    if sys.byteorder == "big":
        doubles.byteswap()
    return doubles.tolist()
