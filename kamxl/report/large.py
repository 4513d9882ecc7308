"""The board of a department too large to hold: the parts that its workbooks give, added up. A test compares with the whole."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from heapq import nsmallest
from itertools import chain, zip_longest
from typing import Any, Protocol

from ..dataclass import dataclass
from ..domain.counted import Known
from ..domain.customers import Customers
from ..domain.facts import Facts
from ..domain.grades import Ranking
from ..domain.kpi import DEPARTMENT, Answer, Evidence, Figure, Kpi, Scope, ScopeKind, Unit, answer
from ..domain.members import Roster
from ..domain.periods import Period, Span
from ..domain.records import Tables
from ..errors import say
from .board import Board, Movement
from .bundle import Bundle, Sums, Total, bundle
from .edition import Edition
from .part import FEW, TREND_LENGTH, Asked, Head, Tail, summarise
from .risk import GRADES, Level, Need, Sign, Tally, Watch, Whole, risks
from .shown import UNKNOWN, Seen, Shown, grouped, profile, sign
from .travel import Number, amount, evidence_in
from .valued import Home, Valued


class Group(Protocol):
    """Some customers and all their records, which no other group has: what they add up to, and the records if asked for."""

    def head(self) -> Head: ...

    def tail(self) -> Tail: ...

    def tables(self) -> Tables: ...


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups, and all their heads in the same order, added up; the bundles are drawn once."""

    groups: Sequence[Group]
    bundles: Iterable[Bundle]

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Grouped:
        """Where nothing was added up before."""
        return cls(groups, (bundle([group.head()]) for group in groups))


class Held:
    """A group whose records are here."""

    def __init__(self, tables: Tables, edition: Edition) -> None:
        self._tables = tables
        self._head, self._tail = summarise(tables, edition.settings, Asked(edition.period, edition.dated))

    def head(self) -> Head:
        return self._head

    def tail(self) -> Tail:
        return self._tail

    def tables(self) -> Tables:
        return self._tables


@dataclass(slots=True)
class _Sum:
    """What a figure is made from."""

    numerator: Total = 0
    denominator: Total | None = None

    def add(self, numerator: Number, denominator: Number | None) -> None:
        self.numerator += amount(numerator)
        if denominator is not None:
            self.denominator = (self.denominator or 0) + amount(denominator)

    def figure(self, evidence: tuple[Evidence, ...] = ()) -> Figure:
        return Figure((self.numerator, self.denominator), (Known(evidence),))


class LargeBoard(Board):
    """``edition.tables`` has the records without a customer; the groups have all others."""

    def __init__(self, edition: Edition, grouped: Grouped) -> None:
        super().__init__(edition)
        self._turns = {quarter: at for at, quarter in enumerate(Asked(edition.period, edition.dated).trend())}
        held = Held(edition.tables, edition)
        self._groups = (held, *grouped.groups)
        self._at = {kpi.id: at for at, kpi in enumerate(self.kpis)}
        self._spans: dict[tuple[str, Period], Span | None] = {}
        self._trend = Sums(len(self.kpis) * TREND_LENGTH)
        self._scoped: dict[Scope, Sums] = {}
        self._moved: dict[Scope, Movement] = {}
        self._behind = array("I")  # each group's records behind each KPI
        self._calls: Counter[tuple[str, int]] = Counter()
        self._kept: set[Need] = set()
        self._seen: list[Seen] = []
        self._regions = dict.fromkeys(self.facts.scopes.regions)
        self._people = dict.fromkeys(self.facts.scopes.specialists, "")
        valued, first = Valued(), 0
        for one in chain([bundle([held.head()])], grouped.bundles):
            self._add(first, one)
            valued.add(first, one)
            first += one.groups
        self._ranking, fallen, self._known = valued.rank(edition.settings.rules, edition.most.customers)
        self._of_all = self._signs_of_all(fallen)

    def _add(self, first: int, one: Bundle) -> None:
        """``first`` is the number of the bundle's first group."""
        self._trend.add(one.whole)
        self._move(DEPARTMENT, one.moved)
        for kind, name, moved, *row in one.scopes:
            scope = Scope(ScopeKind(kind), name)
            self._move(scope, moved)
            if scope not in self._scoped:
                self._scoped[scope] = Sums(len(self.kpis))
            self._scoped[scope].add(row)
        for region, specialist in one.places:
            self._regions.setdefault(region)
            self._people[specialist] = self._people.get(specialist) or region
        self._behind.extend(chain.from_iterable(one.behind))
        self._calls.update({(person, day): count for person, day, count in one.calls})
        self._kept.update(map(Need, one.keeps))
        self._seen += [Seen(first + group, *sign) for group, *sign in one.signs]

    @cached_property
    def _homes(self) -> dict[str, Home]:
        """Where every customer is, from their groups."""
        found: dict[str, Home] = {}
        for number, group in enumerate(self._groups):
            head = group.head()
            places = [(region, specialist) for region, specialist in head.places]
            for at, (name, place) in enumerate(zip_longest(head.names, head.place_of)):
                found[name] = number, at, None if place is None else places[place]
        return found

    def _home(self, name: str) -> Home | None:
        return self._known.get(name) or self._homes.get(name)

    def _move(self, scope: Scope, moved: list[int]) -> None:
        known = self._moved.get(scope)
        self._moved[scope] = Movement(*moved) if known is None else known + Movement(*moved)

    # -- figures -----------------------------------------------------------------------------------------------------

    def answer(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Answer:
        """From the sums; what the groups were not asked for is counted from their records, which takes its time."""
        asked = period or self.edition.period
        key = (kpi.id, scope, asked)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self._answer(kpi, scope, asked)
        return found

    def _answer(self, kpi: Kpi, scope: Scope, asked: Period) -> Answer:
        span = self._span(kpi, asked)
        if span is None:
            return answer(kpi, asked, scope, self._empty)
        found = self._sum(kpi, scope, asked)
        if found.denominator is None and kpi.unit is not Unit.COUNT:
            found.denominator = 0
        whole = scope.kind is ScopeKind.DEPARTMENT and asked == self.edition.period
        figure = found.figure(self._evidence[kpi.id] if whole else ())
        reason = None
        if found.denominator == 0:
            named = {"kpi": kpi.zh, "period": asked.zh, "scope": scope.zh, "definition": kpi.definition}
            reason = say("kpis.no_denominator", **named)
        return Answer(kpi, asked, scope, span, figure, reason)

    def _span(self, kpi: Kpi, asked: Period) -> Span | None:
        """The days to measure; ``None`` where there can be no figure: not for such a period, or not before that has begun."""
        key = (kpi.id, asked)
        if key not in self._spans:
            plain = answer(kpi, asked, DEPARTMENT, self._empty)
            future = plain.reason is not None and plain.reason.code == "kpis.not_begun"
            self._spans[key] = None if future else plain.span
        return self._spans[key]

    @cached_property
    def _empty(self) -> Facts:
        return Facts(Tables(), self.edition.settings)

    def _sum(self, kpi: Kpi, scope: Scope, asked: Period) -> _Sum:
        at = self._at[kpi.id]
        if scope.kind is ScopeKind.DEPARTMENT and asked in self._turns:
            return _sum(self._trend, at * TREND_LENGTH + self._turns[asked])
        if asked == self.edition.period:
            if scope.kind in (ScopeKind.REGION, ScopeKind.SPECIALIST):
                return _sum(self._scoped[scope], at) if scope in self._scoped else _Sum()
            if kpi.id in ("plan_rate", "complaints") and scope.kind is ScopeKind.CUSTOMER:
                return self._of_customer(kpi, scope.name)
        return self._counted(kpi, scope, asked)

    def _of_customer(self, kpi: Kpi, name: str) -> _Sum:
        found = _Sum()
        if self._home(name):
            shown = self._shown.get(name) or self._looked_up([name])[name]
            numerator, denominator = shown.sales if kpi.id == "plan_rate" else shown.complaints
            found.add(numerator, None if kpi.unit is Unit.COUNT else denominator)
        return found

    def _counted(self, kpi: Kpi, scope: Scope, asked: Period) -> _Sum:
        groups = self._groups
        if scope.kind is ScopeKind.CUSTOMER:
            home = self._home(scope.name)
            groups = (groups[home[0]],) if home else ()
        found = _Sum()
        for group in groups:
            figure = answer(kpi, asked, scope, Facts(group.tables(), self.edition.settings)).figure
            found.add(str(figure.numerator), None if figure.denominator is None else str(figure.denominator))
        return found

    @cached_property
    def _evidence(self) -> dict[str, tuple[Evidence, ...]]:
        """The first records behind each of the department's figures: kept where they are few, else looked up."""
        found: dict[str, list[Evidence]] = {kpi.id: [] for kpi in self.kpis}
        most = self.edition.most.evidence
        for number, group in enumerate(self._groups):
            counts = self._behind[number * len(self.kpis) : (number + 1) * len(self.kpis)]
            wanted = [kpi for kpi, count in zip(self.kpis, counts, strict=True) if count and len(found[kpi.id]) < most]
            if not wanted:
                continue
            facts: Facts | None = None
            few: dict[str, list[Any]] = {}
            for kpi in wanted:
                if counts[self._at[kpi.id]] <= FEW:
                    few = few or group.tail().evidence_by_kpi()
                    more: Iterable[Evidence] = evidence_in(few.get(kpi.id, [[], []]))
                else:
                    facts = facts or Facts(group.tables(), self.edition.settings)
                    more = answer(kpi, self.edition.period, DEPARTMENT, facts).figure.evidence
                found[kpi.id].extend(more)
        return {kpi: tuple(evidence[:most]) for kpi, evidence in found.items()}

    def records_behind(self, kpi: Kpi) -> int:
        return sum(self._behind[self._at[kpi.id] :: len(self.kpis)])

    def movement(self, scope: Scope = DEPARTMENT, period: Period | None = None) -> Movement:
        return self._moved.get(scope, Movement(0, 0, 0, 0))

    # -- customers ---------------------------------------------------------------------------------------------------

    def ranking(self) -> Ranking:
        return self._ranking

    @cached_property
    def _shown(self) -> dict[str, Shown]:
        """The customers that the report lists."""
        names, most = [one.customer for one in self._ranking.grades], self.edition.most.customers
        if len(self._ranking.letters) <= most:  # prospects and lost customers are listed too
            names += [name for name in self._homes if name not in self._ranking.letters]
        return self._looked_up(names[: 3 * most])

    @property
    def customers(self) -> Customers:
        """The customers that the report lists."""
        return self._listed

    @cached_property
    def _listed(self) -> Customers:
        return Customers(Roster.of(one.customer for one in self._shown.values() if one.customer is not None))

    def _looked_up(self, names: Iterable[str]) -> dict[str, Shown]:
        """What a report shows of these customers; each group is looked into once and let go."""
        found: dict[str, Shown] = dict.fromkeys(names, UNKNOWN)
        homes = ((name, home) for name in found if (home := self._home(name)) is not None)
        for number, mine in grouped(homes, lambda one: one[1][0]):
            tail = self._groups[number].tail()
            sales = {at: (num, den) for at, num, den in tail.sales}
            complaints = {at: (num, den) for at, num, den in tail.complaints}
            for name, (_, at, place) in mine:
                known = profile(tail, at, name, *place) if place is not None else None
                found[name] = Shown(known, sales.get(at, (0, 0)), complaints.get(at, (0, 0)))
        return found

    def regions(self) -> tuple[str, ...]:
        return tuple(region for region in self._regions if region)

    def specialists(self) -> tuple[tuple[str, str], ...]:
        staff = {person.name: person.region for person in self.edition.settings.staff}
        return tuple((name, staff.get(name) or region) for name, region in self._people.items() if name)

    # -- early signs -------------------------------------------------------------------------------------------------

    def _signs_of_all(self, fallen: Mapping[str, str]) -> list[Sign]:
        """The signs that look at everybody together; ``fallen``: whose grade was better a quarter ago, and which it was."""
        known = (one.customer for one in self._looked_up(fallen).values())
        active = (one for one in known if one is not None and one.active_on(self.edition.dated))
        whole = Whole(self._ranking.letters, fallen, frozenset(self._kept), tuple(active), _by_day(self._calls))
        watch = Watch(self._empty, self.edition.period, self.edition.dated, whole)
        return [sign for risk in risks() if risk.of_all for sign in risk.signs(watch)]

    @cached_property
    def _levels(self) -> list[tuple[Level, int, Seen]]:
        """The signs that hold now that the grades are known, with the turn (of ``GRADES``) in which each was seen."""
        looked_for = [risk.needs in self._kept for risk in risks()]
        letters = self._ranking.letters
        levels = {str(level.value): level for level in Level}
        turns = {grade: turn for turn, grade in enumerate(GRADES)}
        found = []
        for seen in self._seen:
            turn = turns[letters.get(seen.customer, "")] if len(seen.levels) > 1 else 0
            level = levels.get(seen.levels[turn])
            if level is not None and looked_for[seen.risk]:
                found.append((level, turn, seen))
        return found

    def tally(self) -> Tally:
        tally, ids = Tally.of(self._of_all), [risk.id for risk in risks()]
        for level, _, seen in self._levels:
            tally.add(ids[seen.risk], level, seen.region, seen.specialist)
        return tally

    def signs(self) -> list[Sign]:
        """The most urgent ones."""
        ids, most = [risk.id for risk in risks()], self.edition.most.signs

        def order(found: tuple[Level, int, Seen]) -> tuple[int, str, str, str, str]:
            level, _, seen = found
            return (level, seen.region, seen.specialist, seen.customer, ids[seen.risk])

        urgent = nsmallest(most, self._levels, key=order)
        first: list[Sign] = []
        for number, mine in grouped(urgent, lambda found: found[2].group):
            tail = self._groups[number].tail()
            first += [sign(tail, *found) for found in mine]
        return sorted([*first, *self._of_all], key=lambda one: one.order)[:most]


def _sum(sums: Sums, place: int) -> _Sum:
    return _Sum(sums.numerators[place], sums.denominators[place])


def _by_day(calls: Counter[tuple[str, int]]) -> dict[tuple[str, date], int]:
    return {(person, date.fromordinal(day)): count for (person, day), count in calls.items()}
