"""The department's records made ready for figures: each placed in its region, specialist and customer, once.

A record belongs where its customer's profile says; a record without a known customer belongs where its own 区域 and
负责专员 (or 被评人, 申请人) say; a record with neither counts for the department only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from .customers import Customer, Customers, IdleRule, Order
from .form import forms
from .periods import Period, PeriodKind, containing
from .records import Record, Tables
from .scope import DEPARTMENT, Scope, ScopeKind, Scopes
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record counts."""

    region: str
    specialist: str
    customer: str

    def within(self, scope: Scope) -> bool:
        match scope.kind:
            case ScopeKind.REGION:
                return self.region == scope.name
            case ScopeKind.SPECIALIST:
                return self.specialist == scope.name
            case ScopeKind.CUSTOMER:
                return self.customer == scope.name
            case ScopeKind.DEPARTMENT:
                return True


class Facts:
    """Tables and settings with what is computed from them once: customers, places, names of scopes.

    Nothing here changes after it was made; whoever adds a record makes new facts.
    """

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self.tables = tables
        self.settings = settings
        self._rows: dict[tuple[str, Scope], tuple[Record, ...]] = {}
        self._customers: dict[Scope, tuple[Customer, ...]] = {}

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
        key = (form, scope)
        if key not in self._rows:
            self._rows[key] = tuple(
                record for record in self._sorted(form) if scope == DEPARTMENT or self.place(record).within(scope)
            )
        return self._rows[key]

    def customers_in(self, scope: Scope) -> tuple[Customer, ...]:
        """The customers of the scope, in reading order."""
        if scope not in self._customers:
            self._customers[scope] = tuple(
                c for c in self.customers if Place(c.region, c.specialist, c.name).within(scope)
            )
        return self._customers[scope]

    def place(self, record: Record) -> Place:
        """Where the record counts."""
        form = forms()[record.form]
        name = record.text(form.customer) if form.customer else ""
        if (customer := self.customers.get(name)) is not None:
            return Place(customer.region, customer.specialist, name)
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

    def year(self, record: Record, field_id: str) -> int | None:
        """A year field as the fiscal year's number; a date cell means the fiscal year it falls in."""
        raw = record.raw.get(field_id)
        if isinstance(raw, date):
            return containing(raw, PeriodKind.YEAR, self.settings.rules.fiscal_first_month).year
        year = record.amount(field_id)
        return None if year is None else int(year)

    def _sorted(self, form: str) -> tuple[Record, ...]:
        key = (form, DEPARTMENT)
        if key not in self._rows:
            self._rows[key] = tuple(self.tables[form])
        return self._rows[key]

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
        for record in self._sorted("sales_plan"):
            quarter, actual = self.period(record, "quarter"), record.amount("actual")
            if quarter is not None and actual is not None and actual > 0:
                yield Order(quarter.end, record, ("quarter", "actual")), record.text("customer")
        for record in self._sorted("contract"):
            if (signed := record.day("signed_on")) is not None:
                yield Order(signed, record, ("signed_on",)), record.text("customer")
