"""The department's settings, typed: who works here, KPI targets, the rules' numbers, own rules, other labels, the calendar.

They come from ``设置.xlsx`` and nowhere else; a row or a whole sheet that is missing leaves the default of domain.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ..dataclass import dataclass
from .check import Check
from .people import Staff
from .workdays import WorkCalendar


def _rule(default: Any, title: str, **limits: int) -> Any:
    return field(default=default, metadata={"title": title, "limits": limits})


@dataclass(frozen=True, kw_only=True)
class Rules:
    """设置·规则: every number and switch, with the default of domain.md; the text is its name on the sheet.

    What comes from outside becomes one in ``guard.py``, which keeps to the limits.
    """

    calls_per_day: int = _rule(3, "每天登门拜访次数", ge=0, le=50)
    visits_per_week: int = _rule(12, "每周面对面拜访次数", ge=0, le=200)
    record_due_days: int = _rule(3, "拜访记录期限（工作日）", ge=0, le=60)
    grade_a_share: Decimal = _rule(Decimal("0.80"), "A级累计占比", gt=0, le=1)
    grade_b_share: Decimal = _rule(Decimal("0.95"), "B级累计占比", gt=0, le=1)
    vip_count: int = _rule(20, "VIP客户数", ge=0, le=1000)
    warning_score: Decimal | None = _rule(None, "警告分数线", ge=0, le=100)
    fiscal_first_month: int = _rule(1, "财年首月", ge=1, le=12)
    answer_days: int = _rule(3, "标准反馈时限（天）", ge=0, le=60)
    churn_idle_months: int = _rule(0, "无订单视为流失（月）", ge=0, le=60)
    churn_rate_with_new: bool = _rule(False, "流失率分母含新客户")
    profile_by_field: bool = _rule(False, "档案完整率按字段计算")
    budget_tolerance: Decimal = _rule(Decimal("0"), "报销超预算容许比例", ge=0, le=1)
    director_budget: Decimal = _rule(Decimal("0"), "需总监审批的预算额", ge=0)
    finance_budget: Decimal | None = _rule(None, "需财务会审的预算额", ge=0)
    outside_sales_amount: Decimal = _rule(Decimal("500000"), "转外部销售的商机金额", ge=0)
    share_sold: bool = _rule(True, "向客户开放销售数量")
    share_revenue: bool = _rule(False, "向客户开放销售额")
    share_stock: bool = _rule(True, "向客户开放库存数量")
    resubmit_from_start: bool = _rule(False, "重新提交从头审批")
    finance_all: bool = _rule(False, "财务会签（全部同意）")
    decision_days: int | None = _rule(None, "审批期限（工作日）", ge=1, le=60)
    ask_same_person_once: bool = _rule(True, "同一人只审一次")
    notes_on_cells: bool = _rule(False, "校验结果写成批注")


@dataclass(frozen=True, slots=True)
class RuleField:
    """What a rule may be: its name on the sheet, its default, its kind, whether it may be left unset, and its limits."""

    title: str
    default: int | Decimal | None
    kind: type[int] | type[Decimal]
    optional: bool
    limits: Mapping[str, int]


@cache
def rule_fields() -> Mapping[str, RuleField]:
    """Every rule by the name of its field, in the order of the sheet."""
    return {each.name: _described(each) for each in fields(Rules)}


def _described(rule: Field[Any]) -> RuleField:
    kind, _, unset = str(rule.type).partition(" | ")
    default: Any = rule.default
    return RuleField(rule.metadata["title"], default, _KINDS[kind], bool(unset), rule.metadata["limits"])


_KINDS: dict[str, type[int] | type[Decimal]] = {"int": int, "Decimal": Decimal, "bool": bool}


@dataclass(frozen=True, slots=True)
class Target:
    """One row of 设置·指标: what is wanted of a KPI and how it is scored."""

    kpi: str
    target: Decimal | None = None
    weight: Decimal = Decimal(0)
    rule: str = ""
    floor: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a department decides for itself.

    ``aliases`` maps (form id, field id) to further labels; ``targets`` and ``checks`` are in their sheets' order.
    """

    staff: Staff = field(default_factory=lambda: Staff(()))
    rules: Rules = field(default_factory=lambda: Rules())
    targets: tuple[Target, ...] = ()
    aliases: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    checks: tuple[Check, ...] = ()
    today: date = date.min

    @property
    def has_today(self) -> bool:
        """Whether it is known which day it is; without it nothing counts as future."""
        return self.today != date.min
