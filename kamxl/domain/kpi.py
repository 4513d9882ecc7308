"""What a KPI is: one file in ``kpis/`` that measures typed tables and says which records gave the figure.

    KPI = Kpi(id="churn", ..., measure=measure)

    def measure(question: Question) -> Figure: ...

The docstring's first line (at most 255 characters) is the UDF's help, the command's help and the row in the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property

from . import registry
from .customers import Customers
from .periods import Period, PeriodKind
from .records import Record, Tables
from .settings import Settings


class ScopeKind(StrEnum):
    """Whose figure it is."""

    DEPARTMENT = "department"
    REGION = "region"
    SPECIALIST = "specialist"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Scope:
    """The whole department, or one region, specialist or customer by name."""

    kind: ScopeKind = ScopeKind.DEPARTMENT
    name: str = ""

    @property
    def zh(self) -> str:
        return self.name or "全部门"


DEPARTMENT = Scope()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that counted: which of its fields gave ``amount`` (1 where records are counted)."""

    record: Record
    fields: tuple[str, ...]
    amount: Decimal = Decimal(1)
    part: str = "numerator"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI's value with where it comes from.

    ``numerator`` and, for a rate or mean, ``denominator``; a count has none. ``value`` is ``None`` (shown as —, ``#N/A``
    in a cell) when the denominator is zero or the KPI is not defined for the period. ``evidence`` lists the records.
    """

    numerator: Decimal
    denominator: Decimal | None
    evidence: tuple[Evidence, ...] = ()
    defined: bool = True

    @property
    def value(self) -> Decimal | None:
        if not self.defined:
            return None
        if self.denominator is None:
            return self.numerator
        return None if self.denominator == 0 else self.numerator / self.denominator


class Unit(StrEnum):
    """What a KPI's number is: a fraction shown as a percentage, a count, or a score from 0 to 100."""

    RATE = "rate"
    COUNT = "count"
    SCORE = "score"


@dataclass(frozen=True)
class Question:
    """What is asked of a KPI."""

    tables: Tables
    settings: Settings
    period: Period
    scope: Scope = DEPARTMENT

    @cached_property
    def customers(self) -> Customers:
        return Customers.of(self.tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One KPI of domain.md's table.

    ``higher_is_better`` gives the light's direction; ``periods`` are those for which it is defined (a period shorter
    than all of them has no value); ``sources`` are the forms that it reads; ``yearly`` KPIs asked for a quarter give
    the year to the end of that quarter.
    """

    id: str
    number: str
    zh: str
    en: str
    unit: Unit
    periods: tuple[PeriodKind, ...]
    higher_is_better: bool
    sources: tuple[str, ...]
    definition: str
    source_zh: str
    measure: Callable[[Question], Figure]
    yearly: bool = False

    @property
    def udf(self) -> str:
        """The spreadsheet function's name."""
        return f"KAM_{self.id.upper()}"


@cache
def kpis() -> Mapping[str, Kpi]:
    """Every KPI by id, in the order of the manual's table."""
    from . import kpis as package

    found = registry.discover(package, "KPI", Kpi)
    return dict(sorted(found.items(), key=lambda item: item[1].number))
