"""A/B/C and VIP: which customers make the department's annual value.

Annual value is the sum of 实际额 over the four quarters to the period's end. Customers in falling order of value, equal
values by name: those that together make the first 80 % are A, to 95 % B, the rest C (设置). The customer that crosses an
edge belongs to the better grade; a customer without value is C. VIP are the first 20 that have any value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .facts import Facts
from .periods import Period, PeriodKind, Span, containing
from .settings import Rules


@dataclass(frozen=True, slots=True)
class Grade:
    """A customer's grade. ``before`` is the share of all value that the customers before it make."""

    customer: str
    rank: int
    value: Decimal
    before: Decimal
    grade: str
    vip: bool


def annual_span(period: Period) -> Span:
    """The four whole quarters to the period's end (a month's: to the last quarter that ended by then)."""
    last = containing(period.end, PeriodKind.QUARTER, period.first_month)
    if last.end > period.end:
        last = last.previous
    return Span(last.shifted(-3).start, last.end)


def grade_customers(facts: Facts, period: Period) -> tuple[Grade, ...]:
    """Every customer with sales or active at the end of the four quarters, in order of rank."""
    return rank(annual_values(facts, period), facts.settings.rules)


def annual_values(facts: Facts, period: Period) -> dict[str, Decimal]:
    """Σ 实际额 of the four quarters for each customer with sales in them or active at their end."""
    span = annual_span(period)
    values = {customer.name: Decimal(0) for customer in facts.customers if customer.active_on(span.end)}
    for record in facts.rows("sales_plan"):
        quarter, actual, name = facts.period(record, "quarter"), record.amount("actual"), record.text("customer")
        if name and quarter is not None and actual is not None and span.covers(quarter):
            values[name] = values.get(name, Decimal(0)) + actual
    return values


def rank(values: Mapping[str, Decimal], rules: Rules) -> tuple[Grade, ...]:
    """The customers in falling order of value, graded by what each adds to the whole."""
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    total = sum((value for _, value in ranked if value > 0), Decimal(0))
    made = Decimal(0)
    grades: list[Grade] = []
    for rank, (name, value) in enumerate(ranked, start=1):
        before = made / total if total else Decimal(1)
        letter = "C" if value <= 0 or before >= rules.grade_b_share else "B" if before >= rules.grade_a_share else "A"
        grades.append(Grade(name, rank, value, before, letter, value > 0 and rank <= rules.vip_count))
        made += max(value, Decimal(0))
    return tuple(grades)
