"""``kamxl selftest``: proves this installation in Excel or LibreOffice and writes a report."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import HostError
from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from ...hosts.selftest.report import Report


class HostName(StrEnum):
    """What ``--host`` takes."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"


@app.command()
def selftest(
    host: Annotated[HostName, typer.Option("--host", help="在哪个应用程序里测试。The application to test in.")],
    dept: Annotated[
        Path | None,
        typer.Option(
            "--dept",
            help="用这个部门的副本代替样例部门；原文件夹不会被改动。A copy of this department instead of the sample.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="把报告写到这个文件（.md 或 .json）。Write the report: .md or .json."),
    ] = None,
    as_json: options.Json = False,
) -> int:
    """在真实的 Excel 或 LibreOffice 里自测，并写出报告。 Prove this installation; a report says what passed."""
    from ...hosts.selftest.report import data, markdown
    from ...hosts.selftest.run import selftest as command

    folder = options.department(dept).folder if dept is not None else None
    with console.bar() as progress:
        report = command("excel" if host is HostName.EXCEL else "libreoffice", folder, progress)
    if output is not None:
        as_data = output.suffix.lower() == ".json"
        text = json.dumps(data(report), ensure_ascii=False, indent=2) + "\n" if as_data else markdown(report)
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise HostError("selftest.cannot_write", path=output, reason=error.strerror or error) from error
    console.data(data(report)) if as_json else _show(report)
    return Exit.CLEAN if report.passed else Exit.FINDINGS


def _show(report: Report) -> None:
    for step in report.steps:
        failed = step.state.value == "failed"
        console.out(f"{step.state.zh}  {step.zh}  {step.text.full() if failed else step.text.what()}")
    done = (
        "全部通过。 [dim]All passed.[/]"
        if report.passed
        else f"{report.failed} 步未通过。 [dim]{report.failed} failed.[/]"
    )
    console.note(done)
