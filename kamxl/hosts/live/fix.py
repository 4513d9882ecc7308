"""修正: shows what can be corrected safely and, once the person agrees, writes it into the open workbook."""

from __future__ import annotations

from ...commands.fix import Fixed, fix
from ...commands.progress import Progress
from ...errors import say
from ..resident.protocol import Ask, Press, Reply
from .desk import at_desk

_MOST = 12  # a message box of VBA holds about a thousand characters


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        answer = press.answers.get("fix")
        result = fix(desk.department, desk.path, dry_run=answer != "yes")
        count = len(result.changes)
        if not count:
            return Reply("done", say("live.nothing_to_fix").full(press.language))
        if answer is None:
            plan = say("live.fix_plan", count=count, lines=_lines(result.changes)).full(press.language)
            return Reply("ask", ask=Ask("fix", "yesno", plan))
        if answer != "yes":
            return Reply("done")
        first = result.changes[0]
        desk.book.select(first.sheet, first.cell)
        where = f"{first.sheet}!{first.cell}"
        return Reply("done", say("live.fixed", count=count, where=where).full(press.language))


def _lines(changes: tuple[Fixed, ...]) -> str:
    lines = [f"{one.sheet}!{one.cell} {one.field}：{one.before} → {one.after}" for one in changes[:_MOST]]
    return "\n".join([*lines, "……"] if len(changes) > _MOST else lines)
