"""提交: the selected form, or the selected row of a list, goes under way; its status cells say so."""

from __future__ import annotations

from ...commands.progress import Progress
from ...commands.submit import submit
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
        progress(say("progress.submitting", no=record.number), 0, 1)
        result = submit(
            desk.department, desk.path, person.name, desk.now, sheet=record.source.sheet, record=record.number
        )
        for kept in result.refused:
            place = next((finding for finding in kept.findings if finding.cell), None)
            if place is not None:
                desk.book.select(place.sheet, place.cell)
            told = say("live.not_submitted", reason=kept.reason.full(press.language))
            return Reply("finding", told.full(press.language))
        sync_book(desk.department, desk.path, desk.now)
        progress(say("progress.submitted"), 1, 1)
        requests = "、".join(f"{sent.request.no} {sent.request.state}" for sent in result.submitted)
        return Reply("done", say("live.submitted", requests=requests).full(press.language))
