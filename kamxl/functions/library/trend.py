"""指标最近 n 个季度（含本季度）的走势：期间和数值两列。A KPI's last n quarters up to the current one: labels and values.

The oldest quarter comes first; a quarter without a value is #N/A in its cell.
"""

from __future__ import annotations

from ...domain.kpi import answer
from ..desk import Desk
from ..function import ID, SCOPE, Argument, Function, help_of
from ..values import CellError, Grid, number

_MOST = 40


def call(desk: Desk, kpi: object, n: object, scope: object = None) -> Grid:
    wanted, count, whose = desk.kpi(kpi), desk.count(n, "n", _MOST), desk.scope(scope)
    rows: Grid = []
    for steps in range(1 - count, 1):
        quarter = desk.this_quarter.shifted(steps)
        found = answer(wanted, quarter, whose, desk.facts).value
        rows.append([quarter.label, CellError.NA if found is None else number(found)])
    return rows


FUNCTION = Function(
    name="KAM_TREND",
    zh="指标走势",
    en="Trend",
    args=(ID, Argument("n", "季度数", "1 到 40 的整数"), SCOPE),
    call=call,
    help=help_of(call),
    example='=KAM_TREND("churn",8,"华东")',
    array=True,
)
