"""consolidate: the department's quarter as one KPI workbook. A workbook that cannot be read is named, never a reason to stop."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.findings import Finding
from ..domain.periods import Period, PeriodKind
from ..domain.records import Tables
from ..errors import InputError, LedgerError
from .department import Department, Problem
from .progress import Progress, silent
from .saving import refuse_foreign, write_whole
from .validate import check

if TYPE_CHECKING:
    from ..domain.request import Request
    from ..report.build import Built
    from ..report.edition import BookLine
    from ..report.into import Placed
    from ..sheets.reading import Reading


LEDGER = "审批台账"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What ``consolidate`` made. ``complete`` is false when a workbook is missing from the totals.

    ``placed`` says what was put into a workbook of the department's own (``into``).
    """

    path: Path
    period: Period
    read: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
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
    progress: Progress | None = None,
) -> Consolidated:
    """Reads every workbook of the department and writes the quarter's KPI workbook to ``out``.

    The document's date is ``dated``, else the quarter's last day. Raises ``InputError("report.not_a_quarter")``,
    ``BookError("report.not_ours")`` when ``out`` is a person's workbook, and ``BookError("books.cannot_write")``; the
    file that was there is then untouched. With ``into`` that workbook's placeholders are filled, or our sheets are put
    into it, and the result goes to ``out`` (which may be the same file); nothing else in it changes. ``live`` writes
    the figures as ``KAM_*`` formulas with their values cached.
    """
    from ..report.build import build
    from ..report.edition import Edition

    if quarter.kind is not PeriodKind.QUARTER:
        raise InputError("report.not_a_quarter", period=quarter.label)
    told = progress or silent
    if out != into:
        refuse_foreign(out)
    readings = department.read_all(progress)
    tables = Tables.of(record for reading in readings for record in reading.records)
    told("校验", 0, 1)
    findings = [*department.setting_findings, *check(department, readings)]
    requests, missing = _requests(department, dated or quarter.end)
    problems = (*department.problems, *missing)
    edition = Edition(
        tables=tables,
        settings=department.settings,
        period=quarter,
        dated=dated or quarter.end,
        books=_lines(readings, problems),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        requests=requests,
        folder=_way(out, department.folder),
    )
    told("生成报告", 0, 1)
    built = build(edition, live=live)
    placed = _place(department, built, into, out) if into else None
    if placed is None:
        write_whole(out, built.content)
    told("完成", 1, 1)
    return Consolidated(out, quarter, len(readings), problems, edition.findings, placed)


def _place(department: Department, built: Built, into: Path, out: Path) -> Placed:
    """Into the department's own workbook, through the lossless engine."""
    from ..ooxml import Workbook
    from ..report.into import place

    workbook = Workbook.open(into)
    placed = place(workbook, department.opener(into), built.content, built.board)
    workbook.save(out)
    return placed


def _requests(department: Department, day: date) -> tuple[tuple[Request, ...], tuple[Problem, ...]]:
    """The ledger's requests as they stood on the evening of ``day``. A ledger out of reach is a problem, not the end."""
    from .acting import ledger_if_founded

    try:
        ledger = ledger_if_founded(department)
        if ledger is None:
            return (), ()
        with ledger:
            return tuple(ledger.requests_on(day)), ()
    except LedgerError as error:
        return (), (Problem(LEDGER, error.text),)


def _lines(readings: list[Reading], problems: tuple[Problem, ...]) -> tuple[BookLine, ...]:
    from ..report.edition import BookLine

    lines = [_line(reading) for reading in readings]
    lines += [BookLine(problem.book, problem=problem.reason) for problem in problems]
    return tuple(sorted(lines, key=lambda line: line.book))


def _line(reading: Reading) -> BookLine:
    from ..report.edition import BookLine

    forms = tuple(sorted({record.form for record in reading.records}))
    return BookLine(reading.book, len(reading.records), forms)


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
