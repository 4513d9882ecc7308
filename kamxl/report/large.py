"""The board of a department too large to hold: its customers are taken in groups, one group in memory at a time.

Every KPI is a sum over records (numerator and denominator), and a record counts with its own customer's profile only; so
the figures of groups that share no customer add up to the figures of the whole. A test compares with the whole board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ..domain.customers import Customer, Customers
from ..domain.facts import Facts, Place
from ..domain.grades import Grade, annual_values, rank
from ..domain.kpi import DEPARTMENT, Answer, Evidence, Figure, Kpi, Scope, ScopeKind, Unit, answer
from ..domain.periods import Period
from ..domain.records import Tables
from ..errors import say
from .board import MOST_EVIDENCE, Board, Movement
from .edition import Edition
from .risk import CONTACTS, Sign, Watch, Whole, signs

MOST_SIGNS = 5000
MOST_CUSTOMERS = 2000
Groups = Callable[[], Iterator[Tables]]


@dataclass(slots=True)
class _Sum:
    """A figure as it grows. ``plain`` is the answer for which no figure is to be had (not for such a period)."""

    numerator: Decimal = Decimal(0)
    denominator: Decimal | None = None
    plain: Answer | None = None

    def add(self, found: Answer) -> None:
        if found.span is None or (found.reason is not None and found.reason.code == "kpis.not_begun"):
            self.plain = replace(found, figure=Figure(Decimal(0), None))
            return
        self.numerator += found.figure.numerator
        if found.figure.denominator is not None:
            self.denominator = (self.denominator or Decimal(0)) + found.figure.denominator


class LargeBoard(Board):
    """``edition.tables`` has the records without a customer; ``groups`` gives the others, a set of customers at a time.

    ``groups`` is walked twice: first for the customers' values, from which the grades follow, then for all the rest.
    """

    def __init__(self, edition: Edition, groups: Groups) -> None:
        super().__init__(edition)
        self._groups = groups
        self._sums: dict[tuple[str, Scope, Period], _Sum] = {}
        self._evidence: dict[str, list[Evidence]] = {kpi.id: [] for kpi in self.kpis}
        self._behind: dict[str, int] = {}
        self._moved: dict[Scope, Movement] = {}
        self._signs: list[Sign] = []
        self._regions = dict.fromkeys(self.facts.scopes.regions)
        self._people = dict.fromkeys(self.facts.scopes.specialists, "")
        self._values()
        self._figures(edition.tables)
        for tables in groups():
            self._figures(tables)

    def _values(self) -> None:
        """Everybody's annual value, now and a quarter ago: the grades, and whose profile is to be kept."""
        period = self.edition.period
        contacts = any(self.facts.rows(form) for form, _ in CONTACTS)
        now: dict[str, Decimal] = {}
        before: dict[str, Decimal] = {}
        for tables in self._groups():
            facts = Facts(tables, self.edition.settings)
            now.update(annual_values(facts, period))
            before.update(annual_values(facts, period.previous))
            contacts = contacts or any(facts.rows(form) for form, _ in CONTACTS)
        rules = self.edition.settings.rules
        self._grades = rank(now, rules)
        self._whole = Whole(_letters(self._grades), _letters(rank(before, rules)), contacts)
        self._shown = {one.customer for one in self._grades[:MOST_CUSTOMERS]}
        self._lists_others = len(self._grades) <= MOST_CUSTOMERS  # prospects and lost customers are listed too
        self._profiles: dict[str, Customer] = {}

    def _figures(self, tables: Tables) -> None:
        facts = Facts(tables, self.edition.settings)
        period = self.edition.period
        for kpi in self.kpis:
            for quarter in self.trend():
                found = answer(kpi, quarter, DEPARTMENT, facts)
                self._sum(kpi, DEPARTMENT, quarter).add(found)
                if quarter == period:
                    kept = self._evidence[kpi.id]
                    kept.extend(found.figure.evidence[: MOST_EVIDENCE - len(kept)])
                    self._behind[kpi.id] = self._behind.get(kpi.id, 0) + len(found.figure.evidence)
            for scope in self._scopes(facts):
                self._sum(kpi, scope, period).add(answer(kpi, period, scope, facts))
        self._customers(facts)
        watch = Watch(facts, period, self.edition.dated, self._whole)
        self._signs = sorted([*self._signs, *signs(watch)], key=lambda sign: sign.order)[:MOST_SIGNS]

    def _sum(self, kpi: Kpi, scope: Scope, period: Period) -> _Sum:
        return self._sums.setdefault((kpi.id, scope, period), _Sum())

    def _scopes(self, facts: Facts) -> set[Scope]:
        """The regions and people that the group's records may count for."""
        found = {
            scope for customer in facts.customers for scope in Place(customer.region, customer.specialist, "").scopes
        }
        for form in facts.tables.forms:
            for record in facts.rows(form):
                place = facts.place(record)
                found.update(Place(place.region, place.specialist, "").scopes)
                if person := record.text("person"):  # a rating counts for the person rated
                    found.add(Scope(ScopeKind.SPECIALIST, person))
        return found

    def _customers(self, facts: Facts) -> None:
        period = self.edition.period
        plan, complaints = self.kpi("plan_rate"), self.kpi("complaints")
        for customer in facts.customers:
            moved = Movement(
                opening=int(customer.active_at_start(period.start)),
                won=int(customer.since is not None and customer.since in period),
                lost=sum(1 for loss in customer.losses if loss.day in period),
                closing=int(customer.active_on(period.end)),
            )
            for scope in (DEPARTMENT, *Place(customer.region, customer.specialist, "").scopes):
                self._moved[scope] = self._moved.get(scope, Movement(0, 0, 0, 0)) + moved
            self._regions.setdefault(customer.region)
            self._people[customer.specialist] = self._people.get(customer.specialist) or customer.region
            if customer.name in self._shown or (self._lists_others and len(self._profiles) < 2 * MOST_CUSTOMERS):
                self._profiles[customer.name] = customer
                scope = Scope(ScopeKind.CUSTOMER, customer.name)
                for kpi in (plan, complaints):
                    if kpi is not None:
                        self._sum(kpi, scope, period).add(answer(kpi, period, scope, facts))

    def answer(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Answer:
        """From the sums. A scope that the groups were not asked for has no figure."""
        asked = period or self.edition.period
        nothing = _Sum(denominator=None if kpi.unit is Unit.COUNT else Decimal(0))
        found = self._sums.get((kpi.id, scope, asked), nothing)
        if found.plain is not None:
            return replace(found.plain, scope=scope)
        whole = scope == DEPARTMENT and asked == self.edition.period
        figure = Figure(found.numerator, found.denominator, tuple(self._evidence[kpi.id]) if whole else ())
        reason = None
        if figure.value is None:
            named = {"kpi": kpi.zh, "period": asked.zh, "scope": scope.zh, "definition": kpi.definition}
            reason = say("kpis.no_denominator", **named)
        return Answer(kpi, asked, scope, kpi.span(asked), figure, reason)

    def records_behind(self, kpi: Kpi) -> int:
        return self._behind.get(kpi.id, 0)

    def movement(self, scope: Scope = DEPARTMENT, period: Period | None = None) -> Movement:
        return self._moved.get(scope, Movement(0, 0, 0, 0))

    @property
    def customers(self) -> Customers:
        """The customers that the report lists."""
        return Customers(self._profiles)

    def grades(self) -> tuple[Grade, ...]:
        return self._grades

    def signs(self) -> list[Sign]:
        return self._signs

    def regions(self) -> tuple[str, ...]:
        return tuple(region for region in self._regions if region)

    def specialists(self) -> tuple[tuple[str, str], ...]:
        staff = {person.name: person.region for person in self.edition.settings.staff}
        return tuple((name, staff.get(name) or region) for name, region in self._people.items() if name)


def _letters(ranked: tuple[Grade, ...]) -> dict[str, str]:
    return {one.customer: one.grade for one in ranked}
