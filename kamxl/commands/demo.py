"""demo: lays out the sample department and runs its third quarter of 2026 as its people would, through the same commands.

Validate, mend what keeps a request from being submitted, submit, decide (with a return, a rejection and a withdrawal),
report visits, claim expenses, push statuses at each month's end, consolidate the quarter.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence, Set
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..books.port import Book, CellValue, Change
from ..dataclass import dataclass
from ..domain.findings import Finding
from ..domain.flow import Action
from ..domain.form import Field, forms
from ..domain.periods import Period, parse_period
from ..domain.records import Record
from ..errors import DepartmentError, FlowError, Text, say
from .department import OWN_FOLDER, OWNER_FILES, Department
from .progress import Progress, silent

if TYPE_CHECKING:
    from ..templates.plain import Fault, Happening

QUARTER = "2026Q3"
LAST_DAY = date(2026, 9, 30)
REPORT_FILE = f"大客户部KPI-{QUARTER}.xlsx"
_MARK = "demo"  # in the department's own folder: what is here was made by the demo
_TYPES = "修改"
_ADMIN, _FOUNDED = "周敏", date(2026, 7, 1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that kamxl did not take, and why: the sample has one prospect that failed its screening."""

    no: str
    reason: Text


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the run left behind: faults found at first and at the end, what people did, where requests stand.

    ``filled`` counts the KPI places of 大客户部KPI.xlsx that were recalculated (0 where formualizer is not installed).
    """

    folder: Path
    planted: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    actions: int
    refused: tuple[Refusal, ...]
    states: tuple[tuple[str, str, str], ...]
    filled: int
    report: Path


def demo(folder: Path, opener: Callable[[Path], Book], progress: Progress | None = None) -> DemoResult:
    """Lays out the department in ``folder`` and runs its quarter. Raises ``DepartmentError`` when other files are there."""
    from .consolidate import consolidate
    from .validate import validate

    told = progress or silent
    lay_out(folder, told)
    department = Department(folder, opener, LAST_DAY)
    planted = validate(department, mark=True, progress=told).findings
    found_ledger(department, told)
    actions, refused = _quarter(department, told)
    remaining = validate(department, mark=True, progress=told).findings
    filled = _fill_places(department, told)
    made = consolidate(department, quarter(), folder / REPORT_FILE, progress=told)
    return DemoResult(folder, planted, remaining, actions, refused, _states(department), filled, made.path)


def quarter() -> Period:
    """The quarter that the sample department runs."""
    return parse_period(QUARTER, today=LAST_DAY)


def lay_out(folder: Path, told: Progress = silent, *, faults: Sequence[Fault] | None = None) -> None:
    """Writes the sample department into ``folder``, which must be empty or made by an earlier run of the demo.

    ``faults`` are typed in; all planted ones when ``None``.
    """
    from ..templates import plain, sample
    from ..templates.book import build
    from ..templates.kpi_book import KPI_BOOK, build_kpi_book

    office = sample.office()
    books = list(sample.books(plain.faults() if faults is None else faults))
    _clear(folder, {OWN_FOLDER, KPI_BOOK, REPORT_FILE, *(book.name for book in books)})
    try:
        (folder / OWN_FOLDER).mkdir(parents=True, exist_ok=True)
        (folder / OWN_FOLDER / _MARK).write_text("kamxl demo\n", encoding="utf-8")
        for done, book in enumerate(books):
            told(say("progress.building", name=book.name), done, len(books))
            (folder / book.name).write_bytes(build(book, office))
        (folder / KPI_BOOK).write_bytes(build_kpi_book(QUARTER, office.dropdowns["region"]))
    except OSError as error:
        raise DepartmentError("demo.cannot_write", path=folder, reason=error.strerror or error) from error


def _clear(folder: Path, ours: Set[str]) -> None:
    """Makes room. Only what a former demo made is removed; a folder with anything else in it is left alone."""
    if folder.exists() and not folder.is_dir():
        raise DepartmentError("demo.not_empty", path=folder.parent, found=folder.name)
    there = sorted(folder.iterdir()) if folder.exists() else []
    present = [path for path in there if not path.name.startswith(OWNER_FILES)]
    marked = (folder / OWN_FOLDER / _MARK).is_file()
    foreign = [path.name for path in present if not marked or path.name not in ours]
    if foreign:
        raise DepartmentError("demo.not_empty", path=folder, found=foreign[0])
    try:
        for path in present:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        raise DepartmentError("demo.cannot_write", path=folder, reason=error.strerror or error) from error


def found_ledger(department: Department, told: Progress = silent) -> None:
    """The clerk founds the ledger. All keys lie in the demo's folder: here everybody is one person."""
    from ..ledger.keys import FileKeys
    from .init import init

    told(say("progress.founding"), 0, 1)
    keys = FileKeys(department.own_folder / "keys")
    init(department, _ADMIN, datetime.combine(_FOUNDED, time(8, 0)), everyone=True, simulated=True, keys=keys)


def _quarter(department: Department, told: Progress) -> tuple[int, tuple[Refusal, ...]]:
    from ..templates.plain import happenings

    everything = happenings()
    refused: list[Refusal] = []
    for done, happening in enumerate(everything):
        step = f"{happening.at:%m-%d} {happening.person} {happening.verb} {happening.no}"
        told(say("progress.name", name=step), done, len(everything))
        following = everything[done + 1].at if done + 1 < len(everything) else None
        try:
            _happen(department, happening)
        except FlowError as error:
            refused.append(Refusal(happening.no, error.text))
        if following is None or following.month != happening.at.month:
            _push(department, happening.at, told)
    return len(everything), tuple(refused)


def _happen(department: Department, happening: Happening) -> None:
    """One thing that a person does. Raises ``FlowError`` with the reason when kamxl does not take it."""
    from .decide import decide
    from .submit import submit

    if happening.verb == _TYPES:
        _type(department, happening)
    elif happening.verb == Action.SUBMIT.zh:
        book = department.folder / _record(department, happening.no).source.book
        result = submit(department, book, happening.person, happening.at, record=happening.no)
        for refusal in result.refused:
            raise FlowError("demo.refused", no=refusal.no, reason=refusal.reason)
    else:
        action = {known.zh: known for known in Action}[happening.verb]
        decide(department, happening.no, action, happening.person, happening.at, comment=happening.comment)


def _record(department: Department, no: str) -> Record:
    """The request of that number, as it stands in its applicant's workbook."""
    for record in department.tables():
        if forms()[record.form].flow and record.number == no:
            return record
    raise FlowError("demo.no_record", no=no)


def _type(department: Department, happening: Happening) -> None:
    """Somebody changes a cell of their own workbook by hand: on the request, or on the record that belongs to it."""
    from ..templates.plain import typed

    record, field = _field(department, happening)
    change = Change()
    value: CellValue = typed(happening.text, field)  # type: ignore[assignment]
    change.set(record.source.sheet, record.source.cell(field.id), value)
    path = department.folder / record.source.book
    department.opener(path).apply(change)
    department.forget(path)


def _field(department: Department, happening: Happening) -> tuple[Record, Field]:
    everything = list(department.tables())
    own = [record for record in everything if record.number == happening.no]
    belonging = [record for record in everything if record.text("request_no") == happening.no]
    for record in (*own, *belonging):
        for field in forms()[record.form].fields:
            if field.label == happening.field:
                return record, field
    raise FlowError("demo.no_record", no=happening.no)


def _push(department: Department, at: datetime, told: Progress) -> None:
    from .sync import sync

    sync(department, datetime.combine(at.date(), time(18, 0)), told)


def _fill_places(department: Department, told: Progress) -> int:
    """Recalculates 大客户部KPI.xlsx, where the engine for that is installed."""
    from ..templates.kpi_book import KPI_BOOK

    if find_spec("formualizer") is None:
        return 0
    from ..functions.calculator import Calculator
    from ..snapshot.snapshot import Snapshot
    from .recalc import recalc

    now = datetime.combine(LAST_DAY, time(18, 0))
    calculator = Calculator(Snapshot(department.tables(), department.settings, taken_at=now, stamp=_MARK))
    result = recalc([department.folder / KPI_BOOK], lambda _: calculator, now, progress=told)
    return sum(len(done.different) for done in result.done)


def _states(department: Department) -> tuple[tuple[str, str, str], ...]:
    from .acting import open_ledger

    requests: Iterator[tuple[str, str, str]] = (
        (request.no, request.flow.zh, request.state) for request in open_ledger(department).requests()
    )
    return tuple(sorted(requests))
