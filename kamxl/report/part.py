"""What some of a department's customers add to its report: summed up where their records are read, small, and exact.

Every KPI is a sum over records (numerator and denominator), and a record counts with its own customer's profile only; so
the parts of groups that share no customer add up to the whole, and each can be kept until its records change. ``Head``
is what every report needs of every part, ``Tail`` what it needs of those that it shows. Both are plain JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..dataclass import dataclass
from ..domain.customers import Customer
from ..domain.facts import Facts, Place
from ..domain.form import forms
from ..domain.grades import annual_values
from ..domain.kpi import DEPARTMENT, Answer, Figure, Kpi, Part, Scope, ScopeKind, answer, kpis
from ..domain.periods import Period
from ..domain.records import Record, Tables
from ..domain.settings import Settings
from .risk import Sign, Watch, Whole, calls, kept, risks
from .travel import Number, evidence_out, number, sign_out, text_of

TREND_LENGTH = 8
FEW = 20
"""A part keeps the evidence of a figure when it has at most so many records; of more it says only how many."""
GRADES = ("A", "B", "C", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about: its quarter and the document's date."""

    period: Period
    dated: date

    def trend(self) -> tuple[Period, ...]:
        """The eight quarters that end with the report's."""
        return tuple(self.period.shifted(step) for step in range(1 - TREND_LENGTH, 1))


@dataclass(frozen=True, slots=True)
class Head:
    """``names``: every customer that a record names; the first ``len(place_of)`` of them have their profile here.

    ``whole`` has a row for each KPI: numerator and denominator (``None``: a count) of each quarter of the trend; ``scopes``
    have kind, name, customers' movement, and numerator and denominator of each KPI in the quarter. ``signs`` have the
    risk's number, the name's, and the level for each of ``GRADES`` ("0": none), or one level for any grade.
    """

    names: list[str]
    places: list[list[str]]
    place_of: list[int]
    now: list[Number | None]
    before: list[Number | None]
    moved: list[int]
    whole: list[list[Number | None]]
    scopes: list[list[Any]]
    behind: list[int]
    calls: list[list[Any]]
    keeps: list[str]
    signs: list[list[Any]]

    def dump(self) -> bytes:
        return _dump(self)

    @classmethod
    def load(cls, payload: bytes) -> Head:
        return cls(*json.loads(payload))


@dataclass(frozen=True, slots=True)
class Tail:
    """``profiles``: grade, status, since (0: never), and each loss with the day of coming back (0: not yet); ``sales`` and
    ``complaints``: the name's number, numerator, denominator; ``evidence``: KPI and (as text) records, of figures with few;
    ``said``: what each sign of the head says (numbers of ``texts``) and where it is seen.
    """

    profiles: list[list[Any]]
    sales: list[list[Any]]
    complaints: list[list[Any]]
    evidence: list[list[str]]
    texts: list[str]
    said: list[list[list[Any]]]

    def dump(self) -> bytes:
        return _dump(self)

    @classmethod
    def load(cls, payload: bytes) -> Tail:
        return cls(*json.loads(payload))


def _dump(made: Head | Tail) -> bytes:
    return text_of([getattr(made, field.name) for field in fields(made)]).encode()


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def summarise(tables: Tables, settings: Settings, asked: Asked) -> tuple[Head, Tail]:
    """What these records add. No other group may have a record of the same customers."""
    return _Sums(Facts(tables, settings), asked).made()


class _Sums:
    """One group of records being summed up."""

    def __init__(self, facts: Facts, asked: Asked) -> None:
        self.facts = facts
        self.asked = asked
        self.customers = tuple(facts.customers)
        self.names = list(dict.fromkeys([customer.name for customer in self.customers] + list(_named(facts))))
        self.number = {name: at for at, name in enumerate(self.names)}
        self.now: dict[str, Figure] = {}

    def made(self) -> tuple[Head, Tail]:
        facts, asked = self.facts, self.asked
        whole = [self._trend(kpi) for kpi in kpis().values()]
        values = (annual_values(facts, asked.period), annual_values(facts, asked.period.previous))
        places = {(customer.region, customer.specialist): 0 for customer in self.customers}
        places.update((place, at) for at, place in enumerate(places))
        signs, texts, said = self._signs()
        head = Head(
            names=self.names,
            places=[list(place) for place in places],
            place_of=[places[customer.region, customer.specialist] for customer in self.customers],
            now=self._values(values[0]),
            before=self._values(values[1]),
            moved=self._moved,
            whole=whole,
            scopes=[self._scope(scope) for scope in self._scopes()],
            behind=[len(self.now[kpi].evidence) for kpi in kpis()],
            calls=[
                [person, day.toordinal(), count]
                for (person, day), count in sorted(calls(facts, self._watch("").monday).items())
            ],
            keeps=sorted(kept(facts)),
            signs=signs,
        )
        tail = Tail(
            profiles=[
                [
                    one.grade,
                    one.profile.text("status"),
                    _day(one.since),
                    [[_day(loss.day), _day(loss.back)] for loss in one.losses],
                ]
                for one in self.customers
            ],
            sales=self._by_customer("plan_rate"),
            complaints=self._by_customer("complaints"),
            evidence=[
                [kpi, text_of([evidence_out(one) for one in figure.evidence])]
                for kpi, figure in self.now.items()
                if 0 < len(figure.evidence) <= FEW
            ],
            texts=texts,
            said=said,
        )
        return head, tail

    def _values(self, values: Mapping[str, Decimal]) -> list[Number | None]:
        return [number(values[name]) if name in values else None for name in self.names]

    def _trend(self, kpi: Kpi) -> list[Number | None]:
        row: list[Number | None] = []
        for quarter in self.asked.trend():
            found = answer(kpi, quarter, DEPARTMENT, self.facts)
            row += _sums(found)
            if quarter == self.asked.period:
                self.now[kpi.id] = found.figure
        return row

    def _scopes(self) -> list[Scope]:
        """The regions and people that the records may count for."""
        found: dict[Scope, None] = {}
        for region, specialist in dict.fromkeys((customer.region, customer.specialist) for customer in self.customers):
            found.update(dict.fromkeys(Place(region, specialist, "").scopes))
        for record in self._without_profile:
            place = self.facts.place(record)
            found.update(dict.fromkeys(Place(place.region, place.specialist, "").scopes))
        for record in self.facts.rows("rating"):
            if person := record.text("person"):  # a rating counts for the person rated
                found[Scope(ScopeKind.SPECIALIST, person)] = None
        return list(found)

    @cached_property
    def _moved(self) -> list[int]:
        return _moved(self.customers, self.asked.period)

    @cached_property
    def _without_profile(self) -> list[Record]:
        """The records whose customer has no profile here; they say themselves where they belong."""
        return [
            block.record(at)
            for block in self.facts.tables.all_blocks
            for at, name in enumerate(block.column(forms()[block.form].customer))
            if name is None or str(name) not in self.facts.customers
        ]

    def _scope(self, scope: Scope) -> list[Any]:
        if self._one_place:
            parts = (part for figure in self.now.values() for part in _parts(figure))
            return [scope.kind.value, scope.name, self._moved, *parts]
        mine = self.facts.customers_in(scope)
        row: list[Any] = [scope.kind.value, scope.name, _moved(mine, self.asked.period)]
        for kpi in kpis().values():
            row += _sums(answer(kpi, self.asked.period, scope, self.facts))
        return row

    @cached_property
    def _one_place(self) -> bool:
        """Whether all records count for one region and one specialist, as in one person's workbook. Ratings follow their
        own way."""
        places = {(customer.region, customer.specialist) for customer in self.customers}
        return len(places) == 1 and not self.facts.rows("rating") and not self._without_profile

    def _by_customer(self, kpi_id: str) -> list[list[Any]]:
        """[the customer's number, numerator, denominator] of a KPI that just adds up amounts of records."""
        found: dict[int, list[Decimal]] = {}
        figure = self.now.get(kpi_id)
        for one in figure.evidence if figure else ():
            form = forms()[one.record.form]
            name = self.number.get(one.record.text(form.customer))
            if name is not None and one.part is not Part.BASIS:
                sums = found.setdefault(name, [Decimal(0), Decimal(0)])
                sums[one.part is Part.DENOMINATOR] += one.amount
        return [[name, number(num), number(den)] for name, (num, den) in found.items()]

    @cached_property
    def _active(self) -> tuple[Customer, ...]:
        return tuple(customer for customer in self.customers if customer.active_on(self.asked.dated))

    def _watch(self, grade: str) -> Watch:
        grades = _Everybody(grade)
        return Watch(self.facts, self.asked.period, self.asked.dated, Whole(grades, grades, active=self._active))

    def _signs(self) -> tuple[list[list[Any]], list[str], list[list[list[Any]]]]:
        """Each customer's signs, for each grade that the customer may turn out to have."""
        texts: dict[str, int] = {}
        rows: list[list[Any]] = []
        said: list[list[list[Any]]] = []
        for at, risk in enumerate(risks()):
            if risk.of_all:
                continue
            found: dict[tuple[str, int], list[tuple[int, Sign]]] = {}
            for turn, grade in enumerate(GRADES if risk.by_grade else GRADES[-1:]):
                seen: dict[str, int] = {}
                for sign in risk.find(self._watch(grade)):
                    nth = seen[sign.customer] = seen.get(sign.customer, -1) + 1
                    found.setdefault((sign.customer, nth), []).append((turn, sign))
            for (name, _), turns in found.items():
                levels = ["0"] * (len(GRADES) if risk.by_grade else 1)
                for turn, sign in turns:
                    levels[turn] = str(sign.level.value)
                rows.append([at, self.number[name], "".join(levels)])
                said.append([sign_out(sign, texts) for _, sign in turns])
        return rows, list(texts), said


class _Everybody(dict[str, str]):
    """Grades by customer, where everybody has the one grade (none when it is "")."""

    def __init__(self, grade: str) -> None:
        super().__init__()
        self._grade = grade

    def get(self, name: str, default: Any = None) -> Any:
        return self._grade or default


def _named(facts: Facts) -> Iterator[str]:
    for block in facts.tables.all_blocks:
        yield from (str(name) for name in dict.fromkeys(block.column(forms()[block.form].customer)) if name is not None)


def _sums(found: Answer) -> tuple[Number, Number | None]:
    """Numerator and denominator; nothing where no figure is to be had (not for such a period, not begun)."""
    if found.span is None or (found.reason is not None and found.reason.code == "kpis.not_begun"):
        return 0, None
    return _parts(found.figure)


def _parts(figure: Figure) -> tuple[Number, Number | None]:
    return number(figure.numerator), None if figure.denominator is None else number(figure.denominator)


def _moved(customers: Iterable[Customer], period: Period) -> list[int]:
    """Active at the period's start, won, lost, active on its last day."""
    opening = won = lost = closing = 0
    for customer in customers:
        opening += customer.active_at_start(period.start)
        won += customer.since is not None and customer.since in period
        lost += sum(1 for loss in customer.losses if loss.day in period)
        closing += customer.active_on(period.end)
    return [opening, won, lost, closing]
