"""What an early sign is: one file in ``risks/`` that looks at the facts and says which customers need attention, and why.

RISK = Risk(id="silence", zh="久未联系", ..., find=find)

def find(watch: Watch) -> Iterator[Sign]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache, cached_property

from ..domain import registry
from ..domain.customers import Customer
from ..domain.facts import Facts
from ..domain.grades import grade_customers
from ..domain.periods import Period
from ..domain.records import Record

# The forms that show that somebody was in touch with a customer, with the field of the day.
CONTACTS = (
    ("contact_log", "date"),
    ("visit_record", "visited_on"),
    ("service_log", "date"),
    ("service_log", "answered_on"),
)


class Level(IntEnum):
    """How soon somebody has to act. Sorts the worst first."""

    HIGH = 1
    MIDDLE = 2
    LOW = 3

    @property
    def zh(self) -> str:
        return {1: "高", 2: "中", 3: "低"}[self.value]


@dataclass(frozen=True, slots=True)
class Sign:
    """One early sign: about whom, what was seen, what to do, and the record that shows it best (``None``: many do)."""

    risk: str
    level: Level
    customer: str
    region: str
    specialist: str
    seen: str
    advice: str
    record: Record | None = None
    field: str = ""

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The most urgent first, then by region, specialist and customer."""
        return (self.level, self.region, self.specialist, self.customer, self.risk)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a sign has to know of all customers: their grades, now and a quarter ago, and whether contacts are kept."""

    grades: Mapping[str, str]
    grades_before: Mapping[str, str]
    keeps_contacts: bool


@dataclass(frozen=True)
class Watch:
    """What the signs look at: the facts as of ``day``, in the light of the report's quarter.

    Where the facts are those of some customers only, ``whole`` says what must be known of all of them.
    """

    facts: Facts
    period: Period
    day: date
    whole: Whole | None = None

    @cached_property
    def active(self) -> tuple[Customer, ...]:
        """The customers with whom the department works on the day."""
        return tuple(customer for customer in self.facts.customers if customer.active_on(self.day))

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """The customers' grades by value, to the end of the quarter."""
        if self.whole is not None:
            return self.whole.grades
        return {one.customer: one.grade for one in grade_customers(self.facts, self.period)}

    @cached_property
    def grades_before(self) -> Mapping[str, str]:
        """The same a quarter ago."""
        if self.whole is not None:
            return self.whole.grades_before
        return {one.customer: one.grade for one in grade_customers(self.facts, self.period.previous)}

    @property
    def keeps_contacts(self) -> bool:
        """Whether anybody registers contacts at all: a department without a log is not told that it never speaks."""
        if self.whole is not None:
            return self.whole.keeps_contacts
        return any(self.facts.rows(form) for form, _ in CONTACTS)

    def sign(self, risk: str, level: Level, customer: Customer, seen: str, advice: str) -> Sign:
        return Sign(risk, level, customer.name, customer.region, customer.specialist, seen, advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One kind of early sign. ``meaning`` says when it shows, with its numbers."""

    id: str
    zh: str
    meaning: str
    find: Callable[[Watch], Iterator[Sign]]


@cache
def risks() -> tuple[Risk, ...]:
    """Every kind of sign, in the order of the file names."""
    from . import risks as package

    return tuple(registry.discover(package, "RISK", Risk).values())


def signs(watch: Watch) -> list[Sign]:
    """Every sign, the most urgent first, then by specialist and customer."""
    found = [sign for risk in risks() for sign in risk.find(watch)]
    return sorted(found, key=lambda sign: sign.order)
