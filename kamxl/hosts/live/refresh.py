"""刷新KPI: reads the workbooks that changed and recalculates the KAM_ functions of the open workbook."""

from __future__ import annotations

from ...commands.progress import Progress
from ...errors import say
from ..resident.protocol import Press, Reply
from .desk import at_desk
from .figures import functions
from .reach import forget_answers


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        snapshot = functions().refresh(desk.department.folder, progress)
        forget_answers(desk.app, press)
        progress(say("progress.calculating_book"), 0, 1)
        desk.app.calculate()
        count, unread = len(snapshot.books), snapshot.problems
        told = (
            say("live.refreshed_partly", count=count, unread=len(unread), books="、".join(unread))
            if unread
            else say("live.refreshed", count=count)
        )
        return Reply("finding" if unread else "done", told.full(press.language), extra={"stamp": snapshot.stamp})
