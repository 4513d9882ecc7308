"""The department's settings, typed: who works here, KPI targets, the rules' numbers, own rules, other labels, the calendar.

They come from ``设置.xlsx`` and nowhere else; a row or a whole sheet that is missing leaves the default of domain.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..dataclass import dataclass
from .check import Check
from .people import Staff
from .workdays import WorkCalendar


class Rules(BaseModel):
    """设置·规则: every number and switch, with the default of domain.md. The title is its name on the sheet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls_per_day: int = Field(3, ge=0, le=50, title="每天登门拜访次数")
    visits_per_week: int = Field(12, ge=0, le=200, title="每周面对面拜访次数")
    record_due_days: int = Field(3, ge=0, le=60, title="拜访记录期限（工作日）")
    grade_a_share: Decimal = Field(Decimal("0.80"), gt=0, le=1, title="A级累计占比")
    grade_b_share: Decimal = Field(Decimal("0.95"), gt=0, le=1, title="B级累计占比")
    vip_count: int = Field(20, ge=0, le=1000, title="VIP客户数")
    warning_score: Decimal | None = Field(None, ge=0, le=100, title="警告分数线")
    fiscal_first_month: int = Field(1, ge=1, le=12, title="财年首月")
    answer_days: int = Field(3, ge=0, le=60, title="标准反馈时限（天）")
    churn_idle_months: int = Field(0, ge=0, le=60, title="无订单视为流失（月）")
    churn_rate_with_new: bool = Field(False, title="流失率分母含新客户")
    profile_by_field: bool = Field(False, title="档案完整率按字段计算")
    budget_tolerance: Decimal = Field(Decimal("0"), ge=0, le=1, title="报销超预算容许比例")
    director_budget: Decimal = Field(Decimal("0"), ge=0, title="需总监审批的预算额")
    finance_budget: Decimal | None = Field(None, ge=0, title="需财务会审的预算额")
    outside_sales_amount: Decimal = Field(Decimal("500000"), ge=0, title="转外部销售的商机金额")
    share_sold: bool = Field(True, title="向客户开放销售数量")
    share_revenue: bool = Field(False, title="向客户开放销售额")
    share_stock: bool = Field(True, title="向客户开放库存数量")
    resubmit_from_start: bool = Field(False, title="重新提交从头审批")
    finance_all: bool = Field(False, title="财务会签（全部同意）")
    decision_days: int | None = Field(None, ge=1, le=60, title="审批期限（工作日）")
    ask_same_person_once: bool = Field(True, title="同一人只审一次")
    notes_on_cells: bool = Field(False, title="校验结果写成批注")

    @model_validator(mode="after")
    def _shares_in_order(self) -> Rules:
        if self.grade_a_share > self.grade_b_share:
            raise ValueError("A级累计占比 > B级累计占比")
        return self


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
