"""Which target holds for a figure, and the light that it gives."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from .kpi import Kpi, Unit
from .people import Role
from .scope import Scope, ScopeKind
from .settings import Settings, Target

_DEPARTMENT = "部门"
_TOLERANCE = Decimal("0.1")


class Scoring(StrEnum):
    """How a value is judged against its target, as 设置·指标 names it."""

    HIGHER = "越高越好"
    LOWER = "越低越好"
    BAND = "区间"


class Light(StrEnum):
    """A figure's light. ``NONE``: no value or no target."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = ""

    @property
    def zh(self) -> str:
        return {"green": "绿", "yellow": "黄", "red": "红", "": "—"}[self.value]


def target_for(kpi: Kpi, scope: Scope, settings: Settings) -> Target | None:
    """The row of 设置·指标 that holds for a scope.

    The department: a row for 部门, else for everybody (适用角色 blank), else for the manager. A region or a specialist: a
    row for 区域大客户专员, else for everybody. A customer has targets for rates and scores only, the same as its specialist's.
    """
    if scope.kind is ScopeKind.DEPARTMENT:
        return _first(kpi, settings, (_DEPARTMENT, "", Role.MANAGER.zh))
    if scope.kind is ScopeKind.CUSTOMER and kpi.unit is Unit.COUNT:
        return None
    return target_of_role(kpi, Role.SPECIALIST, settings)


def target_of_role(kpi: Kpi, role: Role, settings: Settings) -> Target | None:
    """The row by which a person of that role is appraised: the role's own, else everybody's; the manager's also 部门's."""
    return _first(kpi, settings, (role.zh, _DEPARTMENT, "") if role is Role.MANAGER else (role.zh, ""))


def _first(kpi: Kpi, settings: Settings, roles: tuple[str, ...]) -> Target | None:
    own = {target.role: target for target in reversed(settings.targets) if target.kpi in (kpi.id, kpi.zh, kpi.udf)}
    return next((own[role] for role in roles if role in own), None)


def scoring_of(kpi: Kpi, target: Target) -> Scoring:
    """The row's 评分规则; blank means the KPI's own direction."""
    if target.rule:
        return Scoring(target.rule)
    return Scoring.HIGHER if kpi.higher_is_better else Scoring.LOWER


def light(kpi: Kpi, value: Decimal | None, target: Target | None) -> Light:
    """Green: the target is met. Yellow: missed by at most a tenth of it (a count: by at most 1). Red: by more.

    A band is met between 区间下限 and 区间上限, both included; the tenth is of the edge that was missed.
    """
    if value is None or target is None:
        return Light.NONE
    if scoring_of(kpi, target) is Scoring.BAND:
        return _band(kpi, value, target)
    if target.target is None:
        return Light.NONE
    missed = target.target - value if scoring_of(kpi, target) is Scoring.HIGHER else value - target.target
    return _graded(kpi, missed, target.target)


def _band(kpi: Kpi, value: Decimal, target: Target) -> Light:
    if target.low is None or target.high is None:
        return Light.NONE
    if value < target.low:
        return _graded(kpi, target.low - value, target.low)
    return _graded(kpi, value - target.high, target.high)


def _graded(kpi: Kpi, missed: Decimal, edge: Decimal) -> Light:
    if missed <= 0:
        return Light.GREEN
    return Light.YELLOW if missed <= tolerance(kpi, edge) else Light.RED


def tolerance(kpi: Kpi, edge: Decimal) -> Decimal:
    """By how much a target may be missed and still be yellow."""
    return Decimal(1) if kpi.unit is Unit.COUNT else abs(edge) * _TOLERANCE
