"""``kamxl attach``, ``detach``: understand the workbooks that people already have, and leave them without a trace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from ...commands.attach import Attached

Books = Annotated[list[Path], typer.Argument(metavar="BOOK…", help="工作簿。Workbooks.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="只报告，不写入。Report only.")]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", help="确认一个标签：档案!A4=客户档案表.客户名称。Confirm a label.", metavar="WHERE=FIELD"),
]


@app.command()
def attach(
    books: Books,
    dry_run: Dry = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不询问，直接记住。Do not ask.")] = False,
    label: Labels = None,
    dept: options.Dept = None,
    as_json: options.Json = False,
) -> int:
    """认出工作簿里的表单和字段，并记在工作簿里（外观不变）。 Find the forms and fields, and remember them in the workbook."""
    from ...commands.attach import attach as command

    department = options.department(dept, books[0])
    labels = {given.partition("=")[0]: given.partition("=")[2] for given in label or ()}
    results = []
    for book in books:
        found = command(department, book, labels=labels, dry_run=True)
        if not as_json:
            _show(found)
        if not dry_run and (yes or as_json or typer.confirm("记住以上结果吗？Remember this?", default=True)):
            found = command(department, book, labels=labels)
            if found.unkept is not None:
                console.note(console.plain(found.unkept.full()))
        results.append(found)
    if as_json:
        console.data([_json(found) for found in results])
    return Exit.FINDINGS if any(found.missing or found.unsure for found in results) else Exit.CLEAN


@app.command()
def detach(books: Books, dept: options.Dept = None, as_json: options.Json = False) -> int:
    """从工作簿里清除 kamxl 的全部痕迹。 Remove every trace of kamxl from the workbooks."""
    from ...commands.attach import detach as command

    department = options.department(dept, books[0])
    done = {str(book): command(department, book) for book in books}
    if as_json:
        console.data(done)
    else:
        for book, had in done.items():
            console.out(f"{book}  {'已清除' if had else '没有 kamxl 的痕迹'}")
    return Exit.CLEAN


def _show(found: Attached) -> None:
    from ...books.address import position
    from ...commands.attach import alike_forms, alike_line, form_line, open_points
    from ...domain.form import forms

    console.out(found.book)
    for located, *alike in alike_forms(found.forms):
        form = forms()[located.form]
        console.out(f"  {form_line(located)}")
        for name, cell in sorted(located.labels.items(), key=lambda label: position(label[1])):
            console.out(f"    {form.field(name).label}  标签 {cell} → {located.cells[name]}  {located.reasons[name]}")
        if alike:
            console.out(f"    {alike_line(located, alike)}")
    for line in open_points(found):
        console.out(f"  {line}")


def _json(found: Attached) -> dict[str, object]:
    return {
        "book": found.book,
        "forms": [
            {
                "sheet": located.sheet,
                "form": located.form,
                "layout": located.layout,
                "records": located.records,
                "confidence": located.confidence,
                "fields": [
                    {"field": name, "label": cell, "value": located.cells[name], "reason": located.reasons[name]}
                    for name, cell in located.labels.items()
                ],
            }
            for located in found.forms
        ],
        "missing": [{"sheet": sheet, "form": form, "field": label} for sheet, form, label in found.missing],
        "unsure": list(found.unsure),
        "moved": [{"form": m.form, "field": m.field, "before": m.before, "after": m.after} for m in found.moved],
        "blank": list(found.blank),
        "hidden": list(found.hidden),
        "written": found.written,
    }
