"""撤回: takes the selected request back before the first decision."""

from __future__ import annotations

from ...commands.decide import withdraw
from ...commands.progress import Progress
from ...commands.sync import sync_book
from ...errors import say
from ..resident.protocol import Press, Reply
from .desk import Asking, at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        try:
            person = desk.person
        except Asking as asking:
            return Reply("ask", ask=asking.ask)
        record = desk.selected_record()
        progress(say("progress.withdrawing", no=record.number), 0, 1)
        request = withdraw(desk.department, record.number, person.name, desk.now)
        sync_book(desk.department, desk.path, desk.now)
        return Reply("done", say("live.withdrawn", no=request.no, state=request.state).full(press.language))
