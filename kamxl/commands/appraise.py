"""appraise: the quarter's 考核评分表, a sheet for each person, from everybody's workbooks."""

from __future__ import annotations

from pathlib import Path

from ..dataclass import dataclass
from ..domain.facts import Facts
from ..domain.periods import Period, PeriodKind, parse_period
from ..domain.scoring import Appraisal, appraise
from ..errors import InputError
from .department import Department, Problem
from .progress import Progress
from .saving import refuse_foreign, write_whole


@dataclass(frozen=True, slots=True)
class Appraised:
    """What was made: the file, the quarter, everybody on it; ``problems`` are workbooks whose figures are missing."""

    path: Path
    quarter: Period
    people: tuple[Appraisal, ...]
    problems: tuple[Problem, ...]


def appraise_people(
    department: Department, quarter: str, out: Path | None = None, person: str = "", progress: Progress | None = None
) -> Appraised:
    """Writes a sheet for everybody who is appraised, or for ``person`` (name or login) only.

    ``out`` is 考核评分表-QUARTER.xlsx in the department's folder unless given. Raises ``InputError`` for a quarter or a
    person not understood and for one who is not appraised, and ``BookError`` when ``out`` is a person's workbook or
    cannot be written; nothing has changed then.
    """
    from ..report.appraisals import build_appraisals
    from ..report.edition import BookLine, Edition

    settings = department.settings
    period = parse_period(quarter, today=department.today, first_month=settings.rules.fiscal_first_month)
    if period.kind is not PeriodKind.QUARTER:
        raise InputError("functions.quarter_wanted", period=period.zh)
    wanted = (settings.staff.find(person).name,) if person else ()
    target = out or department.folder / f"考核评分表-{period.label}{f'-{wanted[0]}' if wanted else ''}.xlsx"
    refuse_foreign(target)
    tables = department.tables(progress)
    facts = Facts(tables, settings)
    asked = [one for one in settings.staff if one.works_on(period.end) and (not wanted or one.name in wanted)]
    people = tuple(found for one in asked if (found := appraise(one, period, facts)) is not None)
    if wanted and not people:
        raise InputError("kpis.not_appraised", name=wanted[0], quarter=period.zh)
    unread = tuple(BookLine(problem.book, problem=problem.reason) for problem in department.problems)
    edition = Edition(tables=tables, settings=settings, period=period, dated=period.end, books=unread)
    write_whole(target, build_appraisals(edition, wanted))
    return Appraised(target, period, people, tuple(department.problems))
