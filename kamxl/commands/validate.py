"""Checks workbooks: every rule over every form that is found, with the whole department as background.

The findings are values; written to the 校验结果 sheet only when asked, which is removed again when the workbook is clean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from ..books.port import Change, NotedBook
from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..domain.form import forms
from ..domain.records import Block, Tables
from ..domain.rule import Context, run
from ..errors import BookError, DepartmentError, say
from ..sheets.reading import Reading
from ..snapshot.store import SnapshotStore
from .approved import changed_since_submission
from .background import background
from .department import SETTINGS_FILE, Department, Problem, is_workbook
from .progress import Progress, silent


@dataclass(frozen=True, slots=True)
class ValidateResult:
    """What ``validate`` found, workbook by workbook.

    ``books`` were checked; ``problems`` could not be read, ``unmarked`` could not be written to. ``marked`` are the
    workbooks whose 校验结果 sheet was written, ``cleared`` those from which it was removed; ``forms`` says by workbook and
    sheet which forms stand there.
    """

    findings: tuple[Finding, ...]
    books: tuple[str, ...]
    records: int
    problems: tuple[Problem, ...] = ()
    marked: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    unmarked: tuple[Problem, ...] = ()
    forms: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether there is nothing to mend: notes do not count."""
        return not self.problems and all(finding.severity is Severity.NOTE for finding in self.findings)


def validate(
    department: Department,
    paths: Sequence[Path] = (),
    *,
    mark: bool = False,
    notes: bool | None = None,
    only: Iterable[str] = (),
    progress: Progress | None = None,
    store: SnapshotStore | None = None,
) -> ValidateResult:
    """Checks the workbooks named (files or folders), or the whole department. ``only`` names rules.

    ``mark`` writes what is found to 校验结果; with ``notes`` (by default as 设置·规则 says) also as notes on the cells.

    The records of all other workbooks serve as background: references, duplicates and budgets cross workbooks.
    ``store`` keeps them from one check to the next, so that only those that changed are read.
    Raises ``BookError`` for a named workbook that cannot be read, ``DepartmentError`` for an unusable department.
    """
    told = progress or silent
    wanted = _wanted(department, paths)
    if paths and store is not None:
        others = background(department, store, wanted, told)
    else:
        department.read_all(progress)
        names = {department.relative(path) for path in wanted}
        others = [block for reading in _readable(department) if reading.book not in names for block in reading.blocks]
    named = [path for path in wanted if path.name != SETTINGS_FILE]
    readings = [department.read(path) for path in named] if paths else _readable(department)
    told(say("progress.checking"), 0, 1)
    findings = check(department, readings, others if paths else (), only=only)
    if not only:
        findings = sorted([*findings, *changed_since_submission(department, readings)], key=lambda found: found.order)
    if not paths or any(path.name == SETTINGS_FILE for path in wanted):
        findings = sorted([*findings, *department.setting_findings], key=lambda finding: finding.order)
    told(say("progress.checked"), 1, 1)
    result = ValidateResult(
        findings=tuple(findings),
        books=tuple(reading.book for reading in readings),
        records=sum(reading.count for reading in readings),
        problems=() if paths else tuple(department.problems),
        forms=_forms(readings),
    )
    if not mark:
        return result
    return _mark(department, result, told, notes=department.settings.rules.notes_on_cells if notes is None else notes)


def check(
    department: Department, readings: Sequence[Reading], others: Iterable[Block], *, only: Iterable[str] = ()
) -> list[Finding]:
    """The findings of these readings, what reading itself found included, sorted as a reader meets them.

    ``others`` are the records of the workbooks that are not under check.
    """
    chosen = set(only)
    blocks = [block for reading in readings for block in reading.blocks]
    tables = Tables([*blocks, *others])
    sheets = {(reading.book, sheet): facts for reading in readings for sheet, facts in reading.facts.items()}
    found = run(Context(blocks, tables, department.settings, sheets), only=chosen)
    read = [f for reading in readings for f in reading.findings if not chosen or f.rule in chosen]
    return sorted([*found, *read], key=lambda finding: finding.order)


def _forms(readings: Sequence[Reading]) -> dict[tuple[str, str], str]:
    """Which forms stand on each sheet, by name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reading in readings:
        for located in reading.located:
            names = found[reading.book, located.sheet]
            if (name := forms()[located.form].zh) not in names:
                names.append(name)
    return {place: "、".join(names) for place, names in found.items()}


def _wanted(department: Department, paths: Sequence[Path]) -> list[Path]:
    """The workbooks that the paths mean. A path that is none is an error; a folder means those in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = [known for known in department.workbooks() if known.is_relative_to(path.resolve())]
            if not below:
                raise DepartmentError("department.no_workbooks", path=path)
            found.extend(below)
        else:
            if path.exists() and not is_workbook(path):
                raise BookError("books.not_a_workbook", path=path)
            found.append(path)
    return list(dict.fromkeys(found))


def _readable(department: Department) -> list[Reading]:
    broken = {problem.book for problem in department.problems}
    return [department.read(path) for path in department.workbooks() if department.relative(path) not in broken]


def _mark(department: Department, result: ValidateResult, told: Progress, *, notes: bool) -> ValidateResult:
    """Writes 校验结果 where there are findings, removes it where there are none."""
    by_book: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_book[finding.book].append(finding)
    marked: list[str] = []
    cleared: list[str] = []
    unmarked: list[Problem] = []
    names = list(result.books)
    if by_book.get(SETTINGS_FILE) or SETTINGS_FILE in names:
        names.append(SETTINGS_FILE)
    for done, name in enumerate(names):
        told(say("progress.writing", name=name), done, len(names))
        try:
            here = {sheet: form for (book, sheet), form in result.forms.items() if book == name}
            if _mark_one(department, name, by_book.get(name, []), here, notes=notes):
                (marked if by_book.get(name) else cleared).append(name)
        except BookError as error:
            unmarked.append(Problem(name, error.text))
    return replace(result, marked=tuple(marked), cleared=tuple(cleared), unmarked=tuple(unmarked))


def _mark_one(
    department: Department, name: str, findings: list[Finding], here: Mapping[str, str], *, notes: bool
) -> bool:
    """Whether the workbook was written to."""
    from ..sheets.mark import SHEET, findings_sheet, notes_on

    path = department.folder / name
    book = department.opener(path)
    sheet = findings_sheet(findings, department.today, here)
    change = Change()
    if sheet is not None:
        change.sheets.append(sheet)
    elif SHEET in book.sheet_names():
        change.removed.append(SHEET)
    texts = notes_on(findings) if notes else {}
    if isinstance(book, NotedBook) and (texts or book.noted()):
        change.notes = texts
    if not change:
        return False
    book.apply(change)
    return True
