"""A row of quarters worked out together gives what each quarter gives by itself.

1. Every KPI's sums are those of its answer for each quarter, for any records, blanks, settings and fiscal year; where there is no
   answer (yet) there are no sums.
2. The same holds of one quarter's figures.
3. The first source of each KPI is the form whose records count: without any of them the figure is that of nothing.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.facts import Facts
from kamxl.domain.kpi import DEPARTMENT, answer, figures, kpis
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Record, Tables
from kamxl.domain.trend import trend

from . import department as small
from .test_properties import DAYS, DEPARTMENTS

ODD = st.lists(
    st.one_of(
        st.fixed_dictionaries({"date": st.sampled_from(["2026-03-31", "2026-04-01", "2025-12-31", "2026-01-01", "改天", None]),
                               "customer": st.sampled_from(["客户0", "生人", None]),
                               "category": st.sampled_from(["投诉", "意见", "回访", "咨询", None]), "valid": st.just("是"),
                               "answered_on": st.none() | DAYS}).map(lambda raw: small.record("service_log", raw)),
        st.fixed_dictionaries({"quarter": st.sampled_from(["2026Q1", "2025年4季度", "不详", None]),
                               "customer": st.sampled_from(["客户1", None]), "plan": st.sampled_from(["12.5", "万把", None]),
                               "actual": st.sampled_from(["0.01", "-3", None])}).map(lambda raw: small.record("sales_plan", raw)),
    ),
    max_size=12,
)  # fmt: skip
RULES = st.fixed_dictionaries(
    {
        "fiscal_first_month": st.sampled_from([1, 4, 7]),
        "profile_by_field": st.booleans(),
        "churn_rate_with_new": st.booleans(),
        "churn_idle_months": st.sampled_from([0, 3]),
    }
)


@given(DEPARTMENTS, ODD, RULES, st.integers(1, 4), st.dates(min_value=small.TODAY.replace(year=2024)))
@settings(deadline=None)
def test_quarters_together_are_as_each_by_itself(  # 1, 2
    records: list[Record], odd: list[Record], rules: dict[str, int], number: int, today: object
) -> None:
    use = small.settings(today=today, **rules)
    last = Period(2026, number, PeriodKind.QUARTER, use.rules.fiscal_first_month)
    quarters = tuple(last.shifted(-step) for step in range(7, -1, -1))
    found = trend(quarters, Facts(Tables.of([*records, *odd]), use))
    for at, quarter in enumerate(quarters):
        facts = Facts(Tables.of([*records, *odd]), use)  # with nothing in memory
        now = figures(quarter, DEPARTMENT, facts)
        for kpi in kpis().values():
            wanted = answer(kpi, quarter, DEPARTMENT, facts)
            if wanted.reason is not None and wanted.reason.code != "kpis.no_denominator":
                assert kpi.id not in now
                assert kpi.id not in found or found[kpi.id][at] is None
                continue
            sums = (wanted.figure.numerator, wanted.figure.denominator)
            assert (kpi.id, at, found[kpi.id][at]) == (kpi.id, at, sums)
            assert now[kpi.id].sums == sums
            assert now[kpi.id].records == len(wanted.figure.evidence)


@pytest.mark.parametrize("kpi", kpis().values(), ids=lambda kpi: kpi.id)
@given(DEPARTMENTS)
@settings(deadline=None, max_examples=10)
def test_without_its_first_source_nothing_counts(kpi, records: list[Record]) -> None:  # 3
    facts = Facts(Tables.of(record for record in records if record.form != kpi.sources[0]), small.settings())
    for period in (Period(2026, 3, PeriodKind.QUARTER), Period(2026, 1, PeriodKind.YEAR)):
        found = answer(kpi, period, DEPARTMENT, facts).figure
        assert (found.sums, found.evidence) == (kpi.of_nothing.sums, ())
    assert kpi.of_nothing.sums in ((Decimal(0), None), (Decimal(0), Decimal(0)))
