"""Values as JSON: a tag for each kind of value that JSON does not know. Never code (no pickle)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .periods import Period, PeriodKind


def tagged(value: object) -> object:
    """What ``json.dumps(…, default=tagged)`` asks for."""
    match value:
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"h": value.isoformat()}
        case timedelta():
            return {"i": value.total_seconds()}
        case Decimal():
            return {"n": str(value)}
        case Period():
            return {"p": [value.year, value.number, value.kind.value, value.first_month]}
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
