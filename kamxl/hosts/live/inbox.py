"""待我审批: lists what waits for this person on the sheet 审批 of the open workbook."""

from __future__ import annotations

from ...books.port import Change
from ...commands.inbox import inbox
from ...commands.progress import Progress
from ...errors import say
from ...sheets import inbox as sheets
from ..resident.protocol import Press, Reply
from .desk import Asking, Desk, at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        try:
            count = show_inbox(desk)
        except Asking as asking:
            return Reply("ask", ask=asking.ask)
        return Reply("done", say("live.waiting_for_you", count=count).full(press.language))


def show_inbox(desk: Desk) -> int:
    """Writes the sheet, keeps what was typed on it, shows it; gives the number of requests."""
    items = inbox(desk.department, desk.person.name, desk.now)
    present = sheets.SHEET in desk.book.sheet_names()
    typed = sheets.typed_in(desk.book.grid(sheets.SHEET)) if present else {}
    rows = [(item.request, item.waiting) for item in items]
    own = sheets.inbox_sheet(desk.person.name, rows, typed, desk.department.relative(desk.path))
    desk.book.apply(Change(sheets=[own]))
    desk.book.select(sheets.SHEET, "A1")
    return len(items)
