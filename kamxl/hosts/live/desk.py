"""What every action needs: the open workbook, its department, who is acting, and what is selected."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...books.address import position
from ...books.live import LiveBook
from ...commands.department import Department, find_folder
from ...dataclass import dataclass
from ...domain.form import forms
from ...domain.people import Person
from ...domain.records import Record
from ...errors import FlowError, HostError, say
from ..clock import now
from ..resident.protocol import Ask, Press
from ..resident.service import local_path
from .departments import kept
from .reach import application

if TYPE_CHECKING:
    import xlwings as xw


class Asking(Exception):  # noqa: N818 - a question, not a failure
    """The person has to answer first; nothing was done yet."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        super().__init__(ask.id)


@dataclass
class Desk:
    """One press on one open workbook."""

    press: Press
    app: xw.App
    path: Path
    open_books: dict[Path, xw.Book]

    @cached_property
    def book(self) -> LiveBook:
        return LiveBook(self.open_books[self.path])

    @cached_property
    def department(self) -> Department:
        return kept(find_folder(None, self.path.parent).resolve()).department(self.open_books)

    @cached_property
    def now(self) -> datetime:
        return now()

    @cached_property
    def person(self) -> Person:
        """Whose login this is. Raises ``Asking`` where 设置 knows nobody of that login."""
        staff = self.department.settings.staff
        named = self.press.answers.get("person") or getpass.getuser()
        if named in staff or "person" in self.press.answers:
            return staff.find(named)
        names = tuple(person.name for person in staff)
        raise Asking(Ask("person", "choice", say("live.who").full(self.press.language), options=names))

    def selected_record(self) -> Record:
        """The form, or the row of a list, that the selected cell belongs to. Raises ``FlowError("flows.no_record")``."""
        reading = self.department.read(self.path)
        here = [
            record
            for record in reading.records
            if record.source.sheet == self.press.sheet and forms()[record.form].flow
        ]
        if len(here) != 1:
            row = position(self.press.cell)[0] if self.press.cell else -1
            here = [record for record in here if row in _rows(record)]
        if len(here) != 1:
            known = "、".join(record.number for record in reading.records if record.number) or "—"
            raise FlowError("flows.no_record", book=reading.book, wanted=self.press.sheet, known=known)
        return here[0]


def _rows(record: Record) -> set[int]:
    return {position(cell)[0] for cell in record.source.cells.values()}


@contextmanager
def at_desk(press: Press) -> Iterator[Desk]:
    """The desk for a press. Raises ``HostError("live.not_saved")`` for a workbook that has no file yet."""
    path = local_path(press.book)
    if path is None:
        raise HostError("live.not_saved", book=press.book or "—")
    with application(press) as app:
        books = {_resolved(book): book for book in app.books}
        if path.resolve() not in books:
            raise HostError("live.not_open", book=press.book)
        yield Desk(press, app, path.resolve(), books)


def _resolved(book: xw.Book) -> Path:
    path = local_path(str(book.fullname))
    return Path(str(book.fullname)) if path is None else path.resolve()
