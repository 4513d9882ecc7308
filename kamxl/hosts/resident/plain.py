r"""Answers in lines, for VBA, which has no JSON: ``key<TAB>value``, one a line, ASCII only.

A nested object gives dotted keys, a list repeats its key. In a text, everything but printable ASCII, and the backslash, is
``\uXXXX`` as in JSON: so no code page, proxy or ``curl`` between here and VBA can spoil Chinese.

A value of ``/values`` is typed: ``n:0.25``, ``s:text``, ``b:1``, ``d:46295`` (a date as its serial number), ``e:NA`` (a true
error), ``a:2,3`` (an array of two rows and three columns: its six cells follow as ``cell`` lines, row by row).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# The day that Excel counts as 0, for dates after February 1900.
_EPOCH = date(1899, 12, 30)


def lines(body: Mapping[str, Any]) -> str:
    """A reply's object as lines."""
    return "".join(f"{key}\t{value}\n" for key, value in _flat(body, ""))


def answers(values: Sequence[Any], stamp: str) -> str:
    """The answers of ``/values`` as lines: scalars, ``None`` (``#N/A``), ``{"error": code}`` or rows of those."""
    out = [f"stamp\t{escape(stamp)}\n"]
    for value in values:
        if isinstance(value, (list, tuple)):
            width = len(value[0]) if value else 0
            out.append(f"answer\ta:{len(value)},{width}\n")
            out.extend(f"cell\t{typed(cell)}\n" for row in value for cell in row)
        else:
            out.append(f"answer\t{typed(value)}\n")
    return "".join(out)


def typed(value: Any) -> str:
    """One scalar with its type's letter. Raises ``TypeError`` for what a cell cannot hold: that is our fault."""
    if value is None:
        return "e:NA"
    if isinstance(value, bool):
        return f"b:{int(value)}"
    if isinstance(value, (int, float, Decimal)):
        return f"n:{value}"
    if isinstance(value, date):
        return f"d:{(_day(value) - _EPOCH).days}"
    if isinstance(value, str):
        return f"s:{escape(value)}"
    if isinstance(value, Mapping) and set(value) == {"error"}:
        return f"e:{value['error']}"
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def escape(text: str) -> str:
    r"""The text in printable ASCII without a backslash of its own. Every kind of line end becomes a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char if " " <= char <= "~" and char != "\\" else _units(char) for char in lines)


def _units(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _flat(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _flat(inner, key)
    elif value is not None:
        yield key, escape(str(int(value)) if isinstance(value, bool) else str(value))
