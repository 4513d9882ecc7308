"""溯源: which workbooks, sheets and cells gave the KPI of the selected cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...commands.explain import explain
from ...commands.progress import Progress
from ...domain.values import show
from ...errors import InputError
from ..resident.protocol import Press, Reply
from .desk import Desk, at_desk

if TYPE_CHECKING:
    from ...domain.explain import Explanation

_CALL = re.compile(r"KAM_[A-Z_]+\s*\(([^()]*)\)", re.IGNORECASE)
_MOST = 40


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        progress("溯源", 0, 1)
        name, *arguments = _call(desk)
        period, scope = (*arguments, "", "")[:2]
        found = explain(desk.department, name, period, scope)
        return Reply("done", _text(found), extra={"show": "box"})


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


def _text(found: Explanation) -> str:
    answer = found.answer
    lines = [f"{answer.kpi.zh} {answer.label} {answer.scope.zh}：{answer.shown}"]
    if answer.reason is not None:
        return "\n".join([*lines, answer.reason.full()])
    denominator = "" if answer.figure.denominator is None else f"，分母 {answer.figure.denominator}"
    lines.append(f"分子 {answer.figure.numerator}{denominator}")
    for trace in found.traces[:_MOST]:
        cells = " ".join(cell.address for cell in trace.cells)
        lines.append(f"{trace.part.zh} {trace.amount}：{trace.book} {trace.sheet}!{cells}")
    if len(found.traces) > _MOST:
        lines.append(f"……共 {len(found.traces)} 条，其余见季度 KPI 表的“明细”。")
    return "\n".join(lines)
