"""附加: says which forms the open workbook holds and, once the person agrees, remembers them in it."""

from __future__ import annotations

from ...commands.attach import Attached, attach, form_line, open_points
from ...commands.progress import Progress
from ...errors import say
from ..resident.protocol import Ask, Press, Reply
from .desk import at_desk

_MOST = 16


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        answer = press.answers.get("remember")
        found = attach(desk.department, desk.path, dry_run=answer != "yes")
        count = len(found.forms)
        if not count:
            return Reply("finding", say("live.no_forms", book=found.book).full(press.language), extra={"show": "box"})
        if answer is None:
            prompt = say("live.attach_found", book=found.book, count=count, lines=_lines(found))
            return Reply("ask", ask=Ask("remember", "yesno", prompt.full(press.language)))
        if found.unkept is not None:
            unkept = say("live.attach_unkept", book=found.book, reason=found.unkept)
            return Reply("finding", unkept.full(press.language))
        if answer != "yes":
            return Reply("done")
        return Reply("done", say("live.attached", book=found.book, count=count).full(press.language))


def _lines(found: Attached) -> str:
    lines = [*open_points(found), *map(form_line, found.forms)]
    return "\n".join([*lines[:_MOST], "……"] if len(lines) > _MOST else lines)
