"""A report that was made before. Where nothing that enters into it has changed, its bytes are taken again.

A report is a function of what its key names, and the same input gives the same bytes (a test says so). So what is taken again
is what would be made; whoever lets a report depend on something new names that in ``key_of`` too.
"""

from __future__ import annotations

import json
import sys
import zlib
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..gather.reports import Reports
from ..report.part import Asked
from ..snapshot.codec import plain, text_of
from .department import Department
from .gathering import Harvest
from .kept import code_stamp, reading_key


@dataclass(frozen=True, slots=True)
class Remembered:
    """A report's bytes, the findings that it lists, and how many there are."""

    content: bytes
    findings: tuple[Finding, ...]
    found: int


def key_of(
    department: Department,
    harvest: Harvest,
    asked: Asked,
    *,
    ledger: str,
    folder: str,
    live: bool,
) -> str:
    """Names all that enters into a report: what was read and what could not be, the settings and the day, what was asked
    for, what the ledger holds, the way to the workbooks, and the code that reads, draws and packs."""
    entering = (
        harvest.state,
        harvest.large,
        len(harvest.books),
        [(problem.book, plain(problem.reason)) for problem in harvest.problems],
        reading_key(department),
        department.today,
        asked,
        ledger,
        folder,
        live,
        code_stamp(""),
        _libraries(),
    )
    return blake2b(repr(entering).encode(), digest_size=20).hexdigest()


@cache
def _libraries() -> tuple[str, ...]:
    return sys.version, zlib.ZLIB_RUNTIME_VERSION, version("XlsxWriter"), version("pydantic")


def recall(reports: Reports, key: str) -> Remembered | None:
    """The report that was made of the same, if it is still kept."""
    kept = reports.find(key)
    if kept is None:
        return None
    content, said = kept
    found, rows = json.loads(said)
    return Remembered(content, tuple(map(_finding, rows)), found)


def remember(reports: Reports, key: str, made: Remembered) -> None:
    rows = [
        [one.rule, one.book, one.sheet, one.cell, one.severity.value, plain(one.message), one.field, one.value]
        for one in made.findings
    ]
    reports.keep(key, made.content, json.dumps([made.found, rows], ensure_ascii=False))


def _finding(row: list[Any]) -> Finding:
    rule, book, sheet, cell, severity, message, field, value = row
    return Finding(rule, book, sheet, cell, Severity(severity), text_of(message), field, value)
