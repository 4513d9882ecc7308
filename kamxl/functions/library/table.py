"""各区域（或专员、客户）的指标表，带表头和全部门合计行。A table of KPIs by region, specialist or customer, with the department.

The first row are the KPIs' names, the first column the regions; a value that does not exist is #N/A in its cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.kpi import Kpi, answer, kpis
from ...domain.scope import DEPARTMENT, Scope, ScopeKind
from ..desk import Desk
from ..function import PERIOD, Argument, Function, help_of
from ..values import CellError, Grid, Plain, grid, is_blank, number, refuse, single

_BY = {
    "": ScopeKind.REGION,
    "0": ScopeKind.REGION,
    "区域": ScopeKind.REGION,
    "专员": ScopeKind.SPECIALIST,
    "客户": ScopeKind.CUSTOMER,
    "部门": ScopeKind.DEPARTMENT,
} | {kind.value: kind for kind in ScopeKind}


def call(desk: Desk, period: object, by: object = None, kpi_list: object = None) -> Grid:
    when = desk.period(period)
    wanted = tuple(_chosen(desk, kpi_list)) or tuple(kpis().values())
    rows: Grid = [[when.zh, *(kpi.zh for kpi in wanted)]]
    for scope in (*_scopes(desk, by), DEPARTMENT):
        values: list[Plain] = []
        for kpi in wanted:
            found = answer(kpi, when, scope, desk.facts).value
            values.append(CellError.NA if found is None else number(found))
        rows.append([scope.zh, *values])
    return rows


def _scopes(desk: Desk, by: object) -> Iterator[Scope]:
    given = single(by)
    word = "" if is_blank(given) else str(given).strip().removesuffix(".0")
    if word not in _BY:
        raise refuse("unknown_by", text=word)
    kind = _BY[word]
    names = {
        ScopeKind.REGION: desk.facts.scopes.regions,
        ScopeKind.SPECIALIST: desk.facts.scopes.specialists,
        ScopeKind.CUSTOMER: desk.facts.scopes.customers,
        ScopeKind.DEPARTMENT: (),
    }[kind]
    return (Scope(kind, name) for name in names)


def _chosen(desk: Desk, kpi_list: object) -> Iterator[Kpi]:
    """The KPIs of a text list (separated by comma or 、) or of a range."""
    for row in grid(kpi_list):
        for cell in row:
            text = single(cell)
            if is_blank(text) or text == 0:
                continue
            for name in str(text).replace("、", ",").replace("，", ",").split(","):
                if name.strip():
                    yield desk.kpi(name)


FUNCTION = Function(
    name="KAM_TABLE",
    zh="指标表",
    en="KPI table",
    args=(
        PERIOD,
        Argument("by", "分组", "区域、专员、客户或部门；留空为区域", optional=True, each=False),
        Argument("kpis", "指标", "指标名，用逗号或顿号隔开，或一片单元格；留空为全部", optional=True, each=False),
    ),
    call=call,
    help=help_of(call),
    example='=KAM_TABLE("2026Q3","区域","plan_rate,churn")',
    array=True,
)
