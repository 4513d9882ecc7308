"""The department's records made ready for figures: each placed in its region, specialist and customer, once.

A record belongs where its customer's profile says; a record without a known customer belongs where its own 区域 and
负责专员 (or 被评人, 申请人) say; a record with neither counts for the department only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice
from operator import le
from typing import Any, TypeVar

from ..dataclass import dataclass
from .customers import NOBODY, Customers, IdleRule, Members, Order
from .form import forms
from .periods import Period, PeriodKind, Span, containing
from .records import Record, Tables
from .scope import DEPARTMENT, Scope, ScopeKind, Scopes
from .settings import Settings
from .table import Rows, Table
from .values import Raw

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record counts."""

    region: str
    specialist: str
    customer: str

    @property
    def scopes(self) -> Iterator[Scope]:
        """The region, specialist and customer that it counts for."""
        if self.region:
            yield Scope(ScopeKind.REGION, self.region)
        if self.specialist:
            yield Scope(ScopeKind.SPECIALIST, self.specialist)
        if self.customer:
            yield Scope(ScopeKind.CUSTOMER, self.customer)


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders that a form's records say: of each record the day (``None``: it says of none)."""

    table: Table
    days: Sequence[date | None]
    fields: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[str, date, int]]:
        """Customer, day and number of the record."""
        names = self.table.texts("customer")
        return ((names[number], day, number) for number, day in enumerate(self.days) if day is not None)


class Facts:
    """Tables and settings with what is computed from them once: customers, places, names of scopes.

    Nothing here changes after it was made; whoever adds a record makes new facts.
    """

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self.tables = tables
        self.settings = settings
        self._placed: dict[str, Mapping[Scope, list[int]]] = {}
        self._places: dict[str, Place] = {}
        self._once: dict[Hashable, Any] = {}

    @cached_property
    def customers(self) -> Customers:
        months = self.settings.rules.churn_idle_months
        idle = IdleRule(months, self._all_orders(), self.settings.today) if months else None
        return Customers.of(self.tables, idle)

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(self.settings.staff, self.customers)

    def rows(self, form: str, scope: Scope = DEPARTMENT) -> Rows:
        """The form's records that belong to the scope, in reading order."""
        table = self.tables.table(form)
        if scope == DEPARTMENT:
            return Rows.all(table)
        if form not in self._placed:
            self._placed[form] = _by_scope(
                ((number, self.place(record)) for number, record in enumerate(table.records))
            )
        return Rows(table, self._placed[form].get(scope, ()))

    def dated(self, form: str, field_id: str, span: Span, scope: Scope = DEPARTMENT) -> Rows:
        """The form's records of the scope whose date lies in the span, in reading order."""
        days, numbers = self.by_day(form, field_id, scope)
        found = numbers[bisect_left(days, span.start) : bisect_right(days, span.end)]
        return Rows(self.tables.table(form), sorted(found))

    def by_day(self, form: str, field_id: str, scope: Scope = DEPARTMENT) -> tuple[Sequence[date], Sequence[int]]:
        """The days of the scope's records in order, and the records' numbers."""

        def made() -> tuple[list[date], list[int]]:
            rows = self.rows(form, scope)
            found = [(day, number) for day, number in zip(rows.days(field_id), rows.numbers, strict=True) if day]
            found.sort()
            return [day for day, _ in found], [number for _, number in found]

        return self.once(("by day", form, field_id, scope), made)

    def in_quarters(self, form: str, field_id: str, span: Span, scope: Scope = DEPARTMENT) -> Rows:
        """The form's records of the scope whose quarter lies wholly in the span, in reading order."""
        quarters = self.by_period(form, field_id, scope)
        covered = [numbers for quarter, numbers in quarters.items() if span.covers(quarter)]
        numbers = covered[0] if len(covered) == 1 else sorted(chain.from_iterable(covered))
        return Rows(self.tables.table(form), numbers)

    def by_period(self, form: str, field_id: str, scope: Scope = DEPARTMENT) -> Mapping[Period, Sequence[int]]:
        """For each quarter (or what else the field says) the numbers of the scope's records, in reading order."""

        def made() -> dict[Period, list[int]]:
            periods = self.periods(form, field_id)
            found: dict[Period, list[int]] = defaultdict(list)
            for number in self.rows(form, scope).numbers:
                if (quarter := periods[number]) is not None:
                    found[quarter].append(number)
            return dict(found)

        return self.once(("by period", form, field_id, scope), made)

    def latest(self, form: str, field_id: str, by: date) -> Mapping[str, date]:
        """For each customer that the form's records name, the last such day that is not after ``by``."""
        table = self.tables.table(form)
        return _last(table.texts(forms()[form].customer), table.days(field_id), by)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes from the facts, made when it is first asked for."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    def customers_in(self, scope: Scope) -> Members:
        """The customers of the scope, in reading order."""
        return self.customers.everybody if scope == DEPARTMENT else self._customers_by_scope.get(scope, NOBODY)

    @cached_property
    def _customers_by_scope(self) -> Mapping[Scope, Members]:
        found = _by_scope((c, Place(c.region, c.specialist, c.name)) for c in self.customers)
        return {scope: Members(customers) for scope, customers in found.items()}

    def place(self, record: Record) -> Place:
        """Where the record counts."""
        form = forms()[record.form]
        name = record.text(form.customer) if form.customer else ""
        if (known := self._places.get(name)) is not None:
            return known
        if (customer := self.customers.get(name)) is not None:
            self._places[name] = Place(customer.region, customer.specialist, name)
            return self._places[name]
        person = record.text("specialist") or (record.text(form.person) if form.person else "")
        return Place(record.text("region") or self._region_of(person), person, name)

    def period(self, record: Record, field_id: str) -> Period | None:
        """A quarter or year field in the department's fiscal calendar; a date cell means the quarter it falls in."""
        return self._fiscal(record.period(field_id), record.held(field_id))

    def _fiscal(self, found: Period | None, held: Raw) -> Period | None:
        first = self.settings.rules.fiscal_first_month
        if found is None or found.kind is PeriodKind.MONTH or first == found.first_month:
            return found
        return containing(held, found.kind, first) if isinstance(held, date) else replace(found, first_month=first)

    def periods(self, form: str, field_id: str) -> Sequence[Period | None]:
        """``period`` of each of the form's records, in reading order."""

        def made() -> Sequence[Period | None]:
            table, first = self.tables.table(form), self.settings.rules.fiscal_first_month
            found = table.periods(field_id)
            if {period.first_month for period in found if period is not None} <= {first}:
                return found
            return list(map(self._fiscal, found, table.held(field_id)))

        return self.once(("periods", form, field_id), made)

    def year(self, record: Record, field_id: str) -> int | None:
        """A year field as the fiscal year's number; a date cell means the fiscal year it falls in."""
        return self._fiscal_year(record.amount(field_id), record.held(field_id))

    def _fiscal_year(self, found: Decimal | None, held: Raw) -> int | None:
        if isinstance(held, date):
            return containing(held, PeriodKind.YEAR, self.settings.rules.fiscal_first_month).year
        return None if found is None else int(found)

    def years(self, form: str, field_id: str) -> Sequence[int | None]:
        """``year`` of each of the form's records, in reading order."""

        def made() -> Sequence[int | None]:
            table = self.tables.table(form)
            return list(map(self._fiscal_year, table.amounts(field_id), table.held(field_id)))

        return self.once(("years", form, field_id), made)

    def _region_of(self, person: str) -> str:
        staff = self.settings.staff
        return staff.find(person).region if person in staff else ""

    @cached_property
    def orders(self) -> tuple[Orders, ...]:
        """A quarter with actual sales counts as an order on its last day; a signed contract on its day."""
        plans, contracts = self.tables.table("sales_plan"), self.tables.table("contract")
        actuals = plans.amounts("actual")
        ends: list[date | None] = [None] * len(plans)
        for quarter, numbers in self.by_period("sales_plan", "quarter").items():
            for number in numbers:
                if (actual := actuals[number]) is not None and actual > 0:
                    ends[number] = quarter.end
        return (
            Orders(plans, ends, ("quarter", "actual")),
            Orders(contracts, contracts.days("signed_on"), ("signed_on",)),
        )

    @cached_property
    def last_orders(self) -> Mapping[str, date]:
        """The day of each customer's last order."""
        found: dict[str, date] = {}
        for orders in self.orders:
            for name, day in _last(orders.table.texts("customer"), orders.days, date.max).items():
                found[name] = max(day, found.get(name, day))
        return found

    def _all_orders(self) -> Mapping[str, Sequence[Order]]:
        """Each customer's orders in the order of their days."""
        found: dict[str, list[Order]] = {}
        for orders in self.orders:
            for name, day, number in orders:
                found.setdefault(name, []).append(Order(day, orders.table.record(number), orders.fields))
        return {customer: sorted(mine, key=lambda order: order.day) for customer, mine in found.items()}


def _last(names: Sequence[str], days: Sequence[date | None], by: date) -> dict[str, date]:
    """For each name the last of its days that is not after ``by``. Most lists are kept by date: of those it is at hand."""
    known: Sequence[Any] = days
    with suppress(TypeError):  # a blank
        if all(map(le, known, islice(known, 1, None))):
            return dict(zip(names, known[: bisect_right(known, by)], strict=False))
    found: dict[str, date] = {}
    for name, day in zip(names, days, strict=True):
        if day is not None and day <= by and day >= found.get(name, day):
            found[name] = day
    return found


def _by_scope(placed: Iterable[tuple[T, Place]]) -> dict[Scope, list[T]]:
    """Each thing under its region, its specialist and its customer, in the order given."""
    found: dict[Scope, list[T]] = {}
    for thing, place in placed:
        for scope in place.scopes:
            found.setdefault(scope, []).append(thing)
    return found
