"""Periods.

1. Every wording of domain.md section 2 gives the period that a person means.
2. Anything else is a clear error that shows the wordings.
3. A period's months tile it; shifting is the inverse of shifting back; a label parses to itself.
4. A fiscal year may begin in any month.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.periods import Period, PeriodKind, containing, parse_period
from kamxl.errors import InputError

TODAY = date(2026, 8, 15)


def quarter(year: int, number: int, first_month: int = 1) -> Period:
    return Period(year, number, PeriodKind.QUARTER, first_month)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026Q3", quarter(2026, 3)),
        ("2026-Q3", quarter(2026, 3)),
        ("2026年第3季度", quarter(2026, 3)),
        ("2026年三季度", quarter(2026, 3)),
        ("2026年第三季度", quarter(2026, 3)),
        (" 2026 年 3 季 ", quarter(2026, 3)),
        ("２０２６Ｑ３", quarter(2026, 3)),
        ("2026q3", quarter(2026, 3)),
        ("26Q3", quarter(2026, 3)),
        ("Q3 2026", quarter(2026, 3)),
        (date(2026, 7, 1), quarter(2026, 3)),
        (datetime(2026, 9, 30, 18, 0), quarter(2026, 3)),
        ("本季度", quarter(2026, 3)),
        ("上季度", quarter(2026, 2)),
        ("去年同期", quarter(2025, 3)),
        ("2026", Period(2026, 1, PeriodKind.YEAR)),
        (2026, Period(2026, 1, PeriodKind.YEAR)),
        (2026.0, Period(2026, 1, PeriodKind.YEAR)),
        ("2026年", Period(2026, 1, PeriodKind.YEAR)),
        ("2026年度", Period(2026, 1, PeriodKind.YEAR)),
        ("2026-03", Period(2026, 3, PeriodKind.MONTH)),
        ("2026年3月", Period(2026, 3, PeriodKind.MONTH)),
        ("26年12月", Period(2026, 12, PeriodKind.MONTH)),
        ("本月", Period(2026, 8, PeriodKind.MONTH)),
    ],
)
def test_what_people_type(raw: object, expected: Period) -> None:
    assert parse_period(raw, today=TODAY) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Q3",
        "2026Q5",
        "2026-13",
        "2026年0月",
        "三季度",
        "二零二六年",
        "20266",
        "明年",
        None,
        True,
        2026.5,
        [],
        "=A1",
    ],
)
def test_anything_else_is_a_clear_error(raw: object) -> None:
    with pytest.raises(InputError) as caught:
        parse_period(raw, today=TODAY)
    assert (caught.value.code, dict(caught.value.text.params)) == ("periods.unknown", {"text": raw})


def test_a_year_out_of_range_is_named() -> None:
    with pytest.raises(InputError) as caught:
        parse_period("1026Q3", today=TODAY)
    assert caught.value.code == "periods.year_out_of_range"


KINDS = st.sampled_from(PeriodKind)
DAYS = st.dates(date(2001, 1, 1), date(2097, 12, 31))


@given(DAYS, KINDS, st.integers(1, 12))
def test_the_months_tile_the_period(day: date, kind: PeriodKind, first_month: int) -> None:
    period = containing(day, kind, first_month)
    months = list(period.months())
    assert day in period
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(months))


@given(DAYS, KINDS, st.integers(1, 12), st.integers(-40, 40))
def test_shifting_there_and_back(day: date, kind: PeriodKind, first_month: int, steps: int) -> None:
    period = containing(day, kind, first_month)
    assert period.shifted(steps).shifted(-steps) == period
    assert period.previous.end + timedelta(days=1) == period.start


@given(DAYS, KINDS, st.integers(1, 12))
def test_labels_parse_to_their_period(day: date, kind: PeriodKind, first_month: int) -> None:
    period = containing(day, kind, first_month)
    for wording in (period.label, period.zh, str(period)):
        assert parse_period(wording, today=TODAY, first_month=first_month) == period


def test_a_fiscal_year_from_april() -> None:
    third = quarter(2026, 3, 4)
    assert (third.start, third.end, third.fiscal_year.start) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
        date(2026, 4, 1),
    )
    assert parse_period("本季度", today=TODAY, first_month=4) == quarter(2026, 2, 4)
    assert third.year_before == quarter(2025, 3, 4)
    assert containing(date(2027, 2, 1), PeriodKind.QUARTER, 4) == quarter(2026, 4, 4)
