"""``kamxl demo``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import console
from ..app import Exit, app

if TYPE_CHECKING:
    from ...commands.demo import DemoResult


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="放演示部门的空文件夹。An empty folder for the sample department.")
    ] = Path("演示部门"),
) -> int:
    """建立演示部门，并跑完 2026 年第 3 季度。 Lay out a sample department and run its third quarter of 2026."""
    from ...books.closed import open_closed
    from ...commands.demo import demo as command

    with console.bar() as progress:
        result = command(folder, open_closed, progress)
    _show(result)
    console.out(str(result.report))
    return Exit.CLEAN


def _show(result: DemoResult) -> None:
    states = Counter(state for _, _, state in result.states)
    ended = "、".join(f"{state} {count}" for state, count in states.most_common())
    console.note(f"[bold]演示部门[/] 在 {console.plain(result.folder)} [dim]The sample department is laid out.[/]")
    console.note(f"校验：发现 {len(result.planted)} 处问题，已写入各工作簿的“校验结果”。 [dim]Findings at first.[/]")
    console.note(f"流程：{result.actions} 步，{len(result.states)} 份申请：{ended}。 [dim]Requests by state.[/]")
    for refusal in result.refused:
        console.note(f"[yellow]未受理[/] {console.plain(refusal.reason.full())} [dim]Refused.[/]")
    console.note(f"季末：还剩 {len(result.remaining)} 处问题待改正。 [dim]Findings at the quarter's end.[/]")
    if result.filled:
        console.note(f"大客户部KPI.xlsx：已算出 {result.filled} 个单元格。 [dim]KPI places recalculated.[/]")
    console.note("[bold green]完成[/] 季度 KPI 工作簿 [dim]The quarterly KPI workbook:[/]")
