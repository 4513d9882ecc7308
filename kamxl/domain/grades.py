"""A/B/C and VIP: which customers make the department's annual value.

Annual value is the sum of 实际额 over the four quarters to the period's end. Customers in falling order of value, equal
values by name: those that together make the first 80 % are A, to 95 % B, the rest C (设置). The customer that crosses an
edge belongs to the better grade; a customer without value is C. VIP are the first 20 that have any value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate

from ..dataclass import dataclass
from .facts import Facts
from .periods import Period, PeriodKind, Span, containing
from .sales import sales
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
    for quarter, _ in facts.quarters("sales_plan", "quarter"):
        for name, actual in sales(facts, quarter).actual.items() if span.covers(quarter) else ():
            if name:
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
    ordered: list[str] = sorted(values)
    ordered.sort(key=values.__getitem__, reverse=True)  # stable: equal values stay in the order of their names
    worth = [values[name] for name in ordered]
    some = bisect_left(worth, True, key=lambda value: value <= 0)  # that many have a value
    made = list(accumulate(worth[:some], initial=0))
    total = Decimal(made[-1])

    def before(place: int) -> Decimal:
        return made[min(place, some)] / total if total else Decimal(1)

    third = bisect_left(range(some), rules.grade_b_share, key=before)
    second = min(bisect_left(range(some), rules.grade_a_share, key=before), third)
    spans = {"A": slice(second), "B": slice(second, third), "C": slice(third, None)}
    letters = {name: letter for letter, span in spans.items() for name in ordered[span]}
    grades = tuple(
        Grade(name, place + 1, Decimal(worth[place]), before(place), letters[name], place < min(some, rules.vip_count))
        for place, name in enumerate(ordered[:most])
    )
    counts = {"A": second, "B": third - second, "C": some - third}
    totals = {letter: Decimal(sum(worth[span])) for letter, span in spans.items()}
    return Ranking(grades, letters, counts, totals, total)
