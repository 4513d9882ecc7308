"""When a customer is active, and the second churn rule.

1. Active from 合作开始日期 to the day before 流失日期; a customer without a beginning never is.
2. No order for N months means lost on that day, until the next order; a silence that is not over yet is none.
3. What the profile states outweighs a silence that ends later.
4. The second rule moves churn, churn_rate and the opening count together: opening + new − lost + back = closing.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.customers import Customers, months_after, months_before
from kamxl.domain.periods import parse_period
from kamxl.domain.records import Tables

from .department import TODAY, ask, facts, profiles, rows, settings, value

ORDERS = """
    | quarter | customer | plan | actual |
    | 2025Q1  | 甲机电   | 1    | 5      |
    | 2025Q2  | 甲机电   | 1    | 0      |
    | 2026Q1  | 甲机电   | 1    | 5      |
    | 2026Q2  | 甲机电   | 1    |        |
    | 2026Q1  | 丁食品   | 1    | 5      |
    | 2026Q3  | 乙化工   | 1    | 5      |
"""


def idle(months: int):
    contracts = rows("contract", "| customer | signed_on |\n| 丁食品 | 2026-07-15 |\n| 丁食品 | |")
    return facts(profiles(), rows("sales_plan", ORDERS), contracts, use=settings(churn_idle_months=months))


def test_active_days() -> None:
    customers = Customers.of(Tables.of(profiles()))
    lost = customers.get("乙化工")
    assert [lost.active_on(date(2026, 8, day)) for day in (19, 20)] == [True, False]
    assert [lost.active_on(date(2026, 8, day)) for day in (19, 20)] == [True, False]
    assert [lost.active_on(date(2025, 5, 31)), lost.active_on(date(2025, 6, 1))] == [False, True]
    assert (lost.lost_on, customers.get("甲机电").lost_on) == (date(2026, 8, 20), None)
    assert not customers.get("己物流").active_on(date(2026, 8, 1))
    assert ("甲机电" in customers, "陌生" in customers, customers.get("陌生")) == (True, False, None)


def test_the_first_of_two_profiles_counts() -> None:
    twice = rows("profile", "| customer | region |\n| 甲机电 | 华北 |\n| 甲机电 | 华东 |\n| | 华东 |")
    assert [customer.region for customer in Customers.of(Tables.of(twice))] == ["华北"]


def test_silence_is_a_loss_until_the_next_order() -> None:
    silent = idle(6).customers
    assert [(loss.day, loss.back) for loss in silent.get("甲机电").losses] == [
        (date(2025, 9, 30), date(2026, 3, 31)),
        (date(2026, 9, 30), None),
    ]
    # 丁 began on 2025-01-05, was silent to 2026-03-31, and signed a contract in July.
    assert [(loss.day, loss.back) for loss in silent.get("丁食品").losses] == [(date(2025, 7, 5), date(2026, 3, 31))]
    assert silent.get("己物流").losses == ()


def test_the_profiles_loss_ends_the_story() -> None:
    # 乙 began on 2025-06-01 and never ordered before the profile says 流失 on 2026-08-20: already lost on 2025-12-01.
    assert [(loss.day, loss.back) for loss in idle(6).customers.get("乙化工").losses] == [
        (date(2025, 12, 1), date(2026, 9, 30))
    ]
    # 16 months: the silence would end after the profile's day, which counts.
    assert [loss.day for loss in idle(16).customers.get("乙化工").losses] == [date(2026, 8, 20)]


def test_a_loss_before_and_one_that_the_profile_states() -> None:
    table = rows("profile", "| customer | status | since | lost_on |\n| 甲机电 | 流失 | 2025-01-01 | 2026-08-20 |")
    orders = rows("sales_plan", "| quarter | customer | actual |\n| 2026Q1 | 甲机电 | 5 |")
    found = facts(table, orders, use=settings(churn_idle_months=12)).customers.get("甲机电")
    assert [(loss.day, loss.back) for loss in found.losses] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 8, 20), None),
    ]


def test_silence_moves_the_kpis() -> None:
    # Silent for 6 months in 2026Q3: 甲 on 30 September. 戊 (never ordered) was lost in 2025, and 乙 too.
    assert value(idle(6), "churn", "2026Q3") == 1
    assert [(e.key, e.record.form) for e in ask(idle(6), "churn", "2026Q3").figure.evidence] == [
        ("甲机电", "sales_plan")
    ]
    assert value(idle(6), "churn_rate", "2026Q3") == Decimal(1) / 2
    assert value(idle(6), "new_rate", "2026Q3") == Decimal(1) / 2


@pytest.mark.parametrize("period", ["2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2025", "2026-09"])
@pytest.mark.parametrize("months", [0, 6, 12])
def test_the_books_balance(months, period) -> None:
    found = idle(months)
    span = parse_period(period, today=TODAY).span
    opening = sum(c.active_on(span.start - timedelta(days=1)) for c in found.customers)
    new = sum(c.since is not None and c.since in span for c in found.customers)
    lost = sum(loss.day in span for c in found.customers for loss in c.losses)
    back = sum(loss.back is not None and loss.back in span for c in found.customers for loss in c.losses)
    assert opening + new - lost + back == sum(c.active_on(span.end) for c in found.customers)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_months_after(day, months, expected) -> None:
    assert months_after(day, months) == expected


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(0, 60))
def test_months_before_is_the_last_day_from_which_so_many_months_have_passed(day, months) -> None:
    edge = months_before(day, months)
    assert months_after(edge, months) <= day < months_after(edge + timedelta(days=1), months)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_members_are_active_on_a_day_as_each_of_them_is(day) -> None:
    everybody = facts(profiles(), rows("sales_plan", ORDERS), use=settings(churn_idle_months=6)).customers.everybody
    for members in (everybody, everybody[::2]):
        assert list(members.active_on(day)) == [customer for customer in members if customer.active_on(day)]
