"""``kamxl appraise``: the quarter's 考核评分表, a sheet for each person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app

Quarter = Annotated[str, typer.Argument(metavar="QUARTER", help="季度：2026Q3、2026年第3季度、上季度。The quarter.")]
Who = Annotated[str, typer.Option("--as", help="只做此人的（姓名或登录名）。Only this person's.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="写到哪里；默认在部门文件夹。The workbook to write.")]


@app.command()
def appraise(quarter: Quarter, who: Who = "", out: Out = None, dept: options.Dept = None) -> int:
    """生成考核评分表：每人一页，得分、等级、警告，可打印签字。 An appraisal sheet for each person."""
    from ...commands.appraise import appraise_people

    with console.bar() as progress:
        made = appraise_people(options.department(dept), quarter, out, who, progress)
    for one in made.people:
        total = "—" if one.total is None else f"{one.total:.1f}"
        console.note(f"{console.plain(one.person.name)}  {total}  {one.level or '—'}  {one.warning}")
    for problem in made.problems:
        console.note(f"[yellow]未能读取[/] {console.plain(problem.book)}：{console.plain(problem.reason.full())}")
    console.out(str(made.path))
    return Exit.FINDINGS if made.problems else Exit.CLEAN
