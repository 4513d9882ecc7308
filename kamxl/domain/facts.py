"""The department's records made ready for figures: each placed in its region, specialist and customer, once.

A record belongs where its customer's profile says; a record without a known customer belongs where its own 区域 and
负责专员 (or 被评人, 申请人) say; a record with neither counts for the department only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from ..dataclass import dataclass
from .customers import Customer, Customers, IdleRule, Order
from .form import forms
from .periods import Period, PeriodKind, Span, containing
from .records import Record, Tables
from .scope import DEPARTMENT, Scope, ScopeKind, Scopes
from .settings import Settings

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


class Facts:
    """Tables and settings with what is computed from them once: customers, places, names of scopes.

    Nothing here changes after it was made; whoever adds a record makes new facts.
    """

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self.tables = tables
        self.settings = settings
        self._rows: dict[str, tuple[Record, ...]] = {}
        self._placed: dict[str, Mapping[Scope, tuple[Record, ...]]] = {}
        self._places: dict[str, Place] = {}
        self._days: dict[tuple[str, str, Scope], tuple[list[date], list[int]]] = {}
        self._once: dict[Hashable, Any] = {}
        self._quarters: dict[tuple[str, str, Scope], Mapping[Period, list[int]]] = {}

    @cached_property
    def customers(self) -> Customers:
        months = self.settings.rules.churn_idle_months
        idle = IdleRule(months, self.orders, self.settings.today) if months else None
        return Customers.of(self.tables, idle)

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(self.settings.staff, self.customers)

    def rows(self, form: str, scope: Scope = DEPARTMENT) -> tuple[Record, ...]:
        """The form's records that belong to the scope, in reading order."""
        if scope == DEPARTMENT:
            return self._sorted(form)
        if form not in self._placed:
            self._placed[form] = _by_scope((record, self.place(record)) for record in self._sorted(form))
        return self._placed[form].get(scope, ())

    def dated(self, form: str, field_id: str, span: Span, scope: Scope = DEPARTMENT) -> tuple[Record, ...]:
        """The form's records of the scope whose date lies in the span, in reading order."""
        rows = self.rows(form, scope)
        days, places = self._by_day(form, field_id, scope)
        return tuple(rows[at] for at in sorted(places[bisect_left(days, span.start) : bisect_right(days, span.end)]))

    def _by_day(self, form: str, field_id: str, scope: Scope) -> tuple[list[date], list[int]]:
        """The days of the scope's records in order, and where each record stands among them all."""
        key = (form, field_id, scope)
        if key not in self._days:
            rows = enumerate(self.rows(form, scope))
            found = sorted((day, at) for at, record in rows if (day := record.day(field_id)) is not None)
            self._days[key] = ([day for day, _ in found], [at for _, at in found])
        return self._days[key]

    def in_quarters(self, form: str, field_id: str, span: Span, scope: Scope = DEPARTMENT) -> tuple[Record, ...]:
        """The form's records of the scope whose quarter lies wholly in the span, in reading order."""
        rows, key = self.rows(form, scope), (form, field_id, scope)
        if key not in self._quarters:
            found: dict[Period, list[int]] = {}
            quarters = self.periods(form, field_id) if scope == DEPARTMENT else [self.period(r, field_id) for r in rows]
            for at, quarter in enumerate(quarters):
                if quarter is not None:
                    found.setdefault(quarter, []).append(at)
            self._quarters[key] = found
        covered = (places for quarter, places in self._quarters[key].items() if span.covers(quarter))
        return tuple(rows[at] for at in sorted(at for places in covered for at in places))

    def latest(self, form: str, field_id: str, by: date) -> Mapping[str, date]:
        """For each customer that the form's records name, the last such day that is not after ``by``."""
        mine = forms()[form].customer

        def made() -> dict[str, date]:
            rows = self.rows(form)
            days, places = self._by_day(form, field_id, DEPARTMENT)
            return {rows[at].text(mine): day for day, at in zip(days[: bisect_right(days, by)], places, strict=False)}

        return self.once(("latest", form, field_id, by), made)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes from the facts, made when it is first asked for."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    def customers_in(self, scope: Scope) -> tuple[Customer, ...]:
        """The customers of the scope, in reading order."""
        return tuple(self.customers) if scope == DEPARTMENT else self._customers_by_scope.get(scope, ())

    @cached_property
    def _customers_by_scope(self) -> Mapping[Scope, tuple[Customer, ...]]:
        return _by_scope((c, Place(c.region, c.specialist, c.name)) for c in self.customers)

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
        found = record.period(field_id)
        first = self.settings.rules.fiscal_first_month
        if found is None or found.kind is PeriodKind.MONTH or first == found.first_month:
            return found
        raw = record.raw.get(field_id)
        return containing(raw, found.kind, first) if isinstance(raw, date) else replace(found, first_month=first)

    def periods(self, form: str, field_id: str) -> tuple[Period | None, ...]:
        """``period`` of each of the form's records, in reading order."""
        return self.once(
            ("periods", form, field_id), lambda: tuple(self.period(record, field_id) for record in self.rows(form))
        )

    def year(self, record: Record, field_id: str) -> int | None:
        """A year field as the fiscal year's number; a date cell means the fiscal year it falls in."""
        raw = record.raw.get(field_id)
        if isinstance(raw, date):
            return containing(raw, PeriodKind.YEAR, self.settings.rules.fiscal_first_month).year
        year = record.amount(field_id)
        return None if year is None else int(year)

    def _sorted(self, form: str) -> tuple[Record, ...]:
        if form not in self._rows:
            self._rows[form] = tuple(self.tables[form])
        return self._rows[form]

    def _region_of(self, person: str) -> str:
        staff = self.settings.staff
        return staff.find(person).region if person in staff else ""

    @cached_property
    def orders(self) -> Mapping[str, Sequence[Order]]:
        """Each customer's orders in the order of their days."""
        orders: dict[str, list[Order]] = {}
        for order, customer in self._all_orders():
            orders.setdefault(customer, []).append(order)
        return {customer: sorted(found, key=lambda order: order.day) for customer, found in orders.items()}

    def _all_orders(self) -> Iterator[tuple[Order, str]]:
        """A quarter with actual sales counts as an order on its last day; a signed contract on its day."""
        for record, quarter in zip(self._sorted("sales_plan"), self.periods("sales_plan", "quarter"), strict=True):
            actual = record.amount("actual")
            if quarter is not None and actual is not None and actual > 0:
                yield Order(quarter.end, record, ("quarter", "actual")), record.text("customer")
        for record in self._sorted("contract"):
            if (signed := record.day("signed_on")) is not None:
                yield Order(signed, record, ("signed_on",)), record.text("customer")


def _by_scope(placed: Iterable[tuple[T, Place]]) -> Mapping[Scope, tuple[T, ...]]:
    """Each thing under its region, its specialist and its customer, in the order given."""
    found: dict[Scope, list[T]] = {}
    for thing, place in placed:
        for scope in place.scopes:
            found.setdefault(scope, []).append(thing)
    return {scope: tuple(things) for scope, things in found.items()}
