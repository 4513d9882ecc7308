"""consolidate: the department's quarter as one KPI workbook. A workbook that cannot be read is named, never a reason to stop."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..domain.periods import Period, PeriodKind
from ..errors import InputError, say
from ..gather.work import COMMON
from .department import Department, Problem
from .gathering import Harvest, Reach, gather_department, unchecked
from .ledger_day import LedgerDay
from .progress import Progress, silent
from .remembered import Remembered, key_of, recall, remember
from .saving import refuse_foreign, write_whole

if TYPE_CHECKING:
    from ..gather.work import Gathered
    from ..report.build import Built
    from ..report.edition import BookLine, Edition
    from ..report.into import Placed
    from ..report.part import Asked


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What ``consolidate`` made. ``complete`` is false when a workbook is missing from the totals.

    ``findings`` are those listed in the report, errors first where there are very many; ``found`` is how many there are.
    ``placed`` says what was put into a workbook of the department's own (``into``).
    """

    path: Path
    period: Period
    read: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    found: int
    placed: Placed | None = None

    @property
    def complete(self) -> bool:
        return not self.problems


def consolidate(
    department: Department,
    quarter: Period,
    out: Path,
    *,
    dated: date | None = None,
    into: Path | None = None,
    live: bool = False,
    reach: Reach | None = None,
    progress: Progress | None = None,
) -> Consolidated:
    """Reads every workbook of the department and writes the quarter's KPI workbook to ``out``.

    The document's date is ``dated``, else the quarter's last day. Raises ``InputError("report.not_a_quarter")``,
    ``BookError("report.not_ours")`` when ``out`` is a person's workbook, and ``BookError("books.cannot_write")``; the
    file that was there is then untouched. With ``into`` that workbook's placeholders are filled, or our sheets are put
    into it, and the result goes to ``out`` (which may be the same file); nothing else in it changes. ``live`` writes
    the figures as ``KAM_*`` formulas with their values cached. ``reach`` says with how many processes, or over which Dask
    scheduler, the workbooks are read.
    """
    from ..report.part import Asked

    if quarter.kind is not PeriodKind.QUARTER:
        raise InputError("report.not_a_quarter", period=quarter.label)
    told = progress or silent
    if out != into:
        refuse_foreign(out)
    asked = Asked(quarter, dated or quarter.end)
    placed = None
    with (
        gather_department(department, reach or Reach(), progress, asked) as harvest,
        LedgerDay(department, asked.dated) as ledger,
    ):
        told(say("progress.checking"), 0, 1)
        run = _Run(department, harvest, ledger, asked, _way(out, department.folder), live)
        if into is None:
            made = run.remembered(told)
        else:
            built, made = run.made(told)
            placed = _place(department, built, into, out)
    if placed is None:
        write_whole(out, made.content)
    told(say("progress.done"), 1, 1)
    problems = (*harvest.problems, *ledger.problems)
    read = len(harvest.books) - len(harvest.problems)
    return Consolidated(out, quarter, read, problems, made.findings, made.found, placed)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a report is made from, and how."""

    department: Department
    harvest: Harvest
    ledger: LedgerDay
    asked: Asked
    folder: str
    live: bool

    def remembered(self, told: Progress) -> Remembered:
        """The report as it was made last time, if nothing that enters has changed since; else made now and kept."""
        if self.ledger.problems:
            return self.made(told)[1]
        reports, key = self.harvest.reports, self._key()
        found = recall(reports, key)
        if found is None:
            _, found = self.made(told)
            if not self.ledger.problems:
                remember(reports, key, found)
        return found

    def _key(self) -> str:
        return key_of(
            self.department,
            self.harvest,
            self.asked,
            ledger=self.ledger.content,
            folder=self.folder,
            live=self.live,
        )

    def made(self, told: Progress) -> tuple[Built, Remembered]:
        from ..report.build import build

        edition = _edition(self.department, self.harvest, self.asked, self.ledger, self.folder)
        grouped = self.harvest.grouped(self.asked) if self.harvest.large else None
        if grouped is None:
            self.harvest.store.settle()
        told(say("progress.drawing"), 0, 1)
        built = build(edition, live=self.live, grouped=grouped)
        return built, Remembered(built.content, edition.findings, edition.found)


def _edition(department: Department, harvest: Harvest, asked: Asked, ledger: LedgerDay, folder: str) -> Edition:
    """What the report is made from. Of a very large department only the records without a customer are held here."""
    from ..report.edition import BookLine, Edition
    from ..report.most import LARGE, WHOLE

    most = LARGE if harvest.large else WHOLE
    tables = harvest.tables([COMMON]) if harvest.large else harvest.tables()
    found = harvest.worst(most.findings) if harvest.large else harvest.findings(tables)
    listed = Counter(finding.severity for finding in found)
    beyond = (count - listed[severity] for severity, count in zip(Severity, harvest.counts, strict=True))
    errors, warnings, hints = beyond if harvest.large else (0, 0, 0)
    findings = [*department.setting_findings, *found]
    requests = ledger.requests()
    lines = [
        *map(_line, harvest.books),
        *(BookLine(problem.book, problem=problem.reason) for problem in ledger.problems),
    ]
    return Edition(
        tables=tables,
        settings=department.settings,
        period=asked.period,
        dated=asked.dated,
        books=tuple(lines),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        requests=requests,
        folder=folder,
        notes=(unchecked(len(harvest.books), harvest.records),) if harvest.large else (),
        unlisted=(errors, warnings, hints),
        most=most,
    )


def _place(department: Department, built: Built, into: Path, out: Path) -> Placed:
    """Into the department's own workbook, through the lossless engine."""
    from ..ooxml import Workbook
    from ..report.into import place

    workbook = Workbook.open(into)
    placed = place(workbook, department.opener(into), built.content, built.board)
    workbook.save(out)
    return placed


def _line(one: Gathered) -> BookLine:
    from ..report.edition import BookLine

    return BookLine(one.book, one.records, one.forms, one.counts, one.problem)


def _way(out: Path, folder: Path) -> str:
    """The way from the report's folder to the department's, for its links; "" when they are the same.

    On another drive there is no relative way: then the links are absolute.
    """
    start = out.resolve().parent
    try:
        way = Path(os.path.relpath(folder, start)).as_posix()
    except ValueError:
        way = folder.as_posix()
    return "" if way == "." else way
