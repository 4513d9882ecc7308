"""What a part says of its records is what adding them up one by one gives.

1. The trend of every KPI, each region's and specialist's figures and movement, the customers' annual values, sales and
   complaints: for days at the edges of quarters, blanks and unreadable cells, any fiscal year, a quarter that has not begun,
   several people in one workbook, records of customers without a profile or without a name, customers that were lost.
2. What travels comes back the same.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.facts import Facts
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Record, Tables
from kamxl.domain.scope import DEPARTMENT, Scope, ScopeKind
from kamxl.report.part import Asked, Head, Tail, summarise

from ..kpis import department as small
from ..kpis.test_properties import DEPARTMENTS
from ..kpis.test_trend import ODD, RULES
from .naive import Naive

COMMON = st.lists(
    st.one_of(
        st.fixed_dictionaries({"quarter": st.just("2026Q3"), "budget": st.just(100), "spent": st.none() | st.just(7),
                               "region": st.sampled_from(["华东", "西北", None]), "specialist": st.sampled_from(["李娜", None])}
                              ).map(lambda raw: small.record("service_cost", raw)),
        st.fixed_dictionaries({"year": st.just("2026"), "item": st.just("服务规范"), "score": st.integers(0, 100),
                               "person": st.sampled_from(["张伟", None]), "customer": st.sampled_from(["客户3", "生人", None])}
                              ).map(lambda raw: small.record("rating", raw)),
    ),
    max_size=4,
)  # fmt: skip


@given(DEPARTMENTS, st.integers(0, 6), ODD, COMMON, RULES, st.integers(1, 4))
@settings(deadline=None)
def test_a_part_is_the_sum_of_its_records(  # 1, 2
    known: list[Record], without: int, odd: list[Record], common: list[Record], rules: dict[str, int], number: int
) -> None:
    use = small.settings(today=date(2026, 8, 1), **{**rules, "churn_idle_months": 0})
    asked = Asked(Period(2026, number, PeriodKind.QUARTER, use.rules.fiscal_first_month), date(2026, 10, 9))
    tables = Tables.of([*known[without:], *odd, *common])
    records = [record for form in tables.forms for record in tables[form]]
    naive = Naive(records, Facts(tables, use))
    made = summarise(tables, use, asked)
    head, tail = Head.load(made[0].dump()), Tail.load(made[1].dump())

    trend = [naive.row(quarter, DEPARTMENT) for quarter in asked.trend()]
    for at, row in enumerate(head.whole):
        wanted = [one for quarter in trend for one in quarter[2 * at : 2 * at + 2]]
        assert (at, _numbers(row)) == (at, wanted)
    for kind, name, moved, *row in head.scopes:
        scope = Scope(ScopeKind(kind), name)
        assert (name, moved, _numbers(row)) == (
            name,
            naive.movement(asked.period.span, scope),
            naive.row(asked.period, scope),
        )
    assert head.moved == naive.movement(asked.period.span, DEPARTMENT)
    for row, period in ((head.now, asked.period), (head.before, asked.period.previous)):
        found = dict(zip(head.names, _numbers(row), strict=True))
        assert {name: value for name, value in found.items() if value is not None} == naive.annual(period)

    begun = asked.period.start <= use.today
    for kpi, listed in (("plan_rate", tail.sales), ("complaints", tail.complaints)):
        found = {
            head.names[at]: (numerator, denominator)
            for at, *both in listed
            for numerator, denominator in [_numbers(both)]
        }
        for name in head.names:
            wanted = naive.of_customer(kpi, name, asked.period) if name and begun else (0, 0)
            assert (kpi, name, found.get(name, (0, 0))) == (kpi, name, wanted)


def _numbers(row: list[Any]) -> list[Decimal | int | None]:
    return [Decimal(one) if isinstance(one, str) else one for one in row]
