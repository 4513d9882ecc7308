"""What some of a department's customers add to its report: summed up where their records are read, small, and exact.

Every KPI is a sum over records (numerator and denominator), and a record counts with its own customer's profile only; so
the parts of groups that share no customer add up to the whole, and each can be kept until its records change. ``Head``
is what every report needs of every part, ``Tail`` what it needs of those that it shows. Both are plain JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain
from typing import Any

from ..dataclass import dataclass
from ..domain.counted import Counted
from ..domain.customers import Customer
from ..domain.facts import Facts, Place
from ..domain.form import forms
from ..domain.grades import annual_values
from ..domain.kpi import DEPARTMENT, Figure, Part, Scope, ScopeKind, figures, kpis
from ..domain.periods import Period
from ..domain.records import Record, Tables
from ..domain.settings import Settings
from .risk import Sign, Verdicts, Watch, Whole, kept, risks
from .travel import Number, evidence_out, number, place_out, text_of

TREND_LENGTH = 8
FEW = 20
"""A part keeps the evidence of a figure when it has at most so many records; of more it says only how many."""


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
    """``names``: every customer that a record names ("" where a sign is about a record that names nobody); the first
    ``len(place_of)`` of them have their profile here.

    ``whole`` has a row for each KPI: numerator and denominator (``None``: a count) of each quarter of the trend; ``scopes``
    have kind, name, customers' movement, and numerator and denominator of each KPI in the quarter. ``signs`` have the
    risk's number, the name's, the level for each of ``GRADES`` ("0": none) or one level for any grade, and the region and
    specialist of a sign about somebody without profile.
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
    """``profiles``: of all customers the grades, the statuses, since when (0: never), and by the customer's number (as text)
    each loss with the day of coming back (0: not yet); ``sales`` and ``complaints``: the name's number, numerator,
    denominator; ``evidence``: KPI and records, of figures with few; ``said``: what each sign of the head says (numbers of
    ``texts``) and where it is seen.
    """

    profiles: list[Any]
    sales: list[list[Any]]
    complaints: list[list[Any]]
    evidence: list[list[Any]]
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
        self.customers = facts.customers.everybody
        self.named = [dict.fromkeys(block.column(forms()[block.form].customer)) for block in facts.tables.all_blocks]
        named = (str(name) for names in self.named for name in names if name is not None)
        names = dict.fromkeys(chain(self.customers.customers, named))
        self.watch = Watch(facts, asked.period, asked.dated, Whole({}, {}))
        self.placed = [(customer.region, customer.specialist) for customer in self.customers]
        self.number = {name: at for at, name in enumerate(names)}
        self.trend = [figures(quarter, DEPARTMENT, facts) for quarter in asked.trend()]
        self.now = self.trend[-1]

    def made(self) -> tuple[Head, Tail]:
        facts, asked = self.facts, self.asked
        values = (annual_values(facts, asked.period), annual_values(facts, asked.period.previous))
        places = {place: at for at, place in enumerate(dict.fromkeys(self.placed))}
        signs, texts, said = self._signs()
        head = Head(
            names=list(self.number),
            places=[list(place) for place in places],
            place_of=[places[place] for place in self.placed],
            now=self._values(values[0]),
            before=self._values(values[1]),
            moved=self._moved,
            whole=[_row(found.get(kpi) for found in self.trend) for kpi in kpis()],
            scopes=[self._scope(scope) for scope in self._scopes()],
            behind=[self.now[kpi].records if kpi in self.now else 0 for kpi in kpis()],
            calls=[[person, day.toordinal(), count] for (person, day), count in sorted(self.watch.calls.items())],
            keeps=sorted(kept(facts)),
            signs=signs,
        )
        tail = Tail(
            profiles=_profiles(self.customers),
            sales=self._by_customer("plan_rate"),
            complaints=self._by_customer("complaints"),
            evidence=[
                [kpi, evidence_out(self.now[kpi].evidence)]
                for kpi in kpis()
                if kpi in self.now and 0 < self.now[kpi].records <= FEW
            ],
            texts=texts,
            said=said,
        )
        return head, tail

    def _values(self, values: Mapping[str, Decimal]) -> list[Number | None]:
        return [number(values[name]) if name in values else None for name in self.number]

    def _scopes(self) -> list[Scope]:
        """The regions and people that the records may count for."""
        found: dict[Scope, None] = {}
        for region, specialist in dict.fromkeys(self.placed):
            found.update(dict.fromkeys(Place(region, specialist, "").scopes))
        for record in self._without_profile:
            place = self.facts.place(record)
            found.update(dict.fromkeys(Place(place.region, place.specialist, "").scopes))
        for person in filter(None, self.facts.rows("rating").texts("person")):  # a rating counts for the person rated
            found[Scope(ScopeKind.SPECIALIST, person)] = None
        return list(found)

    @cached_property
    def _moved(self) -> list[int]:
        return list(self.customers.movement(self.asked.period.span))

    @cached_property
    def _without_profile(self) -> list[Record]:
        """The records whose customer has no profile here; they say themselves where they belong."""
        known = set(self.customers.customers)
        return [
            block.record(at)
            for block, names in zip(self.facts.tables.all_blocks, self.named, strict=True)
            if not names.keys() <= known
            for at, name in enumerate(block.column(forms()[block.form].customer))
            if name is None or str(name) not in known
        ]

    def _scope(self, scope: Scope) -> list[Any]:
        if self._one_place:
            return [scope.kind.value, scope.name, self._moved, *_row(self.now.get(kpi) for kpi in kpis())]
        moved = self.facts.customers_in(scope).movement(self.asked.period.span)
        found = figures(self.asked.period, scope, self.facts)
        return [scope.kind.value, scope.name, list(moved), *_row(found.get(kpi) for kpi in kpis())]

    @cached_property
    def _one_place(self) -> bool:
        """Whether all records count for one region and one specialist, as in one person's workbook. Ratings follow their
        own way."""
        return len(set(self.placed)) == 1 and not self.facts.rows("rating") and not self._without_profile

    def _by_customer(self, kpi_id: str) -> list[list[Any]]:
        """[the customer's number, numerator, denominator] of a KPI that just adds up amounts of records."""
        found: dict[str, list[Decimal | int]] = {}
        for counted in self.now[kpi_id].counted if kpi_id in self.now else ():
            for name, part, amount in counted.by_customer() if isinstance(counted, Counted) else ():
                if part is not Part.BASIS and name:
                    found.setdefault(name, [0, 0])[part is Part.DENOMINATOR] += amount
        return [[self.number[name], number(num), number(den)] for name, (num, den) in found.items()]

    def _signs(self) -> tuple[list[list[Any]], list[str], list[list[list[Any]]]]:
        """Each customer's signs, for each grade that the customer may turn out to have."""
        texts: dict[str, int] = {}
        rows: list[list[Any]] = []
        said: list[list[list[Any]]] = []
        for at, risk in enumerate(risks()):
            for found in risk.find(self.watch) if not risk.of_all else ():
                levels, advices = _one(found) if isinstance(found, Sign) else _levels(found.verdicts)
                known = found.customer in self.facts.customers
                place = () if known else (found.region, found.specialist)
                rows.append([at, self.number.setdefault(found.customer, len(self.number)), levels, *place])
                where = place_out(found.record, found.field)
                said.append(
                    [
                        [texts.setdefault(found.seen, len(texts)), texts.setdefault(advice, len(texts)), *where]
                        for advice in advices
                    ]
                )
        return rows, list(texts), said


_DIGITS = ("0", "1", "2", "3")


@cache
def _levels(verdicts: Verdicts) -> tuple[str, tuple[str, ...]]:
    """The levels by grade ("0": nothing to say), and the advice for each grade that has one."""
    by_grade = verdicts.by_grade
    levels = "".join("0" if verdict is None else _DIGITS[verdict.level] for verdict in by_grade)
    return levels, tuple(verdict.advice for verdict in by_grade if verdict is not None)


def _profiles(customers: Sequence[Customer]) -> list[Any]:
    lost = {at: one.losses for at, one in enumerate(customers) if one.losses}
    return [
        [one.grade for one in customers],
        [one.status for one in customers],
        [_day(one.since) for one in customers],
        {str(at): [[_day(loss.day), _day(loss.back)] for loss in losses] for at, losses in lost.items()},
    ]


def _one(sign: Sign) -> tuple[str, tuple[str, ...]]:
    """The same of a sign that holds for any grade."""
    return _DIGITS[sign.level], (sign.advice,)


def _row(figures: Iterable[Figure | None]) -> list[Number | None]:
    """Numerator and denominator of each; nothing where no figure is to be had (not for such a period, not begun)."""
    row: list[Number | None] = []
    for figure in figures:
        if figure is None:
            row += (0, None)
        else:
            row += (number(figure.numerator), None if figure.denominator is None else number(figure.denominator))
    return row
