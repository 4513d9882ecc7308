"""``kamxl consolidate``: the department's quarter in one workbook. ``kamxl share``: one customer's sheet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from datetime import date

    from ...commands.consolidate import Consolidated
    from ...commands.department import Problem
    from ...commands.progress import Progress
    from ...domain.periods import Period


@app.command()
def consolidate(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="部门文件夹，或 smb://、s3:// 地址。The department.")],
    quarter: Annotated[str, typer.Option("--quarter", help="季度，如 2026Q3。The quarter.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="写到哪里；默认在部门文件夹。The workbook to write.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="放进已有的工作簿：填 {{…}} 或放入报告页。Into a workbook you have.")
    ] = None,
    dated: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="文件上的日期；默认为季末。The document's own date."),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="数字写成 KAM_ 公式。Figures as live KAM_ formulas.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="另存 PDF（需要 LibreOffice）。A PDF beside it.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="进程数；默认每核一个。Processes on this machine.")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Dask 调度器，如 tcp://host:8786。Read over Dask's workers.")
    ] = "",
    png: Annotated[
        bool, typer.Option("--png", help="另存总览图片（需要 LibreOffice）。The summary as a picture.")
    ] = False,
) -> int:
    """生成季度 KPI 工作簿。 Make the quarter's KPI workbook from everybody's workbooks."""
    from ...commands.consolidate import consolidate as command
    from ...commands.gathering import Reach
    from ...domain.findings import Severity
    from ...gather.mirror import is_remote

    remote = is_remote(folder)
    with console.bar() as progress:
        department = options.department(_fetched(folder, progress) if remote else Path(folder))
    period = _period(quarter, department.today, department.settings.rules.fiscal_first_month)
    home = Path.cwd() if remote else department.folder
    target = out or into or home / f"大客户部KPI-{period.label}.xlsx"
    day = dated.date() if dated else None
    with console.bar() as progress:
        reach = Reach(workers or None, scheduler)
        made = command(department, period, target, dated=day, into=into, live=live, reach=reach, progress=progress)
    console.out(str(made.path))
    _print(made.path, pdf=pdf, png=png)
    _tell(made)
    faulty = any(finding.severity is Severity.ERROR for finding in made.findings)
    return Exit.FINDINGS if faulty or not made.complete else Exit.CLEAN


def _period(text: str, today: date, first_month: int) -> Period:
    from ...domain.periods import parse_period

    return parse_period(text, today=today, first_month=first_month)


def _fetched(place: str, progress: Progress) -> Path:
    """The copies of a department that lives elsewhere, brought up to date."""
    from hashlib import sha256

    from ...gather.mirror import mirror
    from ...snapshot.store import cache_folder

    return mirror(place, cache_folder() / f"mirror-{sha256(place.encode()).hexdigest()[:16]}", progress)


def _print(path: Path, *, pdf: bool, png: bool) -> None:
    """The PDF beside the workbook, and the picture of its first page. The PDF stays only when it was asked for."""
    if not (pdf or png):
        return
    from ...hosts.libreoffice.printing import first_page, to_pdf

    printed = path.with_suffix(".pdf")
    to_pdf(path, printed)
    if png:
        first_page(printed, path.with_suffix(".png"))
        console.out(str(path.with_suffix(".png")))
    if pdf:
        console.out(str(printed))
    else:
        printed.unlink()


def _tell(made: Consolidated) -> None:
    console.note(f"已读取 {made.read} 个工作簿，{made.found} 处问题。 [dim]{made.read} workbooks read.[/]")
    if made.placed is not None:
        done = f"填写 {len(made.placed.cells)} 个单元格、{made.placed.texts} 处文字，放入 {len(made.placed.sheets)} 张工作表"
        console.note(f"{done}。 [dim]Filled in place.[/]")
        for text in made.placed.problems:
            console.note(f"[yellow]未填写[/] {console.plain(text.full())}")
    _unread(made.problems)


def _unread(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        console.note(f"[yellow]未能读取[/] {console.plain(problem.book)}：{console.plain(problem.reason.full())}")
    if problems:
        console.note(
            f"[bold yellow]有 {len(problems)} 个工作簿未能读取，合计不完整。[/] [dim]Totals are incomplete.[/]"
        )


@app.command()
def share(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="客户名称或档案编号。The customer.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="写到哪里。The workbook to write.")],
    quarter: Annotated[str, typer.Option("--quarter", help="只要这个季度；默认全部。Only this quarter.")] = "",
    dept: options.Dept = None,
) -> int:
    """生成给一个客户的信息共享表。 Make the sheet that one customer may see, and nothing else."""
    from ...commands.share import share as command

    department = options.department(dept)
    first_month = department.settings.rules.fiscal_first_month
    period = _period(quarter, department.today, first_month) if quarter else None
    with console.bar() as progress:
        made = command(department, customer, out, period=period, progress=progress)
    console.out(str(made.path))
    console.note(
        f"{console.plain(made.customer)}：{made.rows} 行，{'、'.join(made.columns)}。 [dim]{made.rows} rows.[/]"
    )
    _unread(made.problems)
    return Exit.FINDINGS if made.problems else Exit.CLEAN
