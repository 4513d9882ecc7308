"""生成季度KPI表: asks for the quarter, makes the department's KPI workbook and opens it."""

from __future__ import annotations

from ...commands.consolidate import consolidate
from ...commands.progress import Progress
from ...domain.periods import parse_period
from ...errors import HostError, say
from ..resident.protocol import Ask, Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        department = desk.department
        first_month = department.settings.rules.fiscal_first_month
        wanted = press.answers.get("quarter")
        if wanted is None:
            last = parse_period("上季度", today=department.today, first_month=first_month)
            prompt = say("live.which_quarter").full(press.language)
            return Reply("ask", ask=Ask("quarter", "text", prompt, default=last.label))
        period = parse_period(wanted, today=department.today, first_month=first_month)
        out = department.folder / f"大客户部KPI-{period.label}.xlsx"
        if out in desk.open_books:
            raise HostError("live.report_open", path=out.name)
        made = consolidate(department, period, out, progress=progress)
        desk.app.books.open(out)
        figures = {"read": made.read, "findings": made.found}
        told = (
            say("live.made", **figures)
            if made.complete
            else say("live.made_partly", unread=len(made.problems), **figures)
        )
        text = told.full(press.language)
        return Reply("done" if made.complete else "finding", text, extra={"opened": str(out)})
