"""``kamxl convert``: a copy that kamxl can write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app

Book = Annotated[Path, typer.Argument(metavar="BOOK", help=".xls、.xlsb 或 .ods 工作簿。The workbook.")]
To = Annotated[Path | None, typer.Option("--to", help="目标文件，默认同名 .xlsx。The copy; else the same name.")]


@app.command()
def convert(book: Book, to: To = None, as_json: options.Json = False) -> int:
    """用 LibreOffice 把 .xls、.xlsb、.ods 转成 .xlsx 副本，原文件不动。 Make an .xlsx copy of an older workbook."""
    from ...hosts.libreoffice.convert import convert as command

    made = command(book, to)
    if as_json:
        console.data({"book": str(book), "copy": str(made)})
    else:
        console.out(f"{book} → {made}")
        console.note("宏不会随副本转换。Macros are not converted.")
    return Exit.CLEAN
