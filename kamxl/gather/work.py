"""What a worker does with one workbook: open, find the forms, read, check, pack. The workbook itself stays behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..books.port import Book
from ..domain.findings import Finding, Severity
from ..domain.records import Record, Tables
from ..domain.rule import Context, rules, run
from ..domain.settings import Settings
from ..errors import KamxlError, Text, say
from ..sheets.read import read_book
from .pack import pack, unpack

if TYPE_CHECKING:
    from ..sheets.reading import Reading

Opener = Callable[[Path], Book]
MOST_FINDINGS = 500

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
    """

    book: str
    records: int = 0
    forms: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    core: bytes = b""
    rest: bytes = b""
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
        core=pack(record for record in reading.records if record.form in CORE),
        rest=pack(record for record in reading.records if record.form not in CORE),
    )


def _local(reading: Reading, settings: Settings) -> list[Finding]:
    """What the rules that need no other workbook find."""
    only = [rule.id for rule in rules().values() if not rule.wide]
    sheets = {(reading.book, sheet): facts for sheet, facts in getattr(reading, "facts", {}).items()}
    extra = {"sheets": sheets} if sheets else {}
    return run(Context(reading.records, Tables(), settings, **extra), only=only)


def unpacked(gathered: Sequence[Gathered]) -> Iterator[Record]:
    """Every record of those workbooks."""
    for one in gathered:
        yield from unpack(one.book, one.core)
        yield from unpack(one.book, one.rest)
