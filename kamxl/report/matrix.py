"""The sheet that compares scopes (regions or specialists): a matrix of all KPIs, then sales and customers, then charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from ..domain.kpi import DEPARTMENT, Kpi, Scope
from ..domain.targets import tolerance
from .board import Board, Claim, bounds, say_target
from .cells import Area, Band, Cell, Column, Content
from .charts import Series, bar_chart, column_chart
from .page import Kit, Page

_NAME_WIDTH, _KPI_WIDTH = 16.0, 11.0
_WAN = Decimal(10_000)
Scopes = Sequence[tuple[str, Scope]]


def draw_matrix(kit: Kit, name: str, what: str, scopes: Scopes) -> None:
    """``what`` is the Chinese word for one scope (区域, 专员)."""
    board, period = kit.board, kit.edition.period
    page = Page(kit, name, (_NAME_WIDTH, *(_KPI_WIDTH for _ in board.kpis)))
    page.title(
        f"各{what}KPI对比（{period.zh}）",
        f"共 {len(scopes)} 个{what}；绿色=达标，黄色=接近，红色=未达标，未着色=未设目标或无数据",
    )
    columns = [Column(what, "center"), *(Column(kpi.zh) for kpi in board.kpis)]
    rows: list[Sequence[Content] | Band] = [
        Band(["部门目标", *_targets(board, DEPARTMENT)], ("none",)),
        Band(["全部门", *(Claim(kpi, DEPARTMENT, period) for kpi in board.kpis)]),
    ]
    if scopes:
        rows.append(Band([f"{what}目标", *_targets(board, scopes[0][1])], ("none",)))
    rows += [[label, *(Claim(kpi, scope, period) for kpi in board.kpis)] for label, scope in scopes]
    area = page.table(columns, rows)
    _colour(page, board, area.starts, (area.first + 1, area.first + 1), DEPARTMENT)
    if scopes:
        _colour(page, board, area.starts, (area.first + 3, area.last), scopes[0][1])
    page.gap()
    money = _business(page, what, board, scopes)
    page.gap()
    if scopes:
        page.charts(_charts(kit, what, money), height=page.room(least=280, most=420))


def _targets(board: Board, scope: Scope) -> list[Content]:
    return [Cell(say_target(kpi, board.target(kpi, scope)), ("center",)) for kpi in board.kpis]


def _colour(page: Page, board: Board, starts: Sequence[int], rows: tuple[int, int], scope: Scope) -> None:
    """Conditional formats against the target, so that the colours follow when somebody edits a figure."""
    for index, kpi in enumerate(board.kpis, 1):
        target = board.target(kpi, scope)
        if target is not None:
            page.lights(*rows, starts[index], bounds(kpi, target), partial(tolerance, kpi))


def _business(page: Page, what: str, board: Board, scopes: Scopes) -> Area:
    page.section(f"各{what}销售、客户与费用")
    columns = (
        Column(what, "center"),
        Column("计划额（万元）", "wan"),
        Column("实际额（万元）", "wan"),
        Column("销售计划完成率"),
        Column("期初客户（家）", "count"),
        Column("新增客户（家）", "count"),
        Column("流失客户（家）", "count"),
        Column("期末客户（家）", "count"),
        Column("有效投诉（次）", "count"),
        Column("服务预算（万元）", "wan"),
        Column("服务开支（万元）", "wan"),
    )
    rows: list[Sequence[Content] | Band] = [_business_row(board, label, scope) for label, scope in scopes]
    rows.append(Band(_business_row(board, "合计", DEPARTMENT)))
    area = page.table(columns, rows)
    return replace(area, last=max(area.first, area.last - 1))


def _business_row(board: Board, label: str, scope: Scope) -> list[Content]:
    period = board.edition.period
    plan, cost, complaints = (board.kpi(kpi_id) for kpi_id in ("plan_rate", "cost_rate", "complaints"))
    moved = board.movement(scope)
    return [
        label,
        _wan(board, plan, scope, "denominator"),
        _wan(board, plan, scope, "numerator"),
        Claim(plan, scope, period) if plan else None,
        moved.opening,
        moved.won,
        moved.lost,
        moved.closing,
        Claim(complaints, scope, period) if complaints else None,
        _wan(board, cost, scope, "denominator"),
        _wan(board, cost, scope, "numerator"),
    ]


def _wan(board: Board, kpi: Kpi | None, scope: Scope, part: str) -> Decimal | None:
    """A rate's numerator or denominator in 万元."""
    if kpi is None:
        return None
    figure = board.figure(kpi, scope)
    amount = figure.numerator if part == "numerator" else figure.denominator
    return None if amount is None else amount / _WAN


def _charts(kit: Kit, what: str, money: Area) -> list[Any]:
    names = money.column(0)
    return [
        column_chart(
            kit,
            f"各{what}销售计划与实际",
            (what, "金额（万元）"),
            names,
            [Series("计划额", money.column(1), "#,##0"), Series("实际额", money.column(2), "#,##0")],
        ),
        bar_chart(kit, f"各{what}销售计划完成率", (what, "完成率"), names, [Series("完成率", money.column(3), "0.0%")]),
        column_chart(
            kit,
            f"各{what}流失客户与有效投诉",
            (what, "家（次）"),
            names,
            [Series("流失客户", money.column(6), "0"), Series("有效投诉", money.column(8), "0")],
        ),
    ]
