"""``kamxl validate``: every fault, the exact cell, how to fix it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...errors import BookError
from .. import console, options
from ..app import Exit, app

_FIRST = 5  # of a kind with very many findings

if TYPE_CHECKING:
    from ...commands.validate import ValidateResult
    from ...domain.findings import Finding
    from ...sheets.digest import Run

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH…", help="工作簿或文件夹；不填为整个部门。Workbooks or folders; none: the department."),
]


@app.command()
def validate(
    paths: Paths = None,
    mark: Annotated[
        bool, typer.Option("--mark/--no-mark", help="把结果写入“校验结果”表。Write the 校验结果 sheet.")
    ] = False,
    notes: Annotated[
        bool | None,
        typer.Option("--notes/--no-notes", help="同时写成单元格批注（默认看设置）。Also as notes on the cells."),
    ] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="只查这些规则。Only these rules.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="另存为网页。Write an HTML page, too.")
    ] = None,
    dept: options.Dept = None,
    as_json: options.Json = False,
) -> int:
    """校验表单：逐格列出问题和改法。 Check the forms: every fault, its cell and its remedy."""
    from ...commands.validate import validate as command
    from ...snapshot.store import SnapshotStore

    given = paths or []
    department = options.department(dept, given[0] if given else None)
    asked: dict[str, Any] = {"mark": mark or bool(notes), "notes": notes, "only": rule or ()}
    with console.bar() as progress:
        result = command(
            department, given, **asked, progress=progress, store=SnapshotStore.of(department.folder).beside("checks")
        )
    if html is not None:
        from ...sheets.page import findings_page

        try:
            html.write_text(findings_page(result.findings, department.today, result.forms), encoding="utf-8")
        except OSError as error:
            raise BookError("books.cannot_write", path=html, reason=error.strerror or error) from error
    console.data(_json(result)) if as_json else _show(result)
    return Exit.CLEAN if result.clean else Exit.FINDINGS


def _show(result: ValidateResult) -> None:
    from ...sheets.digest import grouped

    for book, found in groupby(result.findings, key=lambda finding: finding.book):
        console.out(book)
        for group in grouped(found):
            for run in group.runs:
                _run(run)
    for problem in result.problems:
        console.out(f"{problem.book}\n  无法读取  {problem.reason.full()}")
    for problem in result.unmarked:
        console.note(console.plain(problem.reason.full()))
    console.note(
        f"共检查 {len(result.books)} 个工作簿、{result.records} 条记录，发现 {len(result.findings)} 处问题。"
        f" [dim]{len(result.findings)} findings in {len(result.books)} workbooks.[/]"
    )


def _run(run: Run) -> None:
    """Findings of one kind: all of them, or of very many the first, and how to see the rest."""
    for finding in run.findings[: _FIRST if run.folded else None]:
        console.out(f"  {finding.severity.zh}  {finding.where}  {finding.message.full()}")
    if run.folded:
        left = len(run.findings) - _FIRST
        console.out(
            f"        {run.findings[0].sheet}  {run.title}：还有 {left:,} 处同类问题（--mark 或 --html 列出全部）"
        )


def _json(result: ValidateResult) -> dict[str, object]:
    return {
        "books": list(result.books),
        "records": result.records,
        "findings": [_finding(finding) for finding in result.findings],
        "unread": [{"book": p.book, "zh": p.reason.full(), "en": p.reason.full("en")} for p in result.problems],
        "marked": list(result.marked),
        "cleared": list(result.cleared),
        "unmarked": [{"book": p.book, "zh": p.reason.full(), "en": p.reason.full("en")} for p in result.unmarked],
    }


def _finding(finding: Finding) -> dict[str, str]:
    message = finding.message
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "book": finding.book,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "field": finding.field,
        "value": finding.value,
        "zh": message.what(),
        "fix": message.fix(),
        "en": message.what("en"),
        "fix_en": message.fix("en"),
    }
