"""What a worker does with one workbook: open, find the forms, read, check, pack. The workbook itself stays behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from ..books.port import Book
from ..domain.findings import Finding, Severity
from ..domain.form import forms
from ..domain.records import Record, Tables
from ..domain.rule import Context, rules, run
from ..domain.settings import Settings
from ..errors import KamxlError, Text, say
from ..sheets.read import read_book
from .pack import pack

if TYPE_CHECKING:
    from ..sheets.reading import Reading

Opener = Callable[[Path], Book]
MOST_FINDINGS = 500
BUCKETS = 32
COMMON, REST = -1, -2

# What the report's figures and early signs are made from. The other forms are packed apart, for the checks that cross
# workbooks; a very large department never unpacks them.
CORE = frozenset(
    {
        "profile", "sales_plan", "service_log", "service_cost", "rating", "development", "contract", "contact_log",
        "visit_record", "weekly_report", "appraisal",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to read: where it is, and its name in findings and records."""

    path: Path
    book: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """One workbook as it travels: counts, what is wrong, and its records packed. ``problem`` says why it was not read.

    ``findings`` are those that need no other workbook, at most ``MOST_FINDINGS``; ``counts`` are of all of them.
    ``packs`` are the records by bucket: ``REST``, ``COMMON`` or the customer's own.
    """

    book: str
    records: int = 0
    forms: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    packs: Mapping[int, bytes] = field(default_factory=dict)
    problem: Text | None = None


def gather(job: Job, opener: Opener, settings: Settings) -> Gathered:
    """Reads one workbook. Whatever is wrong with the file becomes ``problem``; our own fault does too, as such."""
    try:
        reading = read_book(opener(job.path), job.book, settings)
    except KamxlError as error:
        return Gathered(job.book, problem=error.text)
    except Exception as error:  # noqa: BLE001 - one workbook must not end a run over thousands; the report names it
        reason = f"{type(error).__name__}: {error}"[:200]
        return Gathered(job.book, problem=say("report.broken_reading", path=job.book, reason=reason))
    findings = [*reading.findings, *_local(reading, settings)]
    counted = Counter(finding.severity for finding in findings)
    return Gathered(
        book=job.book,
        records=len(reading.records),
        forms=tuple(sorted({record.form for record in reading.records})),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)[:MOST_FINDINGS]),
        counts=(counted[Severity.ERROR], counted[Severity.WARNING], counted[Severity.NOTE]),
        packs=_packs(reading.records),
    )


def _packs(records: Iterable[Record]) -> dict[int, bytes]:
    sorted_out: dict[int, list[Record]] = {}
    for record in records:
        sorted_out.setdefault(bucket(record), []).append(record)
    return {number: pack(mine) for number, mine in sorted_out.items()}


def bucket(record: Record) -> int:
    """Where the record is packed: with everything of its customer, since what counts together must be read together."""
    if record.form not in CORE:
        return REST
    name = record.text(forms()[record.form].customer)
    return crc32(name.encode()) % BUCKETS if name else COMMON


def _local(reading: Reading, settings: Settings) -> list[Finding]:
    """What the rules that need no other workbook find."""
    only = [rule.id for rule in rules().values() if not rule.wide]
    sheets = {(reading.book, sheet): facts for sheet, facts in getattr(reading, "facts", {}).items()}
    extra = {"sheets": sheets} if sheets else {}
    return run(Context(reading.blocks, Tables(), settings, **extra), only=only)
