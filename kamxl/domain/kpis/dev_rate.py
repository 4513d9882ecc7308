"""大客户开发计划完成率：预计在期内签约的开发申请中，期末前已开始合作的 ÷ 全部。Planned signings of the period that came true.

Unit: a fraction; quarter and year. The plan is each 大客户开发申请 whose 预计签约日期 lies in the period, whatever its approval
has come to; it came true when the customer's profile has a 合作开始日期 from the 申请日期 on and not after the period's end.
No signing planned: no value. Source: the manual, 定量指标 4 “大客户开发计划实际完成量/计划完成量×100%”.
Right: ``=KAM_DEV_RATE("2026Q3")``. Wrong: ``=KAM_DEV_RATE("第三季度")`` (no year).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..kpi import Evidence, Figure, Kpi, Part, Question, Unit
from ..periods import PeriodKind
from ..records import Record


def measure(question: Question) -> Figure:
    return Figure.ratio(_signings(question))


def _signings(question: Question) -> Iterator[Evidence]:
    for record in question.dated("development", "sign_expected"):
        number = record.number or record.text("customer")
        yield Evidence(record, ("no", "customer", "sign_expected"), part=Part.DENOMINATOR, key=number)
        profile = _signed(question, record)
        if profile is not None:
            yield Evidence(record, ("no", "customer", "applied_on"), key=number)
            yield Evidence(profile, ("customer", "since"), part=Part.BASIS, key=number)


def _signed(question: Question, record: Record) -> Record | None:
    """The profile that shows that the plan came true."""
    customer, applied = question.all_customers.get(record.text("customer")), record.day("applied_on")
    if customer is None or customer.since is None or applied is None:
        return None
    return customer.profile if applied <= customer.since <= question.span.end else None


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
