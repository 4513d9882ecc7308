"""大客户信息档案完整性：期末合作客户中档案完整有效的 ÷ 全部。Complete profiles over those of the customers active at the end.

Unit: a fraction; any period, scored yearly. Complete: every required field of 客户档案表 is filled in and can be read. The
profiles are those of today: what was missing then and is filled in now counts as filled in. With the setting
档案完整率按字段计算 it is filled required fields ÷ required fields. Nobody active: no value.
Source: the manual, 定性指标 1 “大客户信息档案完整、无缺”.
Right: ``=KAM_PROFILE_RATE(2026,"华东")``. Wrong: ``=KAM_PROFILE_RATE("华东")`` (the period comes first).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..facts import Facts
from ..form import forms
from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind


def measure(question: Question) -> Figure:
    by_field = question.settings.rules.profile_by_field
    return Figure.ratio(_by_field(question) if by_field else _by_profile(question))


def _by_profile(question: Question) -> Counted:
    active, filled = question.customers.active_on(question.span.end), _filled(question.facts)
    whole = len(_required())
    return Counted(
        active,
        Adds(Part.DENOMINATOR, ("customer", "since")),
        Adds(Part.NUMERATOR, _required(), [1 if len(filled[name]) == whole else None for name in active.names]),
    )


def _by_field(question: Question) -> Counted:
    active, filled = question.customers.active_on(question.span.end), _filled(question.facts)
    mine = [filled[name] for name in active.names]
    return Counted(
        active,
        Adds(Part.DENOMINATOR, _required(), [len(_required())] * len(active)),
        Adds(Part.NUMERATOR, amounts=list(map(len, mine)), own_fields=mine),
    )


@cache
def _required() -> tuple[str, ...]:
    return tuple(field.id for field in forms()["profile"].required)


def _filled(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Of each customer the required fields of the profile that are filled in and can be read."""

    def made() -> dict[str, tuple[str, ...]]:
        profiles, required = facts.tables.table("profile"), _required()
        found: dict[str, tuple[str, ...]] = {}
        for name, *held in zip(profiles.texts("customer"), *map(profiles.values, required), strict=True):
            filled = (
                required
                if None not in held
                else tuple(f for f, one in zip(required, held, strict=True) if one is not None)
            )
            found.setdefault(name, filled)  # the first profile of a name counts
        return found

    return facts.once("filled", made)


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
