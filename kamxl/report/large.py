"""The board of a department too large to hold: the parts that its workbooks give, added up. A test compares with the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from heapq import nsmallest

from ..domain.customers import Customer, Customers, Loss
from ..domain.facts import Facts
from ..domain.grades import Ranking, ranking
from ..domain.kpi import DEPARTMENT, Answer, Evidence, Figure, Kpi, Scope, ScopeKind, Unit, answer
from ..domain.periods import Period
from ..domain.records import Record, Source, Tables
from ..errors import say
from .board import MOST_CUSTOMERS, MOST_EVIDENCE, MOST_SIGNS, Board, Movement
from .edition import Edition
from .part import FEW, GRADES, TREND_LENGTH, Asked, Head, Number, Tail, amount, evidence_in, seen_at, summarise
from .risk import Level, Need, Sign, Tally, Watch, Whole, risks

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Some customers and all their records, which no other group has: what they add up to, and the records if asked for."""

    head: Callable[[], Head]
    tail: Callable[[], Tail]
    tables: Callable[[], Tables]

    @classmethod
    def of(cls, tables: Tables, edition: Edition) -> Group:
        """Of records that are here."""
        head, tail = summarise(tables, edition.settings, Asked(edition.period, edition.dated))
        return cls(lambda: head, lambda: tail, lambda: tables)


@dataclass(slots=True)
class _Sum:
    """A figure as it grows: exact, and quick where all amounts are whole."""

    numerator: Decimal | int = 0
    denominator: Decimal | int | None = None

    def add(self, numerator: Number, denominator: Number | None) -> None:
        self.numerator += amount(numerator)
        if denominator is not None:
            self.denominator = (self.denominator or 0) + amount(denominator)

    def figure(self, evidence: tuple[Evidence, ...] = ()) -> Figure:
        denominator = None if self.denominator is None else Decimal(self.denominator)
        return Figure(Decimal(self.numerator), denominator, evidence)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sign before the grades are known: where it stands in its group, of whom it is, and how urgent by grade."""

    group: int
    at: int
    risk: int
    customer: str
    region: str
    specialist: str
    levels: str


class LargeBoard(Board):
    """``edition.tables`` has the records without a customer; the groups have all others."""

    def __init__(self, edition: Edition, groups: Iterable[Group]) -> None:
        super().__init__(edition)
        self._asked = Asked(edition.period, edition.dated)
        self._groups = (Group.of(edition.tables, edition), *groups)
        self._trend = [[_Sum() for _ in range(TREND_LENGTH)] for _ in self.kpis]
        self._scoped: dict[Scope, list[_Sum]] = {}
        self._moved: dict[Scope, Movement] = {}
        self._home: dict[str, int] = {}
        self._now: dict[str, Decimal | int] = {}
        self._before: dict[str, Decimal | int] = {}
        self._behind: list[list[int]] = []
        self._calls: Counter[tuple[str, int]] = Counter()
        self._kept: set[Need] = set()
        self._seen: list[_Seen] = []
        self._regions = dict.fromkeys(self.facts.scopes.regions)
        self._people = dict.fromkeys(self.facts.scopes.specialists, "")
        for number, group in enumerate(self._groups):
            self._add(number, group.head())

    def _add(self, number: int, head: Head) -> None:
        for sums, row in zip(self._trend, head.whole, strict=True):
            for one, at in zip(sums, range(0, len(row), 2), strict=True):
                one.add(row[at] or 0, row[at + 1])
        self._move(DEPARTMENT, head.moved)
        for kind, name, moved, *row in head.scopes:
            scope = Scope(ScopeKind(kind), name)
            self._move(scope, moved)
            mine = self._scoped.setdefault(scope, [_Sum() for _ in self.kpis])
            for one, at in zip(mine, range(0, len(row), 2), strict=True):
                one.add(row[at] or 0, row[at + 1])
        for region, specialist in head.places:
            self._regions.setdefault(region)
            self._people[specialist] = self._people.get(specialist) or region
        self._home.update(dict.fromkeys(head.names, number))
        for values, kept in ((head.now, self._now), (head.before, self._before)):
            kept.update(
                (name, amount(value)) for name, value in zip(head.names, values, strict=True) if value is not None
            )
        self._behind.append(head.behind)
        self._calls.update({(person, day): count for person, day, count in head.calls})
        self._kept.update(map(Need, head.keeps))
        for at, (risk, name, levels) in enumerate(head.signs):
            region, specialist = head.places[head.place_of[name]] if name < len(head.place_of) else ("", "")
            self._seen.append(_Seen(number, at, risk, head.names[name], region, specialist, levels))

    def _move(self, scope: Scope, moved: list[int]) -> None:
        known = self._moved.get(scope)
        self._moved[scope] = Movement(*moved) if known is None else known + Movement(*moved)

    # -- figures -----------------------------------------------------------------------------------------------------

    def answer(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Answer:
        """From the sums; what the groups were not asked for is counted from their records, which takes its time."""
        asked = period or self.edition.period
        key = (kpi.id, scope, asked)
        if key not in self._answers:
            self._answers[key] = self._answer(kpi, scope, asked)
        return self._answers[key]

    def _answer(self, kpi: Kpi, scope: Scope, asked: Period) -> Answer:
        plain = answer(kpi, asked, scope, self._empty)
        if plain.span is None or (plain.reason is not None and plain.reason.code == "kpis.not_begun"):
            return plain
        found = self._sum(kpi, scope, asked)
        if found.denominator is None and kpi.unit is not Unit.COUNT:
            found.denominator = 0
        whole = scope == DEPARTMENT and asked == self.edition.period
        figure = found.figure(self._evidence[kpi.id] if whole else ())
        reason = None
        if figure.value is None:
            named = {"kpi": kpi.zh, "period": asked.zh, "scope": scope.zh, "definition": kpi.definition}
            reason = say("kpis.no_denominator", **named)
        return Answer(kpi, asked, scope, kpi.span(asked), figure, reason)

    @cached_property
    def _empty(self) -> Facts:
        return Facts(Tables(), self.edition.settings)

    def _sum(self, kpi: Kpi, scope: Scope, asked: Period) -> _Sum:
        at, trend = self.kpis.index(kpi), self._asked.trend()
        if scope == DEPARTMENT and asked in trend:
            return self._trend[at][trend.index(asked)]
        if asked == self.edition.period:
            if scope.kind in (ScopeKind.REGION, ScopeKind.SPECIALIST):
                return self._scoped[scope][at] if scope in self._scoped else _Sum()
            if kpi.id in ("plan_rate", "complaints") and scope.kind is ScopeKind.CUSTOMER:
                return self._of_customer(kpi, scope.name)
        return self._counted(kpi, scope, asked)

    def _of_customer(self, kpi: Kpi, name: str) -> _Sum:
        found = _Sum()
        home = self._home.get(name)
        if home is not None:
            tail = self._tail(home)
            sums = tail.sales if kpi.id == "plan_rate" else tail.complaints
            numerator, denominator = sums.get(name, (0, 0))
            found.add(numerator, None if kpi.unit is Unit.COUNT else denominator)
        return found

    def _counted(self, kpi: Kpi, scope: Scope, asked: Period) -> _Sum:
        groups = self._groups
        if scope.kind is ScopeKind.CUSTOMER:
            groups = tuple(groups[home] for name, home in self._home.items() if name == scope.name)
        found = _Sum()
        for group in groups:
            figure = answer(kpi, asked, scope, Facts(group.tables(), self.edition.settings)).figure
            found.add(str(figure.numerator), None if figure.denominator is None else str(figure.denominator))
        return found

    @cached_property
    def _evidence(self) -> dict[str, tuple[Evidence, ...]]:
        """The first records behind each of the department's figures: kept where they are few, else looked up."""
        found: dict[str, list[Evidence]] = {kpi.id: [] for kpi in self.kpis}
        for number, (group, counts) in enumerate(zip(self._groups, self._behind, strict=True)):
            wanted = [
                kpi
                for kpi, count in zip(self.kpis, counts, strict=True)
                if count and len(found[kpi.id]) < MOST_EVIDENCE
            ]
            if not wanted:
                continue
            facts: Facts | None = None
            for kpi in wanted:
                if counts[self.kpis.index(kpi)] <= FEW:
                    more: Iterable[Evidence] = evidence_in(self._tail(number).evidence.get(kpi.id, "[]"))
                else:
                    facts = facts or Facts(group.tables(), self.edition.settings)
                    more = answer(kpi, self.edition.period, DEPARTMENT, facts).figure.evidence
                found[kpi.id].extend(more)
        return {kpi: tuple(evidence[:MOST_EVIDENCE]) for kpi, evidence in found.items()}

    def records_behind(self, kpi: Kpi) -> int:
        at = self.kpis.index(kpi)
        return sum(counts[at] for counts in self._behind)

    def movement(self, scope: Scope = DEPARTMENT, period: Period | None = None) -> Movement:
        return self._moved.get(scope, Movement(0, 0, 0, 0))

    # -- customers ---------------------------------------------------------------------------------------------------

    @cached_property
    def _ranking(self) -> Ranking:
        return ranking(self._now, self.edition.settings.rules, MOST_CUSTOMERS)

    @cached_property
    def _letters_before(self) -> dict[str, str]:
        return dict(ranking(self._before, self.edition.settings.rules, 0).letters)

    def ranking(self) -> Ranking:
        return self._ranking

    @cached_property
    def _listed(self) -> Customers:
        names = [one.customer for one in self._ranking.grades]
        if len(self._ranking.letters) <= MOST_CUSTOMERS:  # prospects and lost customers are listed too
            names += [name for name in self._home if name not in self._ranking.letters]
        return Customers(
            {name: one for name in names[: 3 * MOST_CUSTOMERS] if (one := self._customer(name)) is not None}
        )

    @property
    def customers(self) -> Customers:
        """The customers that the report lists."""
        return self._listed

    def _customer(self, name: str) -> Customer | None:
        """With what a report shows of it; ``None`` without a profile."""
        home = self._home.get(name)
        return None if home is None else self._tail(home).customer(name)

    def _tail(self, number: int) -> _Shown:
        """A group's tail made ready; few groups are shown, and they are asked for again and again."""
        if number not in self._tails:
            group = self._groups[number]
            self._tails[number] = _Shown(group.head(), group.tail())
        return self._tails[number]

    @cached_property
    def _tails(self) -> dict[int, _Shown]:
        return {}

    def regions(self) -> tuple[str, ...]:
        return tuple(region for region in self._regions if region)

    def specialists(self) -> tuple[tuple[str, str], ...]:
        staff = {person.name: person.region for person in self.edition.settings.staff}
        return tuple((name, staff.get(name) or region) for name, region in self._people.items() if name)

    # -- early signs -------------------------------------------------------------------------------------------------

    @cached_property
    def _of_all(self) -> list[Sign]:
        """The signs that look at everybody together."""
        now, before = self._ranking.letters, self._letters_before
        moved = [name for name, letter in now.items() if name in before and before[name] != letter]
        active = (one for name in moved if self._is_active(name) and (one := self._customer(name)) is not None)
        whole = Whole(now, before, frozenset(self._kept), tuple(active), _by_day(self._calls))
        watch = Watch(self._empty, self.edition.period, self.edition.dated, whole)
        return [sign for risk in risks() if risk.of_all for sign in risk.signs(watch)]

    def _is_active(self, name: str) -> bool:
        return self._tail(self._home[name]).is_active(name)

    def _levels(self) -> Iterator[tuple[Level, int, _Seen]]:
        """The signs that hold now that the grades are known, with the turn (of ``GRADES``) in which each was seen."""
        kinds, letters = risks(), self._ranking.letters
        turns = {grade: turn for turn, grade in enumerate(GRADES)}
        for seen in self._seen:
            turn = turns[letters.get(seen.customer, "")] if len(seen.levels) > 1 else 0
            level = int(seen.levels[turn])
            if level and kinds[seen.risk].needs in self._kept:
                yield Level(level), turn, seen

    def tally(self) -> Tally:
        tally = Tally.of(self._of_all)
        for level, _, seen in self._levels():
            tally.add(risks()[seen.risk].id, level, seen.region, seen.specialist)
        return tally

    def signs(self) -> list[Sign]:
        """The most urgent ones."""
        kinds = risks()

        def order(found: tuple[Level, int, _Seen]) -> tuple[int, str, str, str, str]:
            level, _, seen = found
            return (level, seen.region, seen.specialist, seen.customer, kinds[seen.risk].id)

        first = [self._sign(*found) for found in nsmallest(MOST_SIGNS, self._levels(), key=order)]
        return sorted([*first, *self._of_all], key=lambda sign: sign.order)[:MOST_SIGNS]

    def _sign(self, level: Level, turn: int, seen: _Seen) -> Sign:
        tail = self._tail(seen.group)
        said = tail.said[seen.at][sum(1 for one in seen.levels[:turn] if one != "0")]
        record, field = seen_at(said)
        texts = tail.texts[said[0]], tail.texts[said[1]]
        risk = risks()[seen.risk].id
        return Sign(risk, level, seen.customer, seen.region, seen.specialist, *texts, record, field)


class _Shown:
    """A tail by customers' names, of which few are asked for."""

    def __init__(self, head: Head, tail: Tail) -> None:
        self.texts, self.said = tail.texts, tail.said
        self.evidence: dict[str, str] = {row[0]: row[1] for row in tail.evidence}
        self.sales = {head.names[at]: (num, den) for at, num, den in tail.sales}
        self.complaints = {head.names[at]: (num, den) for at, num, den in tail.complaints}
        self._head, self._profiles = head, tail.profiles
        self._at = {name: at for at, name in enumerate(head.names[: len(tail.profiles)])}

    def customer(self, name: str) -> Customer | None:
        """With what a report shows of it; ``None`` without a profile."""
        at = self._at.get(name)
        if at is None:
            return None
        region, specialist = self._head.places[self._head.place_of[at]]
        grade, status, since, lost, _ = self._profiles[at]
        values = {"customer": name, "region": region, "specialist": specialist, "grade": grade, "status": status}
        record = Record.made("profile", values, {}, Source("", "", {}))
        losses = (Loss(date.fromordinal(lost), None, record, ()),) if lost else ()
        day = date.fromordinal(since) if since else None
        return Customer(name, region, specialist, grade, day, record, losses)

    def is_active(self, name: str) -> bool:
        at = self._at.get(name)
        return at is not None and bool(self._profiles[at][-1])


def _by_day(calls: Counter[tuple[str, int]]) -> dict[tuple[str, date], int]:
    return {(person, date.fromordinal(day)): count for (person, day), count in calls.items()}
