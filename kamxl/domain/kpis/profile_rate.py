"""大客户信息档案完整性：期末合作客户中档案完整有效的 ÷ 全部。Complete profiles over those of the customers active at the end.

Unit: a fraction; any period, scored yearly. Complete: every required field of 客户档案表 is filled in and can be read. The
profiles are those of today: what was missing then and is filled in now counts as filled in. With the setting
档案完整率按字段计算 it is filled required fields ÷ required fields. Nobody active: no value.
Source: the manual, 定性指标 1 “大客户信息档案完整、无缺”.
Right: ``=KAM_PROFILE_RATE(2026,"华东")``. Wrong: ``=KAM_PROFILE_RATE("华东")`` (the period comes first).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..form import forms
from ..kpi import Evidence, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind


def measure(question: Question) -> Figure:
    profiles = _by_field(question) if question.settings.rules.profile_by_field else _by_profile(question)
    return Figure.ratio(profiles)


def _by_profile(question: Question) -> Iterator[Evidence]:
    required = tuple(field.id for field in forms()["profile"].required)
    for customer in question.customers:
        if not customer.active_on(question.span.end):
            continue
        yield Evidence(customer.profile, ("customer", "since"), part=Part.DENOMINATOR, key=customer.name)
        if all(field in customer.profile.values for field in required):
            yield Evidence(customer.profile, required, key=customer.name)


def _by_field(question: Question) -> Iterator[Evidence]:
    required = tuple(field.id for field in forms()["profile"].required)
    for customer in question.customers:
        if not customer.active_on(question.span.end):
            continue
        filled = tuple(field for field in required if field in customer.profile.values)
        yield Evidence(customer.profile, required, Decimal(len(required)), Part.DENOMINATOR, customer.name)
        yield Evidence(customer.profile, filled, Decimal(len(filled)), key=customer.name)


KPI = Kpi(
    id="profile_rate",
    number="09",
    zh="大客户信息档案完整性",
    en="Profiles complete",
    unit=Unit.RATE,
    periods=(PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("profile", "sales_plan", "contract"),
    definition="完整有效的档案 ÷ 合作客户档案",
    source_zh="大客户部",
    measure=measure,
    yearly=True,
)
