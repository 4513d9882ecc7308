"""``kamxl fix``: write what people typed in its one proper way, where that is safe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app

Book = Annotated[Path, typer.Argument(metavar="BOOK", help="工作簿。The workbook.")]


@app.command()
def fix(
    book: Book,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="只做这些修正。Only these fixes.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不写入。List only.")] = False,
    dept: options.Dept = None,
    as_json: options.Json = False,
) -> int:
    """安全修正：全角转半角、文本转日期和数字、去空格、统一名称；kamxl undo 可恢复。 Safe fixes only; undo brings them back."""
    from ...commands.fix import fix as command
    from ...domain.fix import fixes

    result = command(options.department(dept, book), book, only=rule or (), dry_run=dry_run)
    if as_json:
        changes = [
            {"fix": c.fix, "sheet": c.sheet, "cell": c.cell, "field": c.field, "before": c.before, "after": c.after}
            for c in result.changes
        ]
        console.data({"book": result.book, "written": result.written, "changes": changes})
        return Exit.CLEAN
    for change in result.changes:
        what = fixes()[change.fix].zh
        console.out(f"{change.sheet}!{change.cell}  {change.field}  {change.before} → {change.after}  ({what})")
    done = "已写入" if result.written else "没有写入"
    console.note(f"{len(result.changes)} 处,{done}。 [dim]{len(result.changes)} changes.[/]")
    return Exit.CLEAN
