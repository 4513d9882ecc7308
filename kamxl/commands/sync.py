"""Pushes what the ledger says into the workbooks: status cells beside the requests, 审批 sheets for those who decide.

Doing it twice writes nothing the second time; a workbook that is locked is named and done the next time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ..books.port import Book, CellValue, Change
from ..domain.flow import DRAFT
from ..domain.form import STATUS_FIELDS, forms
from ..domain.people import Person, Role
from ..domain.records import Record
from ..domain.request import Request
from ..domain.status import status_of
from ..domain.values import Raw, is_blank, show
from ..errors import BookError
from ..sheets import inbox as inbox_sheets
from .acting import open_ledger
from .department import Department, Problem
from .inbox import InboxItem, inbox_of
from .progress import Progress, silent

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
    """What ``sync`` did. ``overwritten`` names status cells in which somebody had typed a status of their own."""

    written: tuple[Pushed, ...]
    unchanged: int
    waiting: tuple[Problem, ...]
    overwritten: tuple[str, ...]


def sync(department: Department, now: datetime, progress: Progress | None = None) -> SyncResult:
    """Brings every workbook of the department in line with the ledger. Raises ``LedgerError`` when it is out of reach;
    workbooks that cannot be read or written now are in ``waiting``."""
    told = progress or silent
    requests = open_ledger(department).requests()
    readings = department.read_all(progress)
    owners = _owners(department, requests, now.date())
    written: list[Pushed] = []
    waiting = list(department.problems)
    overwritten: list[str] = []
    for done, reading in enumerate(readings):
        told(f"同步 {reading.book}", done, len(readings))
        path = department.folder / reading.book
        change, typed = _status_change(department, reading.records, requests, now.date())
        try:
            book = department.opener(path)
            if reading.book in owners:
                _add_inbox(change, book, reading.book, owners[reading.book], department, requests, now.date())
            if change:
                book.apply(change)
                department.forget(path)
                written.append(_pushed(reading.book, change))
                overwritten.extend(typed)
        except BookError as error:
            waiting.append(Problem(reading.book, error.text))
    told("同步完毕", len(readings), len(readings))
    return SyncResult(tuple(written), len(readings) - len(written), tuple(waiting), tuple(overwritten))


def _pushed(book: str, change: Change) -> Pushed:
    return Pushed(book, sum(len(cells) for cells in change.cells.values()), tuple(own.name for own in change.sheets))


def _status_change(
    department: Department, records: Iterable[Record], requests: list[Request], day: date
) -> tuple[Change, list[str]]:
    """The status cells that differ from the ledger, and those of them that somebody had filled in by hand."""
    by_number = {request.no: request for request in requests}
    change = Change()
    typed: list[str] = []
    for record in records:
        form = forms()[record.form]
        if not form.flow:
            continue
        request = by_number.get(record.number)
        if request is not None and request.fields.get(form.person) != record.text(form.person):
            request = None
        wanted = dict(status_of(request, department.settings.staff, day)) if request else _no_status(record)
        for field in STATUS_FIELDS:
            cell = record.source.cell(field.id)
            if not cell or _shows(record.raw.get(field.id), wanted[field.id]):
                continue
            change.set(record.source.sheet, cell, wanted[field.id])
            if field.id == "flow_status" and request is None:
                typed.append(f"{record.source.book} {record.source.sheet}!{cell}:{show(record.raw.get(field.id))}")
    return change, typed


def _no_status(record: Record) -> dict[str, str | date | None]:
    """A form that nobody submitted shows nothing; a status typed there becomes 草稿."""
    blank = is_blank(record.raw.get("flow_status")) or show(record.raw.get("flow_status")) == DRAFT
    shown = show(record.raw.get("flow_status")) or None
    return {**{field.id: None for field in STATUS_FIELDS}, "flow_status": shown if blank else DRAFT}


def _shows(raw: Raw, wanted: CellValue) -> bool:
    return show(raw).strip() == show(wanted).strip()


def _owners(department: Department, requests: list[Request], day: date) -> dict[str, list[str]]:
    """Whose 审批 sheet goes into which workbook: managers, directors and finance always, others while they decide."""
    owners: dict[str, list[str]] = {}
    books = [department.relative(path) for path in department.workbooks()]
    for person in department.settings.staff:
        if not person.works_on(day):
            continue
        if person.role not in _INBOX_ROLES and not _decides(inbox_of(department, requests, person.name, day)):
            continue
        book = book_of(person, books)
        if book:
            owners.setdefault(book, []).append(person.name)
    return owners


def _decides(items: Iterable[InboxItem]) -> bool:
    return any(item.waiting.step.action.decides for item in items)


def book_of(person: Person, books: Iterable[str]) -> str:
    """The person's workbook: the one with their name in it, else the one with their role's; "" when there is none."""
    names = list(books)
    mine = [book for book in names if person.name in Path(book).stem]
    word = _BOOK_WORDS.get(person.role)
    of_role = [book for book in names if word and Path(book).stem.startswith(word)]
    return next(iter([*mine, *of_role]), "")


def _add_inbox(
    change: Change,
    book: Book,
    name: str,
    people: list[str],
    department: Department,
    requests: list[Request],
    day: date,
) -> None:
    """The 审批 sheet of everybody who shares the workbook, if it shows something else now."""
    rows = {
        (item.request.no, item.waiting.step): (item.request, item.waiting)
        for person in people
        for item in inbox_of(department, requests, person, day)
    }
    present = book.grid(inbox_sheets.SHEET) if inbox_sheets.SHEET in book.sheet_names() else None
    typed = inbox_sheets.typed_in(present) if present is not None else {}
    wanted = inbox_sheets.inbox_sheet("、".join(people), rows.values(), typed, name)
    if present is None or not inbox_sheets.same(wanted, present):
        change.sheets.append(wanted)
