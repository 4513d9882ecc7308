"""``kamxl submit | inbox | decide | withdraw | sync``: the way of a request through the department."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...domain.flow import Action
from .. import console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from ...commands.department import Department
    from ...domain.request import Request

Number = Annotated[str, typer.Argument(metavar="NO", help="申请编号。The request's number.")]
Comment = Annotated[
    str, typer.Option("--comment", help="意见；退回和拒绝必须写。The comment; needed to return or reject.")
]


@app.command()
def submit(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="您的工作簿。Your workbook.")],
    person: options.Person,
    sheet: Annotated[str, typer.Option("--sheet", help="只提交这张表上的。Only those on this sheet.")] = "",
    record: Annotated[str, typer.Option("--record", help="只提交这个编号。Only the one with this number.")] = "",
    dept: options.Dept = None,
) -> int:
    """提交申请。 Put forms of a workbook under way; one with errors stays with you."""
    from ...commands.submit import submit as command

    department = options.department(dept, book)
    result = command(department, book, person, options.now(), sheet=sheet, record=record)
    for sent in result.submitted:
        _show(department, sent.request)
    for kept in result.refused:
        console.note(
            f"[yellow]未提交[/] {console.plain(kept.no)} {console.plain(kept.where)} {console.plain(kept.reason.full())}"
        )
        for finding in kept.findings:
            console.note(f"  {console.plain(finding.where)} {console.plain(finding.message.full())}")
    console.note(
        f"提交 {len(result.submitted)} 件，未提交 {len(result.refused)} 件，审批中 {len(result.under_way)} 件。"
        f" [dim]{len(result.submitted)} submitted.[/]"
    )
    return Exit.FINDINGS if result.refused else Exit.CLEAN


@app.command()
def inbox(person: options.Person, dept: options.Dept = None, as_json: options.Json = False) -> int:
    """列出等待某人处理的申请。 What waits for a person, the most urgent first."""
    from ...commands.inbox import inbox as command

    items = command(options.department(dept), person, options.now())
    if as_json:
        console.data(
            [
                {
                    "no": item.request.no,
                    "form": item.request.flow.form,
                    "applicant": item.request.applicant,
                    "customer": item.request.customer,
                    "state": item.request.state,
                    "step": item.waiting.step.zh,
                    "due": item.due,
                    "overdue": item.overdue,
                    "behalf": item.behalf,
                }
                for item in items
            ]
        )
    else:
        for item in items:
            request = item.request
            due = f"  期限 {item.due}{'（已逾期）' if item.overdue else ''}" if item.due else ""
            behalf = f"  代 {item.behalf}" if item.behalf else ""
            console.out(
                f"{request.no}  {request.flow.zh}  {request.applicant}  {request.customer}  {request.state}{due}{behalf}"
            )
        console.note(f"共 {len(items)} 件待处理。 [dim]{len(items)} waiting.[/]")
    return Exit.CLEAN


@app.command()
def decide(
    person: options.Person,
    no: Annotated[str, typer.Argument(metavar="NO", help="申请编号。The request's number.")] = "",
    action: Annotated[
        Action | None, typer.Argument(metavar="ACTION", help="approve 同意、return 退回、reject 拒绝、done 完成……")
    ] = None,
    comment: Comment = "",
    to: Annotated[str, typer.Option("--to", help="退回到哪一步。The step to return to.")] = "",
    colleague: Annotated[str, typer.Option("--person", help="转交、加签给谁。To whom it is handed.")] = "",
    book: Annotated[
        Path | None, typer.Option("--from", help="执行此工作簿“审批”表中填写的决定。Carry out the 审批 sheet of BOOK.")
    ] = None,
    dept: options.Dept = None,
) -> int:
    """审批：同意、退回或拒绝。 Decide a request as the person whose move it is."""
    from ...commands.decide import decide as command

    department = options.department(dept, book)
    if book is not None:
        return _decide_sheet(department, book, person)
    if not no or action is None:
        raise typer.BadParameter("请给出编号和动作，或 --from 工作簿 (NO and ACTION, or --from BOOK)")
    _show(department, command(department, no, action, person, options.now(), comment=comment, to=to, target=colleague))
    return Exit.CLEAN


def _decide_sheet(department: Department, book: Path, person: str) -> int:
    from ...commands.decide_sheet import decide_sheet

    result = decide_sheet(department, book, person, options.now())
    for request in result.decided:
        _show(department, request)
    for refused in result.refused:
        console.note(
            f"[yellow]未执行[/] 第 {refused.row} 行 {console.plain(refused.no)} {console.plain(refused.reason.full())}"
        )
    console.note(
        f"执行 {len(result.decided)} 项，未执行 {len(result.refused)} 项。 [dim]{len(result.decided)} carried out.[/]"
    )
    return Exit.FINDINGS if result.refused else Exit.CLEAN


@app.command()
def withdraw(no: Number, person: options.Person, comment: Comment = "", dept: options.Dept = None) -> int:
    """撤回还没有人审批的申请。 Take back a request before the first decision."""
    from ...commands.decide import withdraw as command

    department = options.department(dept)
    _show(department, command(department, no, person, options.now(), comment))
    return Exit.CLEAN


@app.command()
def sync(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="部门文件夹。The department folder.")] = None,
    dept: options.Dept = None,
) -> int:
    """把审批状态和待办写进各人的工作簿。 Push statuses and inboxes into everybody's workbooks."""
    from ...commands.sync import sync as command

    department = options.department(folder or dept)
    with console.bar() as progress:
        result = command(department, options.now(), progress)
    for pushed in result.written:
        sheets = f",{'、'.join(pushed.sheets)}" if pushed.sheets else ""
        console.out(f"{pushed.book}  写入 {pushed.cells} 个单元格{sheets}")
    for cell in result.overwritten:
        console.note(
            f"[yellow]手工填写的状态无效，已改回[/] {console.plain(cell)} [dim]typed statuses approve nothing[/]"
        )
    for problem in result.waiting:
        console.note(f"[yellow]下次再同步[/] {console.plain(problem.book)}：{console.plain(problem.reason.full())}")
    for change in result.changed:
        console.note(
            f"[yellow]审批后被修改[/] {console.plain(change.book)} {console.plain(change.where)} "
            f"{console.plain(change.before)} → {console.plain(change.after)} [dim]changed after submission[/]"
        )
    for refusal in result.overtaken:
        event = refusal.event
        console.note(
            f"[yellow]未生效[/] {console.plain(event.request)} {console.plain(event.signed_by)} {event.action.zh}"
            f" [dim]overtaken by another decision[/]"
        )
    if result.unpublished:
        console.note(
            "[yellow]设置.xlsx 有改动还没有公布[/]，请管理员运行 kamxl init。 [dim]settings not published yet[/]"
        )
    if result.arriving:
        console.note(
            f"[yellow]有 {result.arriving} 条审批记录尚不能采用[/]，可用 kamxl audit 查看。 [dim]not accepted yet[/]"
        )
    console.note(
        f"写入 {len(result.written)} 个工作簿，{result.unchanged} 个无变化。 [dim]{len(result.written)} workbooks written.[/]"
    )
    return Exit.FINDINGS if result.waiting or result.overwritten or result.changed else Exit.CLEAN


def _show(department: Department, request: Request) -> None:
    from ...domain.status import next_step

    following = next_step(request, department.settings.staff, options.now().date())
    console.out(f"{request.no}  {request.flow.zh}  {request.state}{'  → ' + following if following else ''}")
