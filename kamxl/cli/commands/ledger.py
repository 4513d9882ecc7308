"""``kamxl init | join | audit | track | owed | ledger copy``: the record of who decided what, and its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import chinese, console, options
from ..app import Exit, app

ledger_app = chinese.App(
    name="ledger", cls=chinese.Group, no_args_is_help=True, help="审批记录的存放。 Where the ledger is kept."
)
app.add_typer(ledger_app)


@app.command()
def init(
    person: options.Person,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="在本机为所有人建立密钥。Keys for everybody on this computer.")
    ] = False,
    grant: Annotated[
        list[str] | None, typer.Option("--grant", help="登记此人（或此指纹）的密钥。Enrol this person or fingerprint.")
    ] = None,
    retire: Annotated[
        list[str] | None, typer.Option("--retire", help="停用此人的密钥。This person's keys are no longer good.")
    ] = None,
    dept: options.Dept = None,
) -> int:
    """建立部门的审批记录，或公布改过的设置。 Found the ledger, or publish settings that have changed."""
    from ...commands.init import init as command

    department = options.department(dept)
    result = command(
        department, person, options.now(), everyone=everyone, simulated=options.is_dated(), grant=grant or (),
        retire=retire or (),
    )  # fmt: skip
    if result.simulated:
        console.note(
            "日期是模拟的（演示或 KAMXL_TODAY）：本部门不核对时钟。 [dim]Simulated days: clocks are not compared.[/]"
        )
    console.out(f"{result.department}")
    console.note(f"管理员 {console.plain(result.admin)}；已登记：{console.plain('、'.join(result.enrolled))}")
    for name, mark in result.asking:
        console.note(f"[yellow]申请加入[/] {console.plain(name)} {mark} [dim]compare by telephone, then --grant[/]")
    if result.missing:
        console.note(f"还没有密钥：{console.plain('、'.join(result.missing))}（本人运行 kamxl join）")
    console.note("已公布。 [dim]Published.[/]" if result.changed else "没有需要公布的。 [dim]Nothing new.[/]")
    return Exit.CLEAN


@app.command()
def join(person: options.Person, dept: options.Dept = None) -> int:
    """在本机建立自己的密钥，并请管理员登记。 Make your key on this computer and ask to be enrolled."""
    from ...commands.init import join as command

    console.out(command(options.department(dept), person, options.now()))
    console.note("请把上面的指纹念给管理员核对。 [dim]Read this fingerprint to the administrator.[/]")
    return Exit.CLEAN


@app.command()
def audit(
    dept: options.Dept = None,
    thorough: Annotated[
        bool, typer.Option("--every-signature", help="逐一核对每个签名。Check every single signature.")
    ] = False,
) -> int:
    """证明审批记录完整、状态真实，或指出哪里不对。 Prove the ledger and every status, or name what is wrong."""
    from ...commands.audit import audit as command

    with console.bar() as progress:
        result = command(options.department(dept), progress, every_signature=thorough)
    for fault in result.faults:
        console.note(f"[{'dim' if fault.harmless else 'red'}]●[/] {console.plain(fault.text.full())}")
    for problem in result.problems:
        console.note(f"[yellow]未能读取[/] {console.plain(problem.book)}：{console.plain(problem.reason.full())}")
    if result.simulated:
        console.note("[dim]日期是模拟的，没有核对时钟。 Simulated days: no clock was compared.[/]")
    verdict = "[bold green]属实[/]" if result.sound else "[bold red]有问题[/]"
    console.note(
        f"{verdict} 部门 {result.department[:16]}，{result.requests} 份申请，{result.events} 条记录。 [dim]Audited.[/]"
    )
    return Exit.CLEAN if result.sound and not result.problems else Exit.FINDINGS


@app.command()
def track(
    no: Annotated[str, typer.Argument(metavar="NO", help="申请编号。The request's number.")], dept: options.Dept = None
) -> int:
    """一份申请的全部经过。 The whole history of a request."""
    from ...commands.track import track as command

    result = command(options.department(dept), no, options.now())
    console.out(f"{result.request.no}  {result.request.flow.zh}  {result.request.state}")
    for moment in result.moments:
        way = f"  {moment.before} → {moment.after}" if moment.after else ""
        note = f"  [{moment.note.what()}]" if moment.note else ""
        comment = f"  “{moment.comment}”" if moment.comment else ""
        mark = "" if moment.counts else "✗ "
        console.out(f"{moment.at:%Y-%m-%d %H:%M}  {mark}{moment.who}  {moment.what}{way}{comment}{note}")
    if result.following:
        console.out(f"→ {result.following}")
    if result.arriving:
        console.note(f"[yellow]还有 {result.arriving} 条记录没有同步到本机[/] [dim]still arriving[/]")
    return Exit.CLEAN


@app.command()
def owed(
    person: Annotated[str, typer.Option("--as", help="谁的待办；不写则为所有人。Whose; everybody's by default.")] = "",
    ics: Annotated[Path | None, typer.Option("--ics", help="另存为日历文件。Also as a calendar file.")] = None,
    dept: options.Dept = None,
    as_json: options.Json = False,
) -> int:
    """列出应办未办的事和期限。 What is owed and what is overdue."""
    from ...commands.owed import calendar
    from ...commands.owed import owed as command
    from ...commands.saving import write_whole

    now = options.now()
    found = command(options.department(dept), now, person)
    if ics is not None:
        write_whole(ics, calendar(found, now).encode())
        console.note(f"日历文件:{console.plain(ics)} [dim]calendar written[/]")
    if as_json:
        console.data(
            [
                {"person": debt.person, "what": debt.what, "no": debt.no, "due": debt.due, "overdue": debt.overdue}
                for debt in found
            ]
        )
    else:
        for debt in found:
            late = "（已逾期）" if debt.overdue else ""
            console.out(f"{debt.due or '—'}{late}  {debt.person}  {debt.no}  {debt.what}")
        console.note(f"共 {len(found)} 项。 [dim]{len(found)} owed.[/]")
    return Exit.FINDINGS if any(debt.overdue for debt in found) else Exit.CLEAN


@ledger_app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="文件夹或数据库地址。A folder or an address.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="文件夹或数据库地址。A folder or an address.")],
) -> int:
    """把审批记录复制到另一处并核对。 Copy a ledger to another place and verify both."""
    from ...commands.ledger_copy import copy_ledger

    with console.bar() as progress:
        result = copy_ledger(source, target, progress)
    console.note(
        f"{result.records} 条记录，新复制 {result.new} 条，原处有 {result.faults} 处问题。 [dim]{result.new} copied.[/]"
    )
    return Exit.FINDINGS if result.faults else Exit.CLEAN


@ledger_app.command("restore")
def restore(dept: options.Dept = None) -> int:
    """把本机读到过、后来丢失的审批记录放回去。 Put back records that this computer has read and that are gone."""
    from ...commands.ledger_copy import restore as command

    console.note(f"放回 {command(options.department(dept))} 条记录。 [dim]put back[/]")
    return Exit.CLEAN
