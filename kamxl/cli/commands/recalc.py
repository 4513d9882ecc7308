"""``kamxl recalc``: compute workbooks without Excel."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...commands.service import Service
    from ...functions.calculator import Calculator
    from ...recalc.result import Recalculation

Books = Annotated[list[Path], typer.Argument(metavar="BOOK…", help="要重新计算的工作簿。The workbooks.")]
Check = Annotated[bool, typer.Option("--check", help="只比较，不写入。Tell the differences, write nothing.")]
Strict = Annotated[bool, typer.Option("--strict", help="两个引擎一致才写入。Write only what two engines agree on.")]
_SHOWN = 20


@app.command()
def recalc(
    books: Books,
    check: Check = False,
    strict: Strict = False,
    dept: options.Dept = None,
    as_json: options.Json = False,
) -> int:
    """不用 Excel 重新计算工作簿：普通公式和 KAM 函数一起算。 Recalculate workbooks without Excel."""
    from ...commands.recalc import recalc as command

    with console.bar() as progress:
        result = command(books, _calculators(dept), options.now(), check=check, strict=strict, progress=progress)
    if as_json:
        console.data(result.to_json())
    else:
        for one in result.done:
            _show(one)
    for problem in result.failed:
        console.error(problem.reason)
    if result.failed and not result.done:
        return Exit.FAILED
    return Exit.CLEAN if result.clean else Exit.FINDINGS


def _calculators(dept: Path | None) -> Callable[[Path], Calculator | None]:
    """The functions of the department in which a workbook lies, freshly read; ``None`` outside of any."""
    from ...books.closed import open_closed
    from ...commands.department import Department, find_folder
    from ...errors import DepartmentError

    fresh: set[Path] = set()

    @cache
    def service() -> Service:
        from ...commands.service import Service

        return Service(lambda folder: Department(folder, open_closed, options.today()), options.now)

    def calculator_of(path: Path) -> Calculator | None:
        try:
            folder = find_folder(dept, path.resolve().parent)
        except DepartmentError:
            if dept is not None:
                raise
            return None
        if folder not in fresh:
            service().refresh(folder)
            fresh.add(folder)
        return service().calculator(folder)

    return calculator_of


def _show(one: Recalculation) -> None:
    from ...recalc.compare import shown

    done = "已写入" if one.written else "未写入"
    console.out(
        f"{one.book}  公式单元格 {one.cells}  一致 {one.equal}  不同 {len(one.different)}（{done}）  保留 {len(one.kept)}"
    )
    for difference in one.different[:_SHOWN]:
        console.out(f"  {difference.sheet}!{difference.cell}  {shown(difference.old)} → {shown(difference.new)}")
    if len(one.different) > _SHOWN:
        console.out(f"  …… 共 {len(one.different)} 处")
    for reason, count in Counter(kept.reason.full() for kept in one.kept).most_common():
        first = next(kept for kept in one.kept if kept.reason.full() == reason)
        console.note(f"  保留 {count} 个（如 {console.plain(first.sheet)}!{first.cell}）：{console.plain(reason)}")
