"""执行审批: carries out what was chosen in the 决定 column of the sheet 审批, each under the person's own name."""

from __future__ import annotations

from ...commands.decide import decide
from ...commands.progress import Progress
from ...errors import KamxlError, say
from ...sheets import inbox as sheets
from ..resident.protocol import Press, Reply
from .desk import Asking, Desk, at_desk
from .inbox import show_inbox


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        try:
            done, refused = _carry_out(desk, progress)
        except Asking as asking:
            return Reply("ask", ask=asking.ask)
        show_inbox(desk)
        told = [say("live.decided", count=len(done), lines="\n".join(done))] if done else []
        if refused:
            told.append(say("live.undecided", count=len(refused), lines="\n".join(refused)))
        texts = [text.full(press.language) for text in told or [say("live.nothing_decided")]]
        return Reply("finding" if refused else "done", "\n".join(texts))


def _carry_out(desk: Desk, progress: Progress) -> tuple[list[str], list[str]]:
    """The requests that were decided, with their new states, and why others were not."""
    grid = desk.book.grid(sheets.SHEET)
    typed = [row for row in sheets.typed_in(grid).values() if row.decision]
    done: list[str] = []
    refused: list[str] = []
    for count, row in enumerate(typed):
        progress(say("progress.deciding", no=row.no), count, len(typed))
        action = sheets.DECISIONS.get(row.decision)
        if action is None:
            choices = "、".join(sheets.DECISIONS)
            refused.append(
                say("live.no_decision", cell=f"{sheets.SHEET}!M{row.row}", value=row.decision, choices=choices).full(
                    desk.press.language
                )
            )
            continue
        try:
            request = decide(desk.department, row.no, action, desk.person.name, desk.now, comment=row.comment)
        except KamxlError as error:
            refused.append(f"{row.no} {error.text.full(desk.press.language)}")
        else:
            done.append(f"{request.no} {request.state}")
    return done, refused
