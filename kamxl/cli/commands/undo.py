"""``kamxl undo``: the workbook as it was before our last save."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app

Book = Annotated[Path, typer.Argument(metavar="BOOK", help="要恢复的工作簿。The workbook.")]
Force = Annotated[bool, typer.Option("--force", help="即使之后有人改过也恢复。Restore over later changes, too.")]


@app.command()
def undo(book: Book, force: Force = False, as_json: options.Json = False) -> int:
    """把工作簿恢复到 kamxl 上次保存之前，逐字节相同。 Put a workbook back to before kamxl's last save, byte for byte."""
    from ...ooxml.backup import backups
    from ...ooxml.backup import undo as restore

    restored = restore(book, force=force)
    left = len(backups(book))
    taken = restored.taken.astimezone().replace(microsecond=0, tzinfo=None)
    if as_json:
        console.data({"book": str(book), "state_before": taken.isoformat(), "left": left})
    else:
        console.out(f"{book}  已恢复到 {taken:%Y-%m-%d %H:%M:%S} 保存之前的内容；还可以再撤销 {left} 次。")
    return Exit.CLEAN
