"""大客户开发计划完成率：预计在期内签约的开发申请中，期末前已开始合作的 ÷ 全部。Planned signings of the period that came true.

Unit: a fraction; quarter and year. The plan is each 大客户开发申请 whose 预计签约日期 lies in the period, whatever its approval
has come to; it came true when the customer's profile has a 合作开始日期 from the 申请日期 on and not after the period's end.
No signing planned: no value. Source: the manual, 定量指标 4 “大客户开发计划实际完成量/计划完成量×100%”.
Right: ``=KAM_DEV_RATE("2026Q3")``. Wrong: ``=KAM_DEV_RATE("第三季度")`` (no year).
"""

from __future__ import annotations

from ..counted import Amount
from ..kpi import Adds, Counted, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind
from ..records import Record
from ..table import Rows


def measure(question: Question) -> Figure:
    return Figure.ratio(Counted(question, question.dated("development", "sign_expected"), _ADDS, _numbers))


def _numbers(question: Question, planned: Rows) -> list[str]:
    return [no or customer for no, customer in zip(planned.texts("no"), planned.texts("customer"), strict=True)]


def _signed(question: Question, planned: Rows) -> list[Record | None]:
    """Of each plan the profile that shows that it came true."""
    end = question.span.end
    found: list[Record | None] = []
    for name, applied in zip(planned.texts("customer"), planned.days("applied_on"), strict=True):
        customer = question.all_customers.get(name)
        since = None if customer is None else customer.since
        true = since is not None and applied is not None and applied <= since <= end
        found.append(customer.profile if customer is not None and true else None)
    return found


def _came_true(question: Question, planned: Rows) -> list[Amount]:
    return [None if profile is None else 1 for profile in _signed(question, planned)]


_ADDS = (
    Adds(Part.DENOMINATOR, ("no", "customer", "sign_expected")),
    Adds(Part.NUMERATOR, ("no", "customer", "applied_on"), _came_true),
    Adds(Part.BASIS, ("customer", "since"), _came_true, basis=_signed),
)

KPI = Kpi(
    id="dev_rate",
    number="04",
    zh="大客户开发计划完成率",
    en="Development plan achieved",
    unit=Unit.RATE,
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR),
    higher_is_better=True,
    sources=("development", "profile"),
    definition="开发实际完成量 ÷ 计划完成量",
    source_zh="大客户部",
    measure=measure,
)
