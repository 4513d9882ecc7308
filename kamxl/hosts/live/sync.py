"""同步: brings the workbooks of the department in line with the ledger, the open ones where they are open."""

from __future__ import annotations

from ...commands.progress import Progress
from ...commands.sync import sync
from ...errors import say
from ..resident.protocol import Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        result = sync(desk.department, desk.now, progress)
        told = [say("live.synced", written=len(result.written), unchanged=result.unchanged)]
        if result.overwritten:
            told.append(say("live.typed_states", cells="、".join(result.overwritten)))
        if result.waiting:
            lines = [f"{problem.book} {problem.reason.full(press.language)}" for problem in result.waiting]
            told.append(say("live.unsynced", lines="\n".join(lines)))
        return Reply("finding" if len(told) > 1 else "done", "\n".join(text.full(press.language) for text in told))
