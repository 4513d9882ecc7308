"""One sentence about a KPI's result, as an analyst would put it: target, change, and where it is weakest."""

from __future__ import annotations

from decimal import Decimal

from ..domain.kpi import Kpi, Scope, ScopeKind, Unit
from ..domain.targets import Light
from .board import Board, bounds, difference, say_difference, say_value


def comment(board: Board, kpi: Kpi) -> str:
    """What the figure says. Built from figures only, so the same data always give the same sentence."""
    value = board.value(kpi)
    if value is None:
        return "本期无数据（分母为零或未填报）"
    said = [
        part for part in (_against_target(board, kpi, value), _change(board, kpi, value), _weakest(board, kpi)) if part
    ]
    return "；".join(said)


def _against_target(board: Board, kpi: Kpi, value: Decimal) -> str:
    target = board.target(kpi)
    light = board.light(kpi)
    if target is None or light is Light.NONE:
        return "未设目标"
    low, high = bounds(kpi, target)
    if light is Light.GREEN:
        return "达到目标"
    missed_by = low - value if low is not None and value < low else value - (high or Decimal(0))
    size = say_difference(kpi, missed_by * (100 if kpi.unit is Unit.RATE else 1))
    return f"比目标{'低' if low is not None and value < low else '高'}{size}"


def _change(board: Board, kpi: Kpi, value: Decimal) -> str:
    change = difference(kpi, value, board.value(kpi, period=board.edition.period.previous))
    if change is None:
        return ""
    if round(change, 1) == 0:
        return "与上季度持平"
    return f"比上季度{'升' if change > 0 else '降'}{say_difference(kpi, change)}"


def _weakest(board: Board, kpi: Kpi) -> str:
    """The region that pulls the figure, where regions differ."""
    found = [
        (value, region)
        for region in board.regions()
        if (value := board.value(kpi, Scope(ScopeKind.REGION, region))) is not None
    ]
    values = {value for value, _ in found}
    if len(values) < 2:
        return ""
    worst = min(values) if kpi.higher_is_better else max(values)
    names = "、".join(region for value, region in found if value == worst)
    return f"{names}{'最低' if kpi.higher_is_better else '最高'}（{say_value(kpi, worst)}）"
