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

from ..counted import Amount
from ..facts import Facts
from ..form import forms
from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..members import Members
from ..periods import PeriodKind


def measure(question: Question) -> Figure:
    adds = _by_field() if question.settings.rules.profile_by_field else _by_profile()
    return Figure.ratio(Counted(question, question.customers.active_on(question.span.end), adds))


@cache
def _by_profile() -> tuple[Adds, ...]:
    return (
        Adds(Part.DENOMINATOR, ("customer", "since")),
        Adds(Part.NUMERATOR, _required(), _complete),
    )


@cache
def _by_field() -> tuple[Adds, ...]:
    return (
        Adds(Part.DENOMINATOR, _required(), lambda _, active: [len(_required())] * len(active)),
        Adds(Part.NUMERATOR, amounts=_how_many, own_fields=_filled_fields),
    )


def _complete(question: Question, active: Members) -> list[Amount]:
    filled, whole = _filled(question.facts), _required()
    return [1 if filled[name] is whole else None for name in active.customers]


def _how_many(question: Question, active: Members) -> list[Amount]:
    return [*map(len, _filled_fields(question, active))]


def _filled_fields(question: Question, active: Members) -> list[tuple[str, ...]]:
    return [*map(_filled(question.facts).__getitem__, active.customers)]


@cache
def _required() -> tuple[str, ...]:
    return tuple(field.id for field in forms()["profile"].required)


def _filled(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Of each customer the required fields of the profile that are filled in and can be read: ``_required()`` if all are."""

    def made() -> dict[str, tuple[str, ...]]:
        profiles, required = facts.tables.table("profile"), _required()
        filled = [required] * len(profiles)
        lacking = [field for field in required if type(None) in profiles.kinds(field)]
        for number, held in enumerate(zip(*map(profiles.values, lacking), strict=True)):
            if None in held:
                blank = {field for field, value in zip(lacking, held, strict=True) if value is None}
                filled[number] = tuple(field for field in required if field not in blank)
        return dict(
            zip(reversed(profiles.texts("customer")), reversed(filled), strict=True)
        )  # a name's first profile counts

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
