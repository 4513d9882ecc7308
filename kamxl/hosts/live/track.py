"""进度: the trail of the selected request: who, when, which comment."""

from __future__ import annotations

from ...books.address import position
from ...commands.acting import open_ledger
from ...commands.progress import Progress
from ...domain.values import show
from ...errors import say
from ...sheets import inbox as sheets
from ..resident.protocol import Press, Reply
from .desk import Desk, at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        with open_ledger(desk.department) as ledger:
            request = ledger.request(_number(desk))
        lines = []
        for entry in request.trail:
            event = entry.event
            comment = f"：{event.comment}" if event.comment else ""
            lines.append(f"{event.day.isoformat()} {event.signed_by} {entry.label} → {entry.after}{comment}")
        told = say(
            "live.trail",
            no=request.no,
            flow=request.flow.zh if press.language == "zh" else request.flow.en,
            customer=request.customer,
            state=request.state,
            lines="\n".join(lines),
        )
        return Reply("done", told.full(press.language), extra={"show": "box"})


def _number(desk: Desk) -> str:
    """The request of the selected row of 审批, or of the selected form."""
    if desk.press.sheet == sheets.SHEET and desk.press.cell:
        return show(desk.book.grid(sheets.SHEET).at(position(desk.press.cell)[0], 0)).strip()
    return desk.selected_record().number
