"""Records at hand by day and by quarter are the same as looked for one by one.

1. A timeline gives the records of any span in reading order, whatever order and gaps their days have.
2. Of each customer it gives the last day by any day.
3. Quarters give the records whose quarter lies wholly in a span, in reading order, also where a field says a month or a year.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.periods import Period, PeriodKind, Span
from kamxl.domain.records import Block, Tables
from kamxl.domain.table import Rows
from kamxl.domain.timeline import Quarters, Timeline
from kamxl.domain.values import Value

EDGES = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
DAY = st.sampled_from(EDGES) | st.dates(date(2025, 12, 1), date(2026, 5, 1))
QUARTER = st.builds(Period, st.just(2026), st.integers(1, 4), st.sampled_from(PeriodKind), st.sampled_from([1, 4]))
SPAN = st.tuples(DAY, st.integers(0, 120)).map(lambda found: Span(found[0], found[0] + timedelta(days=found[1])))


@st.composite
def rows(draw: st.DrawFn, value: st.SearchStrategy[Value | None]) -> Rows:
    """All or some of a table of one or two blocks."""
    blocks = []
    for sheet in ("甲", "乙")[: draw(st.integers(1, 2))]:
        size = draw(st.integers(1, 8))
        values = draw(st.lists(value, min_size=size, max_size=size))
        names = draw(st.lists(st.sampled_from(["甲", "乙", None]), min_size=size, max_size=size))
        columns = {"customer": names, "date": sorted(values, key=str) if draw(st.booleans()) else values}
        blocks.append(
            Block("service_log", "册", sheet, dict(zip(columns, "AB", strict=True)), range(size), columns, columns)
        )
    table = Tables(blocks).table("service_log")
    if draw(st.booleans()):
        return Rows.all(table)
    return Rows(table, sorted(draw(st.sets(st.integers(0, len(table) - 1)))))


@given(rows(DAY) | rows(st.none() | DAY | st.integers(0, 9)), SPAN)
def test_the_records_of_a_span_are_at_hand(some: Rows, span: Span) -> None:  # 1
    found = Timeline(some, "date").within(span)
    assert list(found) == [record for record in some if (day := record.day("date")) is not None and day in span]
    assert list(found.texts("customer")) == [record.text("customer") for record in found]
    assert len(Timeline(some, "date")) == sum(record.day("date") is not None for record in some)


@given(rows(DAY) | rows(st.none() | DAY), DAY)
def test_the_last_day_of_each_is_at_hand(some: Rows, by: date) -> None:  # 2
    wanted: dict[str, date] = {}
    for record in some:
        day, name = record.day("date"), record.text("customer")
        if day is not None and day <= by:
            wanted[name] = max(day, wanted.get(name, day))
    assert Timeline(some, "date").latest("customer", by) == wanted


@given(rows(st.none() | QUARTER), SPAN)
def test_the_records_of_quarters_are_at_hand(some: Rows, span: Span) -> None:  # 3
    quarters = Quarters(some, some.table.periods("date"))
    said = [(record, record.period("date")) for record in some]
    assert list(quarters.within(span)) == [record for record, period in said if period and span.covers(period)]
    for period, numbers in quarters:
        assert [some.table.record(number) for number in numbers] == [record for record, one in said if one == period]
