"""某人应办未办的事：审批、拜访记录、周报及客户预警，按期限排列。What a person owes, and early signs of own customers.

Columns: 事项, 客户/编号, 期限, 状态; one row 无 when there is nothing.
"""

from __future__ import annotations

from ...report.risk import Watch, risks, signs
from ..desk import Desk
from ..function import Argument, Function, help_of
from ..values import Grid

HEAD = ("事项", "客户/编号", "期限", "状态")


def call(desk: Desk, person: object) -> Grid:
    name = desk.person(person).name
    rows: Grid = [list(HEAD)]
    for debt in desk.snapshot.debts:
        if debt.person == name:
            due = f"{debt.due:%Y-%m-%d}" if debt.due else ""
            rows.append([debt.what, debt.no, due, "逾期" if debt.overdue else "待办"])
    kinds = {risk.id: risk.zh for risk in risks()}
    for sign in signs(Watch(desk.facts, desk.this_quarter, desk.today)):
        if sign.specialist == name:
            rows.append([f"{kinds[sign.risk]}：{sign.seen}", sign.customer, "", f"预警（{sign.level.zh}）"])
    return rows if len(rows) > 1 else [*rows, ["无", "", "", ""]]


FUNCTION = Function(
    name="KAM_OWED",
    zh="应办事项",
    en="What is owed",
    args=(Argument("person", "人员", "姓名或登录名"),),
    call=call,
    help=help_of(call),
    example='=KAM_OWED("张伟")',
    array=True,
)
