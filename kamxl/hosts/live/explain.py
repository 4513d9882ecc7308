"""溯源: which workbooks, sheets and cells gave the KPI of the selected cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...commands.explain import explain
from ...commands.progress import Progress
from ...domain.kpi import Part
from ...domain.values import show
from ...errors import InputError, say
from ..resident.protocol import Press, Reply
from .desk import Desk, at_desk

if TYPE_CHECKING:
    from ...domain.explain import Explanation, Trace
    from ...errors.text import Language

_CALL = re.compile(r"KAM_[A-Z_]+\s*\(([^()]*)\)", re.IGNORECASE)
_MOST = 40


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        name, *arguments = _call(desk)
        period, scope = (*arguments, "", "")[:2]
        found = explain(desk.department, name, period, scope)
        return Reply("done", _text(found, press.language), extra={"show": "box"})


def _call(desk: Desk) -> list[str]:
    """Function and arguments of the selected cell's formula. Raises ``InputError("live.no_kpi")`` where there is none."""
    sheet = desk.book.book.sheets[desk.press.sheet]
    formula = str(sheet.range(desk.press.cell or "A1").formula)
    found = _CALL.search(formula)
    if found is None:
        raise InputError("live.no_kpi", cell=f"{desk.press.sheet}!{desk.press.cell}", formula=formula or "—")
    name = found[0].partition("(")[0].strip().upper()
    return [name, *(_argument(desk, part.strip()) for part in found[1].split(",") if part.strip())]


def _argument(desk: Desk, text: str) -> str:
    """A text in quotes, a number, or what stands in the cell that is named."""
    if text.startswith('"'):
        return text.strip('"')
    if re.fullmatch(r"[0-9.]+", text):
        return text
    return show(desk.book.book.sheets[desk.press.sheet].range(text).value)


def _text(found: Explanation, language: Language) -> str:
    answer, chinese = found.answer, language == "zh"
    head = {
        "kpi": answer.kpi.zh if chinese else answer.kpi.en,
        "period": answer.label if chinese else answer.period.label,
        "scope": answer.scope.zh if chinese else answer.scope.name or answer.scope.kind.value,
        "shown": answer.shown,
    }
    if answer.reason is not None:
        return say("live.unexplained", **head, reason=answer.reason.full(language)).full(language)
    sums = {Part.NUMERATOR: answer.figure.numerator, Part.DENOMINATOR: answer.figure.denominator}
    parts = [f"{_part(part, language)} {show(amount)}" for part, amount in sums.items() if amount is not None]
    lines = [("，" if chinese else ", ").join(parts), *(_line(trace, language) for trace in found.traces[:_MOST])]
    head["lines"] = "\n".join(lines)
    if len(found.traces) > _MOST:
        return say("live.explained_first", **head, count=len(found.traces)).full(language)
    return say("live.explained", **head).full(language)


def _line(trace: Trace, language: Language) -> str:
    cells = " ".join(cell.address for cell in trace.cells)
    colon = "：" if language == "zh" else ": "
    return f"{_part(trace.part, language)} {show(trace.amount)}{colon}{trace.book} {trace.sheet}!{cells}"


def _part(part: Part, language: Language) -> str:
    return part.zh if language == "zh" else part.value
