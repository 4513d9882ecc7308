"""What an early sign is: one file in ``risks/`` that looks at the facts and says which customers need attention, and why.

RISK = Risk(id="silence", zh="久未联系", ..., find=find)

def find(watch: Watch) -> Iterator[Sign]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Watch:
    """What the signs look at: the facts as of ``day``, in the light of the report's quarter."""

    facts: Facts
    period: Period
    day: date

    @cached_property
    def active(self) -> tuple[Customer, ...]:
        """The customers with whom the department works on the day."""
        return tuple(customer for customer in self.facts.customers if customer.active_on(self.day))

    @cached_property
    def grades(self) -> dict[str, str]:
        """The customers' grades by value, to the end of the quarter."""
        return {one.customer: one.grade for one in grade_customers(self.facts, self.period)}

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
    return sorted(found, key=lambda sign: (sign.level, sign.region, sign.specialist, sign.customer, sign.risk))
