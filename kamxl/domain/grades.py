"""A/B/C and VIP: which customers make the department's annual value.

Annual value is the sum of 实际额 over the four quarters to the period's end. Customers in falling order of value, equal
values by name: those that together make the first 80 % are A, to 95 % B, the rest C (设置). The customer that crosses an
edge belongs to the better grade; a customer without value is C. VIP are the first 20 that have any value.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ..dataclass import dataclass
from .facts import Facts
from .periods import Period, PeriodKind, Span, containing
from .settings import Rules

_NOTHING = Decimal(0)


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
    values = dict.fromkeys(facts.customers.everybody.active_on(span.end).customers, _NOTHING)
    sales = facts.in_quarters("sales_plan", "quarter", span)
    for name, actual in zip(sales.texts("customer"), sales.amounts("actual"), strict=True):
        if name and actual is not None:
            values[name] = values.get(name, _NOTHING) + actual
    return values


@dataclass(frozen=True, slots=True)
class Ranking:
    """``grades``: the first customers by value; ``letters``: everybody's; of each letter how many have a value, and how
    much; ``value``: of all that have any.
    """

    grades: tuple[Grade, ...]
    letters: Mapping[str, str]
    counts: Mapping[str, int]
    totals: Mapping[str, Decimal]
    value: Decimal


def rank(values: Mapping[str, Decimal], rules: Rules) -> tuple[Grade, ...]:
    """The customers in falling order of value, graded by what each adds to the whole."""
    return ranking(values, rules).grades


def ranking(values: Mapping[str, Decimal | int], rules: Rules, most: int | None = None) -> Ranking:
    """The same with its totals; only the first ``most`` are worked out in full."""
    ordered = sorted(values)
    ordered.sort(key=values.__getitem__, reverse=True)  # stable: equal values stay in the order of their names
    total = sum((value for value in values.values() if value > 0), Decimal(0))
    made = Decimal(0)
    grades: list[Grade] = []
    letters: dict[str, str] = {}
    counts, totals = dict.fromkeys("ABC", 0), dict.fromkeys("ABC", Decimal(0))
    listed = len(ordered) if most is None else most
    for place, name in enumerate(ordered, start=1):
        value = values[name]
        before = made / total if total else Decimal(1)
        letter = "C" if value <= 0 or before >= rules.grade_b_share else "B" if before >= rules.grade_a_share else "A"
        if letter == "C" and place > listed:  # and so are all that follow
            rest = [values[other] for other in ordered[place - 1 :]]
            letters.update(dict.fromkeys(ordered[place - 1 :], "C"))
            counts["C"] += sum(1 for other in rest if other > 0)
            totals["C"] += sum(rest)
            break
        letters[name] = letter
        counts[letter] += value > 0
        totals[letter] += value
        if place <= listed:
            vip = value > 0 and place <= rules.vip_count
            grades.append(Grade(name, place, Decimal(value), before, letter, vip))
        made += max(value, 0)
    return Ranking(tuple(grades), letters, counts, totals, Decimal(total))
