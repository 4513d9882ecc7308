"""Every button on the live copy, and the same by the file host on the other copy: both must come to the same.

``PRESSES`` has what is compared for an action; one without an entry is pressed all the same, and only must not fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec

from ... import __version__
from ...books.address import address
from ...books.closed import open_closed
from ...books.port import Change
from ...commands.attach import attach as attaching
from ...commands.consolidate import consolidate as consolidating
from ...commands.decide import withdraw as withdrawing
from ...commands.decide_sheet import decide_sheet
from ...commands.demo import QUARTER, REPORT_FILE, quarter
from ...commands.department import SETTINGS_FILE
from ...commands.explain import explain as explaining
from ...commands.fix import fix as fixing
from ...commands.inbox import inbox as waiting
from ...commands.owed import owed as owing
from ...commands.submit import submit as submitting
from ...commands.sync import sync as syncing
from ...commands.sync import sync_book
from ...commands.validate import validate as validating
from ...errors import HostError, Text, say
from ...sheets import inbox as inbox_sheets
from ...templates.kpi_book import KPI_BOOK
from ..clock import now
from .compare import closed, differences, ledger
from .functions import BOOK, calculator, place_of
from .stage import Stage

_BOOK, _PERSON = "专员-华东-张伟.xlsx", "张伟"
_MANAGER_BOOK, _MANAGER = "经理-林晓峰.xlsx", "林晓峰"
_TAKEN_BACK, _DECIDED = "BF-2026-031", "BF-2026-034"
_EXPLAINED, _CALL = ("churn", QUARTER, "华东"), f'KAM_CHURN("{QUARTER}","华东")'
_DECISION_COLUMN = [name for name, _ in inbox_sheets.COLUMNS].index("决定")
_SHOWN = 5


def validate(stage: Stage) -> Text:
    """The specialist's workbook; of another department, the first one with forms."""
    department = stage.department()
    name = _BOOK if stage.sample else next((p.name for p in department.workbooks() if department.read(p).records), BOOK)
    stage.press("validate", name)
    validating(stage.department(), [stage.files / name], mark=True)
    return _same(stage, name)


def fix(stage: Stage) -> Text:
    stage.press("fix", _BOOK, fix="yes")
    fixing(stage.department(), stage.files / _BOOK)
    return _same(stage, _BOOK)


def submit(stage: Stage) -> Text:
    _submit(stage, _TAKEN_BACK)
    return _same(stage, _BOOK)


def withdraw(stage: Stage) -> Text:
    stage.press("withdraw", _BOOK, *_place(stage, _TAKEN_BACK), person=_PERSON)
    department = stage.department()
    withdrawing(department, _TAKEN_BACK, _PERSON, now())
    sync_book(department, stage.files / _BOOK, now())
    return _same(stage, _BOOK)


def owed(stage: Stage) -> Text:
    reply = stage.press("owed", _BOOK, person=_PERSON)
    debts = owing(stage.department(), now(), _PERSON)
    return _says(reply, *(debt.what for debt in debts[:_SHOWN]))


def inbox(stage: Stage) -> Text:
    _submit(stage, _DECIDED)
    stage.press("inbox", _MANAGER_BOOK, person=_MANAGER)
    _show_inbox(stage)
    return _same(stage, _MANAGER_BOOK)


def decide(stage: Stage) -> Text:
    """The decision is typed into the same cell of both copies, then carried out."""
    path = stage.files / _MANAGER_BOOK
    rows = open_closed(path).grid(inbox_sheets.SHEET).rows
    row = next(index for index, cells in enumerate(rows) if cells and cells[0] == _DECIDED)
    typed = Change()
    typed.set(inbox_sheets.SHEET, address(row, _DECISION_COLUMN), "同意")
    stage.book(_MANAGER_BOOK).apply(typed)
    open_closed(path).apply(typed)
    stage.press("decide", _MANAGER_BOOK, inbox_sheets.SHEET, person=_MANAGER)
    decide_sheet(stage.department(), path, _MANAGER, now())
    _show_inbox(stage)
    return _same(stage, _MANAGER_BOOK)


def sync(stage: Stage) -> Text:
    """Writes into every workbook of the department: into the open ones live, into the others as files."""
    stage.press("sync", _BOOK)
    department = stage.department()
    syncing(department, now())
    return _same(stage, *(path.name for path in department.workbooks() if path.name != BOOK))


def track(stage: Stage) -> Text:
    reply = stage.press("track", _BOOK, *_place(stage, _DECIDED))
    trail = next(way.trail for way in ledger(stage.department()) if way.no == _DECIDED)
    return _says(reply, _DECIDED, *(after for _, _, after, _, _ in trail))


def refresh(stage: Stage) -> Text:
    """The person's workbooks are saved first: figures come from files. Then the KPI workbook, cell by cell."""
    for name in (_BOOK, _MANAGER_BOOK):
        if name in stage.opened:
            stage.opened[name].save()
    stage.press("refresh", KPI_BOOK)
    if find_spec("formualizer") is None:
        return say("selftest.pressed")
    from ...commands.recalc import recalc

    made = calculator(stage)
    recalc([stage.files / KPI_BOOK], lambda _: made, now())
    return _same(stage, KPI_BOOK)


def consolidate(stage: Stage) -> Text:
    stage.press("consolidate", KPI_BOOK, quarter=QUARTER)
    opened = [book for book in stage.application.app.books if book.name == REPORT_FILE]
    if len(opened) != 1:
        raise HostError("selftest.not_opened", book=REPORT_FILE)
    opened[0].close()
    consolidating(stage.department(), quarter(), stage.files / REPORT_FILE)
    return _equal(REPORT_FILE, closed(stage.live / REPORT_FILE, stage.files / REPORT_FILE))


def explain(stage: Stage) -> Text:
    reply = stage.press("explain", BOOK, *place_of(_CALL))
    found = explaining(stage.department(), *_EXPLAINED)
    return _says(reply, found.answer.kpi.zh, found.answer.shown, *(trace.book for trace in found.traces))


def settings(stage: Stage) -> Text:
    stage.press("settings", KPI_BOOK)
    opened = [book for book in stage.application.app.books if book.name == SETTINGS_FILE]
    if len(opened) != 1:
        raise HostError("selftest.not_opened", book=SETTINGS_FILE)
    opened[0].close()
    return say("selftest.opened", book=SETTINGS_FILE)


def attach(stage: Stage) -> Text:
    """The forms found are the same."""
    reply = stage.press("attach", _BOOK, remember="yes")
    found = attaching(stage.department(), stage.files / _BOOK)
    return _says(reply, found.book, str(len(found.forms)))


def status(stage: Stage) -> Text:
    return _says(stage.press("status", KPI_BOOK), __version__, str(stage.live))


PRESSES: Mapping[str, Callable[[Stage], Text]] = {
    one.__name__: one
    for one in (validate, fix, submit, withdraw, owed, inbox, decide, sync, track, refresh, consolidate, explain)
} | {"settings": settings, "attach": attach, "status": status}
# What needs the sample's people and their keys; on a copy of another department it is not done.
SAMPLE_ONLY = frozenset({"fix", "submit", "withdraw", "owed", "inbox", "decide", "sync", "track", "explain", "attach"})


def press_alone(stage: Stage, action_id: str) -> Text:
    """An action that nothing is compared for: it must not fail."""
    stage.press(action_id, KPI_BOOK if (stage.live / KPI_BOOK).exists() else BOOK)
    return say("selftest.pressed")


def _submit(stage: Stage, no: str) -> None:
    sheet, cell = _place(stage, no)
    stage.press("submit", _BOOK, sheet, cell, person=_PERSON)
    department, path = stage.department(), stage.files / _BOOK
    submitting(department, path, _PERSON, now(), sheet=sheet, record=no)
    sync_book(department, path, now())


def _place(stage: Stage, no: str) -> tuple[str, str]:
    """Sheet and a cell of the request of that number in the specialist's workbook."""
    record = next(one for one in stage.department().read(stage.files / _BOOK).records if one.number == no)
    return record.source.sheet, next(iter(record.source.cells.values()))


def _show_inbox(stage: Stage) -> None:
    """The manager's 审批 sheet by the file host."""
    department, path = stage.department(), stage.files / _MANAGER_BOOK
    book = open_closed(path)
    there = inbox_sheets.SHEET in book.sheet_names()
    typed = inbox_sheets.typed_in(book.grid(inbox_sheets.SHEET)) if there else {}
    rows = [(item.request, item.waiting) for item in waiting(department, _MANAGER, now())]
    own = inbox_sheets.inbox_sheet(_MANAGER, rows, typed, department.relative(path))
    book.apply(Change(sheets=[own]))


def _same(stage: Stage, *names: str) -> Text:
    """Those workbooks, live where they are open, and both ledgers. Raises ``HostError`` with what differs."""
    found: list[str] = []
    for name in names:
        live = stage.book(name) if name in stage.opened else open_closed(stage.live / name)
        found += [f"{name} {one}" for one in differences(live, open_closed(stage.files / name))]
    found += [
        f"{one.no} {one.state} / {two.state}"
        for one, two in zip(ledger(stage.live_department()), ledger(stage.department()), strict=False)
        if one != two
    ]
    return _equal("、".join(names) if len(names) < _SHOWN else str(len(names)), found)


def _equal(what: str, found: list[str]) -> Text:
    if found:
        raise HostError("selftest.differs", what=what, count=len(found), shown="；".join(found[:_SHOWN]))
    return say("selftest.same", what=what)


def _says(reply: Mapping[str, object], *wanted: str) -> Text:
    text = str(reply.get("text", ""))
    missing = [one for one in wanted if one not in text]
    if missing:
        raise HostError("selftest.does_not_say", missing="、".join(missing), text=text)
    return say("selftest.says", text=text.splitlines()[0] if text else "—")
