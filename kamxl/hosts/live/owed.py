"""待办: what the person at this desk owes: steps of requests, visit records, weekly reports, each with its last day."""

from __future__ import annotations

from ...commands.owed import owed
from ...commands.progress import Progress
from ...errors import say
from ..resident.protocol import Press, Reply
from .desk import Asking, at_desk

_MOST = 20


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        try:
            person = desk.person.name
        except Asking as asking:
            return Reply("ask", ask=asking.ask)
        debts = owed(desk.department, desk.now, person, progress)
        if not debts:
            return Reply("done", say("live.nothing_owed", person=person).full(press.language), extra={"show": "box"})
        late = "（已逾期）" if press.language == "zh" else " (overdue)"
        lines = [
            f"{debt.due or '—'}{late if debt.overdue else ''}  {debt.no} {debt.what}".rstrip() for debt in debts[:_MOST]
        ]
        if len(debts) > _MOST:
            lines.append("……")
        text = say("live.owed", person=person, count=len(debts), lines="\n".join(lines)).full(press.language)
        return Reply("finding" if any(debt.overdue for debt in debts) else "done", text, extra={"show": "box"})
