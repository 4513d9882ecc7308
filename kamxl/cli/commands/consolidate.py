"""``kamxl consolidate``: the department's quarter in one workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app


@app.command()
def consolidate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="部门文件夹。The department folder.")],
    quarter: Annotated[str, typer.Option("--quarter", help="季度,如 2026Q3。The quarter.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="写到哪里;默认在部门文件夹。The workbook to write.")
    ] = None,
    dated: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="文件上的日期;默认为季末。The document's own date."),
    ] = None,
) -> int:
    """生成季度 KPI 工作簿。 Make the quarter's KPI workbook from everybody's workbooks."""
    from ...commands.consolidate import consolidate as command
    from ...domain.findings import Severity
    from ...domain.periods import parse_period

    department = options.department(folder)
    first_month = department.settings.rules.fiscal_first_month
    period = parse_period(quarter, today=department.today, first_month=first_month)
    target = out or department.folder / f"大客户部KPI-{period.label}.xlsx"
    with console.bar() as progress:
        made = command(department, period, target, dated=dated.date() if dated else None, progress=progress)
    console.out(str(made.path))
    console.note(f"已读取 {made.read} 个工作簿,{len(made.findings)} 处问题。 [dim]{made.read} workbooks read.[/]")
    for problem in made.problems:
        console.note(f"[yellow]未能读取[/] {console.plain(problem.book)}:{console.plain(problem.reason.full())}")
    if not made.complete:
        console.note(
            f"[bold yellow]有 {len(made.problems)} 个工作簿未能读取,合计不完整。[/] [dim]Totals are incomplete.[/]"
        )
    faulty = any(finding.severity is Severity.ERROR for finding in made.findings)
    return Exit.FINDINGS if faulty or not made.complete else Exit.CLEAN
