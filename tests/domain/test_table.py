"""A form's records looked at by columns are the same as one by one.

1. A table's columns, typed or not, say of each record what the record says, in reading order, however the blocks lie.
2. Rows are some of them: by what a field says, by days, by a mark for each.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.periods import Period, PeriodKind, Span
from kamxl.domain.records import Block, Tables
from kamxl.domain.table import Rows

VALUES = st.one_of(
    st.none(), st.sampled_from(["甲", "乙"]), st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(0, 3), st.booleans(),
    st.decimals(-9, 9, places=1), st.builds(Period, st.just(2026), st.integers(1, 4), st.just(PeriodKind.QUARTER)),
)  # fmt: skip
FIELD = "customer"


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    rows = draw(st.lists(st.integers(1, 9), max_size=4))
    size = len(rows) or 1
    values = draw(st.lists(VALUES, min_size=size, max_size=size) | st.lists(st.dates(), min_size=size, max_size=size))
    cell = "B" if rows else "B7"
    book, sheet = draw(st.sampled_from(["甲.xlsx", "乙.xlsx"])), draw(st.sampled_from(["计划", "档案"]))
    return Block("sales_plan", book, sheet, {FIELD: cell}, rows, {FIELD: values}, {FIELD: [*map(repr, values)]})


@given(st.lists(blocks(), max_size=4))
def test_columns_say_what_the_records_say(made: list[Block]) -> None:  # 1
    tables = Tables(made)
    table, records = tables.table("sales_plan"), tables["sales_plan"]
    assert [table.record(number) for number in range(len(table))] == records
    assert list(table.values(FIELD)) == [record.value(FIELD) for record in records]
    assert list(table.held(FIELD)) == [record.held(FIELD) for record in records]
    assert list(table.texts(FIELD)) == [record.text(FIELD) for record in records]
    assert list(table.days(FIELD)) == [record.day(FIELD) for record in records]
    assert list(table.periods(FIELD)) == [record.period(FIELD) for record in records]
    assert list(table.flags(FIELD)) == [record.flag(FIELD) for record in records]
    amounts = [record.amount(FIELD) for record in records]
    assert list(map(repr, table.amounts(FIELD))) == list(map(repr, amounts))
    assert list(table.counts(FIELD)) == amounts
    assert all(amount is None or isinstance(amount, Decimal) for amount in table.amounts(FIELD))


@given(st.lists(blocks(), max_size=4), st.dates(date(2026, 1, 1), date(2026, 1, 9)))
def test_rows_are_some_of_the_records(made: list[Block], day: date) -> None:  # 2
    tables = Tables(made)
    rows, records = Rows.all(tables.table("sales_plan")), tables["sales_plan"]
    span = Span(day, day + timedelta(days=3))
    assert list(rows) == records
    assert list(rows.where(FIELD, "甲")) == [record for record in records if record.text(FIELD) == "甲"]
    assert list(rows.keep(rows.flags(FIELD))) == [record for record in records if record.flag(FIELD)]
    between = [record for record in records if (found := record.day(FIELD)) is not None and found in span]
    assert list(rows.between(FIELD, span)) == between
    assert list(rows.between(FIELD, span).days(FIELD)) == [record.day(FIELD) for record in between]
