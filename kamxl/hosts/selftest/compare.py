"""Whether the live host and the file host came to the same: workbooks cell by cell, ledgers step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from ...books.address import address
from ...books.closed import open_closed
from ...books.port import Book
from ...commands.acting import ledger_if_founded
from ...commands.department import Department

_NEAR = 1e-9


def differences(live: Book, files: Book) -> list[str]:
    """Every cell that differs, and every sheet that only one has: ``表!A1 现场 / 文件``."""
    found = [f"{name}：—" for name in sorted(set(live.sheet_names()) ^ set(files.sheet_names()))]
    for name in files.sheet_names():
        if name in live.sheet_names():
            found += _sheet(name, live.grid(name).rows, files.grid(name).rows)
    return found


def closed(one: Path, two: Path) -> list[str]:
    """The same of two files."""
    return differences(open_closed(one), open_closed(two))


def _sheet(name: str, live: Sequence[Sequence[object]], files: Sequence[Sequence[object]]) -> Iterator[str]:
    for row, (left, right) in enumerate(zip_longest(live, files, fillvalue=())):
        for column, (one, two) in enumerate(zip_longest(left, right)):
            a, b = _plain(one), _plain(two)
            if a != b and not (isinstance(a, float) and isinstance(b, float) and abs(a - b) < _NEAR):
                yield f"{name}!{address(row, column)} {a!r} / {b!r}"


def _plain(value: object) -> object:
    """One spelling for what hosts hand over differently: numbers, dates, blanks, line ends."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


class Way(NamedTuple):
    """Where a request stands and how it came there; the time of day is left out."""

    no: str
    state: str
    revision: int
    applicant: str
    fields: tuple[tuple[str, str], ...]
    trail: tuple[tuple[str, str, str, str, dt.date], ...]


def ledger(department: Department) -> list[Way]:
    """Every request's way, by number; none where the copy has no ledger."""
    found = ledger_if_founded(department)
    if found is None:
        return []
    with found:
        return [
            Way(
                request.no,
                request.state,
                request.revision,
                request.applicant,
                tuple(sorted(request.fields.items())),
                tuple(
                    (entry.label, entry.event.signed_by, entry.after, entry.event.comment, entry.event.day)
                    for entry in request.trail
                ),
            )
            for request in sorted(found.requests(), key=lambda request: request.no)
        ]
