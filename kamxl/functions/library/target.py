"""指标的目标值（设置.xlsx 的“指标”表）。A KPI's target.

The row for 部门 holds for the whole department, that of 区域大客户专员 for a region, a specialist or a customer. No target: #N/A.
"""

from __future__ import annotations

from ...domain.targets import target_for
from ...errors import say
from ..desk import Desk
from ..function import ID, SCOPE, Function, help_of
from ..values import Plain, missing, number


def call(desk: Desk, kpi: object, scope: object = None) -> Plain:
    wanted = desk.kpi(kpi)
    row = target_for(wanted, desk.scope(scope), desk.snapshot.settings)
    if row is None or row.target is None:
        raise missing(say("kpis.no_target", kpi=wanted.zh))
    return number(row.target)


FUNCTION = Function(
    name="KAM_TARGET",
    zh="指标目标值",
    en="Target",
    args=(ID, SCOPE),
    call=call,
    help=help_of(call),
    example='=KAM_TARGET("plan_rate")',
)
