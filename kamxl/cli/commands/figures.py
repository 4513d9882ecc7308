"""``kamxl kpi`` and ``kamxl explain``: one figure, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from ...commands.kpi import KpiResult
    from ...domain.explain import Explanation

Id = Annotated[
    str, typer.Argument(metavar="ID", help="指标：churn、大客户流失数 或 KAM_CHURN。The KPI by id, name or function.")
]
Period = Annotated[
    str, typer.Argument(metavar="PERIOD", help="期间：2026Q3、2026年第3季度、2026-03、2026、本季度。The period.")
]
Scope = Annotated[
    str, typer.Option("--scope", help="区域、专员或客户；不填为全部门。A region, specialist or customer.")
]


@app.command("kpi")
def kpi_(kpi: Id, period: Period, scope: Scope = "", dept: options.Dept = None, as_json: options.Json = False) -> int:
    """算出一个指标。 One KPI for a period and scope, with its target and light."""
    from ...commands.kpi import kpi as command

    result = command(options.department(dept), kpi, period, scope)
    console.data(result.to_json()) if as_json else _show(result)
    return Exit.CLEAN


@app.command()
def explain(
    kpi: Id, period: Period, scope: Scope = "", dept: options.Dept = None, as_json: options.Json = False
) -> int:
    """列出一个指标来自哪些单元格。 The records and cells that a figure came from."""
    from ...commands.explain import explain as command

    explanation = command(options.department(dept), kpi, period, scope)
    console.data(explanation.to_json()) if as_json else _show_traces(explanation)
    return Exit.CLEAN


def _show(result: KpiResult) -> None:
    answer = result.answer
    console.out(f"{answer.kpi.zh}  {answer.label}  {answer.scope.zh}  {answer.shown}")
    if result.target and result.target.target is not None:
        console.out(f"目标 {answer.kpi.unit.show(result.target.target)}  {result.light.zh}")
    if answer.reason is not None:
        console.note(console.plain(answer.reason.full()))


def _show_traces(explanation: Explanation) -> None:
    answer = explanation.answer
    console.out(f"{answer.kpi.zh}  {answer.label}  {answer.scope.zh}  {answer.shown}")
    if answer.reason is not None:
        console.note(console.plain(answer.reason.full()))
        return
    denominator = "" if answer.figure.denominator is None else f"  分母 {console.shown(answer.figure.denominator)}"
    console.out(f"分子 {console.shown(answer.figure.numerator)}{denominator}")
    for trace in explanation.traces:
        cells = "  ".join(f"{cell.address} {cell.label}={console.shown(cell.content)}" for cell in trace.cells)
        console.out(f"{trace.part.zh}  {console.shown(trace.amount)}  {trace.book}  {trace.sheet}  {cells}")
