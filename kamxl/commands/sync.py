"""Pushes what the ledger says into the workbooks: status cells beside the requests, 审批 sheets for those who decide.

Doing it twice writes nothing the second time; a workbook that is locked is named and done the next time. It can be
stopped at any point: each workbook is written whole, and what it should say is worked out anew from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..books.port import Book, CellValue, Change
from ..dataclass import dataclass
from ..domain import changes as changed_after
from ..domain.flow import DRAFT
from ..domain.form import STATUS_FIELDS, Form, forms
from ..domain.people import Person, Role, Staff
from ..domain.records import Record
from ..domain.request import Refusal
from ..domain.status import status_of
from ..domain.values import Raw, is_blank, show
from ..errors import BookError, say
from ..sheets import inbox as inbox_sheets
from .acting import open_ledger
from .department import Department, Problem
from .inbox import InboxItem, inboxes
from .init import unpublished
from .progress import Progress, silent

if TYPE_CHECKING:
    from ..ledger.ledger import Ledger

_BOOK_WORDS = {
    Role.DIRECTOR: "总监",
    Role.MANAGER: "经理",
    Role.CLERK: "内勤",
    Role.FINANCE: "财务部",
    Role.SERVICE: "客服部",
    Role.HR: "人力资源部",
}
_INBOX_ROLES = frozenset({Role.MANAGER, Role.DIRECTOR, Role.FINANCE})


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was written into one workbook: how many status cells, and which sheets of ours."""

    book: str
    cells: int
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What ``sync`` did. ``waiting`` workbooks are done the next time; ``overwritten`` names status cells in which
    somebody had typed a status of their own, ``changed`` forms that differ from what was submitted, ``overtaken``
    decisions that another made at the same time kept from taking effect, ``arriving`` how many records are not
    readable on this machine yet, ``unpublished`` whether 设置.xlsx says something that is not in force yet."""

    written: tuple[Pushed, ...]
    unchanged: int
    waiting: tuple[Problem, ...]
    overwritten: tuple[str, ...]
    changed: tuple[changed_after.Change, ...] = ()
    overtaken: tuple[Refusal, ...] = ()
    arriving: int = 0
    unpublished: bool = False


def sync(department: Department, now: datetime, progress: Progress | None = None) -> SyncResult:
    """Brings every workbook of the department in line with the ledger. Raises ``LedgerError`` when it is out of reach;
    workbooks that cannot be read or written now are in ``waiting``."""
    told = progress or silent
    with open_ledger(department) as ledger:
        readings = department.read_all(progress)
        push = _Push(department, ledger, now.date(), list(department.problems))
        for done, reading in enumerate(readings):
            told(say("progress.syncing", name=reading.book), done, len(readings))
            push.book(reading.book, reading.records)
        told(say("progress.synced"), len(readings), len(readings))
        arriving = len(ledger.index.pending())
        news = bool(unpublished(ledger, department))
    return SyncResult(
        tuple(push.written),
        len(readings) - len(push.written),
        tuple(push.waiting),
        tuple(push.overwritten),
        tuple(push.changed),
        tuple(push.overtaken),
        arriving,
        news,
    )


def sync_book(department: Department, path: Path, now: datetime) -> Pushed | None:
    """Brings one workbook in line; ``None`` where it is so already. Raises ``BookError`` when it cannot be written."""
    reading = department.read(path)
    with open_ledger(department) as ledger:
        push = _Push(department, ledger, now.date(), [])
        push.book(reading.book, reading.records)
    for problem in push.waiting:
        raise BookError(problem.reason.code, **problem.reason.params)
    return push.written[0] if push.written else None


class _Push:
    """One run over the workbooks."""

    def __init__(self, department: Department, ledger: Ledger, day: date, waiting: list[Problem]) -> None:
        self.department = department
        self.ledger = ledger
        self.staff: Staff = ledger.staff
        self.day = day
        self.inboxes = inboxes(self.staff, ledger.open_requests(), day)
        self.owners = self._owners()
        self.written: list[Pushed] = []
        self.waiting = waiting
        self.overwritten: list[str] = []
        self.changed: list[changed_after.Change] = []
        self.overtaken: list[Refusal] = []

    def book(self, name: str, records: Iterable[Record]) -> None:
        """Writes one workbook, if anything in it differs."""
        path = self.department.folder / name
        change = Change()
        typed = [place for record in records for place in self._status(change, record)]
        try:
            if change or name in self.owners:
                book = self.department.opener(path)
                self._inbox(change, book, name)
                if change:
                    book.apply(change)
                    self.department.forget(path)
                    cells = sum(len(cells) for cells in change.cells.values())
                    self.written.append(Pushed(name, cells, tuple(own.name for own in change.sheets)))
            self.overwritten.extend(typed)
        except BookError as error:
            self.waiting.append(Problem(name, error.text))

    # -- status cells --------------------------------------------------------------------------------------------

    def _status(self, change: Change, record: Record) -> list[str]:
        """Adds the status cells that differ from the ledger; names those that somebody had filled in by hand."""
        form = forms()[record.form]
        if not form.flow:
            return []
        wanted = self._wanted(record, form)
        typed: list[str] = []
        for field in STATUS_FIELDS:
            cell = record.source.cell(field.id)
            if not cell or _shows(record.raw.get(field.id), wanted[field.id]):
                continue
            change.set(record.source.sheet, cell, wanted[field.id])
            if field.id == "flow_status" and not self._was_ours(record):
                typed.append(f"{record.source.book} {record.source.sheet}!{cell}：{show(record.raw.get(field.id))}")
        return typed

    def _wanted(self, record: Record, form: Form) -> dict[str, str | date | None]:
        case = self.ledger.case(record.number) if record.number else None
        request = case.request if case is not None else None
        if case is None or request is None or request.fields.get(form.person) != record.text(form.person):
            return _no_status(record)
        changed = changed_after.changes(request.evidence, record)
        self.changed.extend(changed)
        self.overtaken.extend(case.conflicts)
        return dict(status_of(request, self.staff, self.day, changed=changed, overtaken=case.conflicts))

    def _was_ours(self, record: Record) -> bool:
        """Whether the status that stands there is one that the request really had, or none at all."""
        shown = show(record.raw.get("flow_status")).strip()
        request = self.ledger.case(record.number).request if record.number else None
        past = (
            {entry.after for entry in request.trail} | {entry.before for entry in request.trail} if request else set()
        )
        return shown in past | {"", DRAFT, "审批后被修改"}

    # -- 审批 sheets ---------------------------------------------------------------------------------------------

    def _owners(self) -> dict[str, list[str]]:
        """Whose 审批 sheet goes into which workbook: managers, directors and finance always, others while they decide."""
        owners: dict[str, list[str]] = {}
        books = [self.department.relative(path) for path in self.department.workbooks()]
        for person in self.staff:
            decides = any(item.waiting.step.action.decides for item in self.inboxes.get(person.name, ()))
            if not person.works_on(self.day) or (person.role not in _INBOX_ROLES and not decides):
                continue
            book = book_of(person, books)
            if book:
                owners.setdefault(book, []).append(person.name)
        return owners

    def _inbox(self, change: Change, book: Book, name: str) -> None:
        """The 审批 sheet of everybody who shares the workbook, if it shows something else now."""
        people = self.owners.get(name, [])
        present = book.grid(inbox_sheets.SHEET) if inbox_sheets.SHEET in book.sheet_names() else None
        if not people and present is None:
            return
        items: dict[tuple[str, str], InboxItem] = {
            (item.request.no, item.waiting.step.to): item for person in people for item in self.inboxes.get(person, ())
        }
        typed = inbox_sheets.typed_in(present) if present is not None else {}
        rows = [(item.request, item.waiting) for item in items.values()]
        wanted = inbox_sheets.inbox_sheet("、".join(people), rows, typed, name)
        if present is None or not inbox_sheets.same(wanted, present):
            change.sheets.append(wanted)


def _no_status(record: Record) -> dict[str, str | date | None]:
    """A form that nobody submitted shows nothing; a status typed there becomes 草稿."""
    shown = show(record.raw.get("flow_status")).strip()
    empty: dict[str, str | date | None] = {field.id: None for field in STATUS_FIELDS}
    return {**empty, "flow_status": DRAFT if shown else None}


def _shows(raw: Raw, wanted: CellValue) -> bool:
    return (is_blank(raw) and wanted is None) or show(raw).strip() == show(wanted).strip()


def book_of(person: Person, books: Iterable[str]) -> str:
    """The person's workbook: the one with their name in it, else the one with their role's; "" when there is none."""
    names = list(books)
    mine = [book for book in names if person.name in Path(book).stem]
    word = _BOOK_WORDS.get(person.role)
    of_role = [book for book in names if word and Path(book).stem.startswith(word)]
    return next(iter([*mine, *of_role]), "")
