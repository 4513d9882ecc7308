"""The department's records made ready for figures: each placed in its region, specialist and customer, once.

A record belongs where its customer's profile says; a record without a known customer belongs where its own 区域 and
负责专员 (or 被评人, 申请人) say; a record with neither counts for the department only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from ..dataclass import dataclass
from .customers import Customers, IdleRule, Order
from .form import forms
from .members import NOBODY, Members
from .periods import Period, PeriodKind, containing
from .records import Record, Tables
from .scope import DEPARTMENT, Scope, ScopeKind, Scopes
from .settings import Settings
from .table import Rows
from .timeline import Quarters, Timeline
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
        self._timelines: dict[tuple[str, str, tuple[str, str] | None, Scope], Timeline] = {}
        self._quarters: dict[tuple[str, str, Scope], Quarters] = {}

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
        if scope is DEPARTMENT or scope == DEPARTMENT:
            return Rows.all(table)
        if form not in self._placed:
            self._placed[form] = _by_scope(
                ((number, self.place(record)) for number, record in enumerate(table.records))
            )
        return Rows(table, self._placed[form].get(scope, ()))

    def timeline(
        self, form: str, field_id: str, scope: Scope = DEPARTMENT, said: tuple[str, str] | None = None
    ) -> Timeline:
        """The form's records of the scope by day; ``said``: those of which another field says just that."""
        key = (form, field_id, said, scope)
        found = self._timelines.get(key)
        if found is None:
            rows = self.rows(form, scope)
            found = self._timelines[key] = Timeline(rows.where(*said) if said else rows, field_id)
        return found

    def quarters(self, form: str, field_id: str, scope: Scope = DEPARTMENT) -> Quarters:
        """The form's records of the scope by quarter (or what else the field says)."""
        key = (form, field_id, scope)
        found = self._quarters.get(key)
        if found is None:
            found = self._quarters[key] = Quarters(self.rows(form, scope), self.periods(form, field_id))
        return found

    def first_days(self, form: str, field_id: str) -> Sequence[date | None]:
        """For each of the form's records the day that a field says, or the first day of the quarter."""
        if forms()[form].field(field_id).type != "quarter":
            return self.tables.table(form).days(field_id)
        found: list[date | None] = [None] * len(self.tables.table(form))
        for quarter, numbers in self.quarters(form, field_id):
            start = quarter.start
            for number in numbers:
                found[number] = start
        return found

    def latest(self, form: str, field_id: str, by: date) -> Mapping[str, date]:
        """For each customer that the form's records name, the last such day that is not after ``by``."""
        return self.timeline(form, field_id).latest(forms()[form].customer, by)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes from the facts, made when it is first asked for."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    def customers_in(self, scope: Scope) -> Members:
        """The customers of the scope, in reading order."""
        return (
            self.customers.everybody
            if scope is DEPARTMENT or scope == DEPARTMENT
            else self._customers_by_scope.get(scope, NOBODY)
        )

    @cached_property
    def _customers_by_scope(self) -> Mapping[Scope, Members]:
        everybody = self.customers.everybody
        found = _by_scope((at, Place(c.region, c.specialist, c.name)) for at, c in enumerate(everybody))
        return {scope: Members(everybody.roster, places) for scope, places in found.items()}

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

    def _sold(self) -> Iterator[tuple[date, int]]:
        """A quarter with actual sales counts as an order on its last day: that day and the plan's number."""
        actuals = self.tables.table("sales_plan").amounts("actual")
        for quarter, numbers in self.quarters("sales_plan", "quarter"):
            for number in numbers:
                if (actual := actuals[number]) is not None and actual > 0:
                    yield quarter.end, number

    @property
    def any_order(self) -> bool:
        """Whether there is any order at all: a signed contract counts on its day."""
        return len(self.timeline("contract", "signed_on")) > 0 or any(self._sold())

    @cached_property
    def last_orders(self) -> Mapping[str, date]:
        """The day of each customer's last order."""
        names = self.tables.table("sales_plan").texts("customer")
        found = dict(self.latest("contract", "signed_on", date.max))
        for day, number in self._sold():
            if day > found.get(names[number], date.min):
                found[names[number]] = day
        return found

    def _all_orders(self) -> Mapping[str, Sequence[Order]]:
        """Each customer's orders in the order of their days."""
        plans, contracts = self.tables.table("sales_plan"), self.tables.table("contract")
        found: dict[str, list[Order]] = {}
        for number, day in sorted((number, day) for day, number in self._sold()):
            order = Order(day, plans.record(number), ("quarter", "actual"))
            found.setdefault(plans.texts("customer")[number], []).append(order)
        for number, (name, signed) in enumerate(
            zip(contracts.texts("customer"), contracts.days("signed_on"), strict=True)
        ):
            if signed is not None:
                found.setdefault(name, []).append(Order(signed, contracts.record(number), ("signed_on",)))
        return {customer: sorted(mine, key=lambda order: order.day) for customer, mine in found.items()}


def _by_scope(placed: Iterable[tuple[T, Place]]) -> dict[Scope, list[T]]:
    """Each thing under its region, its specialist and its customer, in the order given."""
    found: dict[Scope, list[T]] = {}
    for thing, place in placed:
        for scope in place.scopes:
            found.setdefault(scope, []).append(thing)
    return found
