"""What must hold for any department (hypothesis makes them).

1. The department is the sum of its regions (numerator and denominator), and so of its specialists and customers.
2. A period's count is the sum over its months, a year's over its quarters.
3. The order of workbooks and records does not matter.
4. Adding a record moves the KPI by exactly what the definition says.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.facts import Facts
from kamxl.domain.kpi import Answer, Figure, answer, kpis
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Record, Tables
from kamxl.domain.scope import DEPARTMENT, Scope, ScopeKind

from . import department as small

NAMES = [f"客户{number}" for number in range(6)]
OWNERS = (("华东", "张伟"), ("华南", "李娜"), ("华东", "王强"))
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
QUARTERS = st.builds(lambda year, n: f"{year}Q{n}", st.integers(2025, 2026), st.integers(1, 4))
MONEY = st.integers(0, 100_000)
CUSTOMER = st.sampled_from(NAMES)
PERIODS = st.one_of(
    st.builds(Period, st.integers(2025, 2026), st.integers(1, 4), st.just(PeriodKind.QUARTER)),
    st.builds(Period, st.integers(2025, 2026), st.just(1), st.just(PeriodKind.YEAR)),
)
IN_2027 = small.settings(today=date(2027, 6, 1))


@st.composite
def profile(draw: st.DrawFn, name: str) -> Record:
    region, specialist = draw(st.sampled_from(OWNERS))
    since = draw(st.none() | DAYS)
    lost = draw(st.none() | DAYS.map(lambda day: max(day, since or day)))
    return small.record("profile", {
        "customer": name, "region": region, "specialist": specialist, "since": since,
        "status": "流失" if lost else "合作", "lost_on": lost,
    }, NAMES.index(name) + 2)  # fmt: skip


@st.composite
def service(draw: st.DrawFn) -> Record:
    day = draw(DAYS)
    return small.record("service_log", {
        "date": day, "customer": draw(CUSTOMER), "category": draw(st.sampled_from(["投诉", "意见", "回访", "咨询"])),
        "valid": draw(st.sampled_from(["是", "否", None])), "limit_days": draw(st.none() | st.integers(0, 5)),
        "answered_on": draw(st.none() | st.integers(0, 7).map(lambda days: day + timedelta(days=days))),
    }, draw(st.integers(2, 99)))  # fmt: skip


def _listed(form: str, **fields: st.SearchStrategy) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries(fields).map(lambda raw: small.record(form, raw))


RECORD = st.one_of(
    service(),
    _listed("sales_plan", quarter=QUARTERS, customer=CUSTOMER, plan=st.none() | MONEY, actual=st.none() | MONEY),
    _listed("service_cost", quarter=QUARTERS, customer=CUSTOMER, budget=MONEY, spent=st.none() | MONEY),
    _listed("rating", year=st.integers(2025, 2026), customer=CUSTOMER, score=st.integers(0, 100),
            item=st.sampled_from(["客户满意度", "服务规范"])),
    _listed("development", no=st.text("0123456789", min_size=1, max_size=3), customer=CUSTOMER, applied_on=DAYS,
            sign_expected=st.none() | DAYS),
)  # fmt: skip
DEPARTMENTS = st.tuples(st.tuples(*(profile(name) for name in NAMES)), st.lists(RECORD, max_size=25)).map(
    lambda parts: [*parts[0], *parts[1]]
)


def figure(records: list[Record], kpi: str, period: Period, scope: Scope = DEPARTMENT) -> Figure:
    return found(records, kpi, period, scope).figure


def found(records: list[Record], kpi: str, period: Period, scope: Scope = DEPARTMENT) -> Answer:
    return answer(kpis()[kpi], period, scope, Facts(Tables.of(records), IN_2027))


def parts(figures: list[Figure]) -> tuple[Decimal, Decimal]:
    return sum(f.numerator for f in figures), sum(f.denominator or 0 for f in figures)


@given(records=DEPARTMENTS, period=PERIODS)
@settings(deadline=None, max_examples=40)
def test_the_department_is_the_sum_of_its_parts(records, period) -> None:
    facts = Facts(Tables.of(records), IN_2027)
    for kpi in kpis().values():
        whole = answer(kpi, period, DEPARTMENT, facts).figure
        for kind, names in (
            (ScopeKind.REGION, facts.scopes.regions),
            (ScopeKind.SPECIALIST, facts.scopes.specialists),
            (ScopeKind.CUSTOMER, facts.scopes.customers),
        ):
            split = [answer(kpi, period, Scope(kind, name), facts).figure for name in names]
            assert parts(split) == parts([whole]), (kpi.id, kind)


@given(records=DEPARTMENTS, year=st.integers(2025, 2026))
@settings(deadline=None, max_examples=40)
def test_a_count_is_the_sum_over_its_parts_in_time(records, year) -> None:
    whole = Period(year, 1, PeriodKind.YEAR)
    quarters = [Period(year, number, PeriodKind.QUARTER) for number in range(1, 5)]
    for kpi in ("churn", "complaints"):
        total = figure(records, kpi, whole).numerator
        assert total == sum(figure(records, kpi, quarter).numerator for quarter in quarters)
    for period in (whole, *quarters):
        months = sum(figure(records, "churn", month).numerator for month in period.months())
        assert figure(records, "churn", period).numerator == months


@given(records=DEPARTMENTS, period=PERIODS, data=st.data())
@settings(deadline=None, max_examples=40)
def test_order_does_not_matter(records, period, data) -> None:
    shuffled = data.draw(st.permutations(records))
    for kpi in kpis():
        before, after = figure(records, kpi, period), figure(shuffled, kpi, period)
        assert (before.numerator, before.denominator) == (after.numerator, after.denominator)


NEW = "新客户"
ADDED = [
    # What is added, and what it adds to (numerator, denominator) of which KPI in its own quarter.
    ("sales_plan", {"quarter": "2026Q3", "plan": 100, "actual": 40}, {"plan_rate": (40, 100)}),
    ("service_cost", {"quarter": "2026Q3", "budget": 10, "spent": 7}, {"cost_rate": (7, 10)}),
    ("service_log", {"date": "2026-07-05", "category": "投诉", "valid": "是"}, {"complaints": (1, 0)}),
    ("service_log", {"date": "2026-07-05", "category": "投诉", "valid": "否"}, {}),
    ("service_log", {"date": "2026-07-05", "category": "意见"}, {"feedback_rate": (0, 1)}),
    ("service_log", {"date": "2026-07-05", "category": "意见", "answered_on": "2026-07-06"}, {"feedback_rate": (1, 1)}),
    ("service_log", {"date": "2026-07-05", "category": "咨询", "answered_on": "2026-07-06"}, {"answer_rate": (1, 1)}),
    ("service_log", {"date": "2026-07-05", "category": "回访"}, {"revisit_rate": (0, 1)}),
    ("service_log", {"date": "2026-07-05", "category": "回访", "answered_on": "2026-07-05"}, {"revisit_rate": (1, 1)}),
    ("service_log", {"date": "2026-10-05", "category": "投诉", "valid": "是"}, {}),
    ("rating", {"year": "2026", "item": "客户满意度", "score": 77}, {"satisfaction": (77, 1)}),
    ("rating", {"year": "2026", "item": "服务规范", "score": 66}, {"service_score": (66, 1)}),
    ("rating", {"year": "2026", "item": "专业技能", "score": 5}, {}),
    ("development", {"no": "9", "applied_on": "2026-01-01", "sign_expected": "2026-07-01"}, {"dev_rate": (0, 1)}),
    ("profile", {"since": "2026-08-01", "status": "合作"}, {"new_rate": (1, 0), "profile_rate": (0, 1)}),
    ("profile", {"since": "2026-01-01", "status": "合作"},
     {"new_rate": (0, 1), "churn_rate": (0, 1), "profile_rate": (0, 1)}),
    ("profile", {"since": "2026-01-01", "status": "流失", "lost_on": "2026-09-30"},
     {"new_rate": (0, 1), "churn": (1, 0), "churn_rate": (1, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "raw", "moved"), ADDED)
@given(records=DEPARTMENTS)
@settings(deadline=None, max_examples=15)
def test_one_more_record_moves_exactly_its_kpis(records, form, raw, moved) -> None:
    quarter = Period(2026, 3, PeriodKind.QUARTER)
    more = [*records, small.record(form, {"customer": NEW, **raw}, 100)]
    for kpi in kpis():
        before, after = figure(records, kpi, quarter), figure(more, kpi, quarter)
        change = (after.numerator - before.numerator, (after.denominator or 0) - (before.denominator or 0))
        assert change == moved.get(kpi, (0, 0)), kpi
