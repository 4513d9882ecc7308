"""Values as JSON: a tag for each kind of value that JSON does not know. Never code (no pickle)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .periods import Period, PeriodKind


def _parts(period: Period) -> list[object]:
    return [period.year, period.number, period.kind.value, period.first_month]


_WRITERS: dict[type, tuple[str, Callable[[Any], object]]] = {
    datetime: ("t", datetime.isoformat),
    date: ("d", date.isoformat),
    time: ("h", time.isoformat),
    timedelta: ("i", timedelta.total_seconds),
    Decimal: ("n", str),
    Period: ("p", _parts),
}


def tagged(value: object) -> object:
    """What ``json.dumps(…, default=tagged)`` asks for."""
    for kind in type(value).__mro__:
        if (found := _WRITERS.get(kind)) is not None:
            tag, write = found
            return {tag: write(value)}
    raise TypeError(f"{type(value).__name__} in a record")


READERS: dict[str, Callable[[Any], object]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "h": time.fromisoformat,
    "i": lambda seconds: timedelta(seconds=seconds),
    "n": Decimal,
    "p": lambda parts: Period(parts[0], parts[1], PeriodKind(parts[2]), parts[3]),
    "c": tuple,
}


def untag(found: dict[str, Any]) -> object:
    """The value again: what ``json.loads(…, object_hook=untag)`` asks for."""
    (tag, content), *_ = found.items()
    return READERS[tag](content)
