"""What a worker does with one workbook: open, find the forms, read, check, add up, pack. The workbook itself stays behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..books.port import Book
from ..dataclass import dataclass
from ..deflate import deflate
from ..domain.collecting import no_collecting
from ..domain.findings import Finding, Severity
from ..domain.form import forms
from ..domain.records import Block, Tables
from ..domain.rule import Context, rules, run
from ..domain.settings import Settings
from ..errors import KamxlError, Text, say
from ..report.part import Asked, summarise
from ..sheets.read import read_book
from .pack import pack

if TYPE_CHECKING:
    from ..sheets.reading import Reading

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)
Opener = Callable[[Path], Book]
MOST_FINDINGS = 500
_Words: TypeAlias = tuple[tuple[Any, ...], str, tuple[tuple[str, str], ...]]
"""What ``_SAID`` gives, and the message's code and parameters."""

_SAID = attrgetter("rule", "sheet", "severity", "field", "value")
OWN, COMMON, REST = 0, -1, -2
SECTIONS = (REST, COMMON, OWN)
LEFT_OUT = b""

# What the report's figures and early signs are made from. The other forms are packed apart, for the checks that cross
# workbooks; of a workbook that is read to be added up they are left out.
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

    ``findings`` are those that need no other workbook, at most ``MOST_FINDINGS``, as text (see ``encode_findings``);
    ``counts`` are of all of them.
    ``packs`` are the records by section (see ``_sections``), ``LEFT_OUT`` where nobody asked for them; ``names`` are the
    customers in ``OWN``, and ``part`` is what these add up to, if that was asked for.
    """

    book: str
    records: int = 0
    forms: tuple[str, ...] = ()
    findings: str = "[[],[]]"
    counts: tuple[int, int, int] = (0, 0, 0)
    packs: Mapping[int, bytes] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    part: tuple[bytes, bytes] | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """The task: how to open a workbook, the settings, and what its records are to be added up for (``None``: nothing)."""

    opener: Opener
    settings: Settings
    asked: Asked | None = None

    def __call__(self, job: Job, /) -> Gathered:
        with no_collecting():
            return gather(job, self.opener, self.settings, self.asked)

    def lost(self, job: Job, /) -> Gathered:
        return Gathered(job.book, problem=say("report.worker_died", path=job.book))


def gather(job: Job, opener: Opener, settings: Settings, asked: Asked | None = None) -> Gathered:
    """Reads one workbook. Whatever is wrong with the file becomes ``problem``; our own fault does too, as such."""
    try:
        reading = read_book(opener(job.path), job.book, settings)
    except KamxlError as error:
        return Gathered(job.book, problem=error.text)
    except Exception as error:  # noqa: BLE001 - one workbook must not end a run over thousands; the report names it
        reason = f"{type(error).__name__}: {error}"[:200]
        return Gathered(job.book, problem=say("report.broken_reading", path=job.book, reason=reason))
    findings = _local(reading, settings)
    if reading.findings:
        findings = sorted([*reading.findings, *findings], key=lambda finding: finding.order)
    severities = [finding.severity for finding in findings]
    sections = _sections(reading.blocks)
    own = sections.get(OWN, [])
    wanted = (OWN, COMMON) if asked else SECTIONS
    return Gathered(
        book=job.book,
        records=reading.count,
        forms=tuple(sorted({block.form for block in reading.blocks})),
        findings=encode_findings(findings[:MOST_FINDINGS]),
        counts=(
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            severities.count(Severity.NOTE),
        ),
        packs={number: pack(mine) if number in wanted else LEFT_OUT for number, mine in sections.items()},
        names=tuple(dict.fromkeys(chain.from_iterable(map(customers, own)))),
        part=add_up(own, settings, asked) if asked else None,
    )


def encode_findings(findings: Iterable[Finding]) -> str:
    """As they travel and are kept, without the workbook's name: the different words, then runs of findings that say the same,
    each with the number of its words and all its cells. So little is written of a blank column."""
    numbers: dict[_Words, int] = {}
    known: dict[
        tuple[object, ...], tuple[int, Text]
    ] = {}  # by the very message, which is kept so that no other takes its id
    runs: list[tuple[int, list[str]]] = []
    for f in findings:
        said = _SAID(f)
        key = (id(f.message), said)
        if key not in known:
            params = tuple([(name, str(value)) for name, value in f.message.params.items()])
            known[key] = numbers.setdefault((said, f.message.code, params), len(numbers)), f.message
        number = known[key][0]
        if runs and runs[-1][0] == number:
            runs[-1][1].append(f.cell)
        else:
            runs.append((number, [f.cell]))
    words = [(*said, code, dict(params)) for said, code, params in numbers]
    return _JSON.encode([words, [(number, " ".join(cells)) for number, cells in runs]])


def decode_findings(book: str, text: str) -> list[Finding]:
    found: list[Finding] = []
    words, runs = json.loads(text)
    for number, cells in runs:
        rule, sheet, severity, field, value, code, params = words[number]
        kind, message = Severity(severity), Text(code, params)
        found += [Finding(rule, book, sheet, cell, kind, message, field, value) for cell in cells.split(" ")]
    return found


def _sections(blocks: Iterable[Block]) -> dict[int, list[Block]]:
    """Where records are packed: with the customers' (``OWN``), with those of nobody, or with what no figure needs."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        if block.form not in CORE:
            found.setdefault(REST, []).append(block)
            continue
        names = customers(block)
        if "" not in names:
            found.setdefault(OWN, []).append(block)
            continue
        for number, wanted in ((OWN, True), (COMMON, False)):
            if indices := [at for at, name in enumerate(names) if bool(name) is wanted]:
                found.setdefault(number, []).append(block.take(indices))
    return found


def customers(block: Block) -> Sequence[str]:
    """The customer that each record names, "" where it names none."""
    mine = forms()[block.form].customer
    if block.kinds(mine) == {str}:
        return block.column(mine)  # type: ignore[return-value]
    return ["" if name is None else str(name) for name in block.column(mine)]


def add_up(blocks: Iterable[Block], settings: Settings, asked: Asked) -> tuple[bytes, bytes]:
    """The head and the tail of the part that these records make."""
    head, tail = summarise(Tables(blocks), settings, asked)
    return head.dump(), deflate(tail.dump())


def _local(reading: Reading, settings: Settings) -> list[Finding]:
    """What the rules that need no other workbook find."""
    only = [rule.id for rule in rules().values() if not rule.wide]
    sheets = {(reading.book, sheet): facts for sheet, facts in getattr(reading, "facts", {}).items()}
    extra = {"sheets": sheets} if sheets else {}
    return run(Context(reading.blocks, Tables(), settings, **extra), only=only)
