"""``kamxl whatif`` and ``kamxl signs``: what would be, and what needs attention."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import console, options
from ..app import Exit, app

Quarter = Annotated[str, typer.Argument(metavar="QUARTER", help="季度：2026Q3、2026年第3季度、上季度。The quarter.")]
Changes = Annotated[
    list[str],
    typer.Option("--set", help="假设：“目标 大客户流失数=1”“权重 churn=30%”“无订单视为流失（月）=6”。A change."),
]
Who = Annotated[str, typer.Option("--as", help="只看谁的（姓名或登录名）。Only this person's.")]


@app.command()
def whatif(quarter: Quarter, changes: Changes, dept: options.Dept = None, as_json: options.Json = False) -> int:
    """假如目标、权重或流失定义改变，谁的考核会低于警告线。 Who would fall under the threshold."""
    from ...commands.whatif import whatif as command

    with console.bar() as progress:
        found = command(options.department(dept), quarter, changes, progress)
    if as_json:
        console.data(found.to_json())
        return Exit.CLEAN
    for change in found.changes:
        console.note(f"假设 {console.plain(change.what)}：{change.old} → {change.new}")
    for outcome in found.outcomes:
        now, then = (str(total) if total is not None else "—" for total in (outcome.now.total, outcome.then.total))
        mark = "  ↓口头警告" if outcome.falls else "  ↑不再警告" if outcome.rises else ""
        person = outcome.now.person
        console.out(f"{person.name}  {person.role.zh}  {now} → {then}  {outcome.then.level}{mark}")
    return Exit.CLEAN


@app.command()
def signs(who: Who = "", dept: options.Dept = None, as_json: options.Json = False) -> int:
    """列出预警：逾期未访、拜访不足、久无订单、等级变动、到期事项。 Early signs, the most urgent first."""
    from ...commands.signs import signs as command
    from ...report.risk import risks

    with console.bar() as progress:
        found = command(options.department(dept), who, progress)
    names = {risk.id: risk.zh for risk in risks()}
    if as_json:
        console.data(
            [
                {"sign": one.risk, "name": names[one.risk], "level": one.level.zh, "customer": one.customer,
                 "specialist": one.specialist, "seen": one.seen, "advice": one.advice}
                for one in found
            ]
        )  # fmt: skip
    else:
        for one in found:
            console.out(f"{one.level.zh}  {names[one.risk]}  {one.customer or '—'}  {one.specialist}  {one.seen}")
    return Exit.FINDINGS if found else Exit.CLEAN
