"""大客户新开发率：期内开始合作的大客户数 ÷ 期初合作中的大客户数。Customers won in the period over those active at its start.

Unit: a fraction; quarter and year. A customer is won on its 合作开始日期, and counts even when it is lost again in the same
period. Nobody active at the start: no value. The manual's table is cut off at row 2; its role sheets name this KPI
(“大客户新开发率”) and the definition is the usual one.
Right: ``=KAM_NEW_RATE("2026Q3","张伟")``. Wrong: ``=KAM_NEW_RATE("张伟","2026Q3")`` (the period comes first).
"""

from __future__ import annotations

from ..kpi import Figure, Kpi, Question, Unit
from ..periods import PeriodKind
from ._customers import active_at_start, began


def measure(question: Question) -> Figure:
    return Figure.ratio(began(question), active_at_start(question))


KPI = Kpi(
    id="new_rate",
    number="02",
    zh="大客户新开发率",
    en="Customers won",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("profile", "sales_plan", "contract"),
    definition="期内开始合作的客户数 ÷ 期初合作客户数",
    source_zh="大客户部",
    measure=measure,
)
