"""What some of a department's customers add to its report: summed up where their records are read, small, and exact.

Every KPI is a sum over records (numerator and denominator), and a record counts with its own customer's profile only; so
the parts of groups that share no customer add up to the whole, and each can be kept until its records change. ``Head``
is what every report needs of every part, ``Tail`` what it needs of those that it shows. Both are plain JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain, count
from typing import Any

from ..dataclass import dataclass
from ..domain.counted import NONE, Counted, Sums
from ..domain.facts import Facts, Place
from ..domain.form import forms
from ..domain.grades import annual_values
from ..domain.kpi import DEPARTMENT, Scope, ScopeKind, figures, kpis
from ..domain.members import Roster
from ..domain.periods import Period
from ..domain.records import Block, Record, Tables
from ..domain.sales import sales
from ..domain.settings import Settings
from ..domain.trend import trend
from .risk import Sign, Verdicts, Watch, Whole, kept, risks
from .travel import Number, Sources, evidence_out, number, place_out, signed, text_of

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
        return text_of(_values(self)).encode()

    @classmethod
    def load(cls, payload: bytes) -> Head:
        return cls(*json.loads(payload))


@dataclass(frozen=True, slots=True)
class Tail:
    """``profiles``: of all customers the grades, the statuses, since when (0: never; see ``travel.signed``), and by the
    customer's number (as text) each loss with the day of coming back (0: not yet); ``sales`` and ``complaints``: the name's
    number, numerator, denominator; ``said``: what each sign of the head says (a number of ``texts``), the advice for each
    grade that has one, and where it is seen (a number of ``sources``, and the cell); ``evidence``: KPI and records, of
    figures with few, as JSON, which few reports look at.
    """

    profiles: list[Any]
    sales: list[list[Any]]
    complaints: list[list[Any]]
    texts: list[str]
    sources: list[tuple[str, str, str, str]]
    said: list[list[Any]]
    evidence: str

    def dump(self) -> bytes:
        *others, evidence = _values(self)
        return f"{text_of(others)}\n{evidence}".encode()

    @classmethod
    def load(cls, payload: bytes) -> Tail:
        others, evidence = payload.split(b"\n")
        return cls(*(*json.loads(others), evidence.decode()))

    def evidence_by_kpi(self) -> dict[str, list[Any]]:
        """Each KPI with its records (see ``travel.evidence_in``)."""
        return dict(json.loads(self.evidence))


def _values(made: Head | Tail) -> list[Any]:
    return [getattr(made, name) for name in made.__slots__]


def summarise(tables: Tables, settings: Settings, asked: Asked) -> tuple[Head, Tail]:
    """What these records add. No other group may have a record of the same customers."""
    return _Sums(Facts(tables, settings), asked).made()


class _Sums:
    """One group of records being summed up."""

    def __init__(self, facts: Facts, asked: Asked) -> None:
        self.facts = facts
        self.asked = asked
        self.customers = facts.customers.everybody
        blocks = facts.tables.all_blocks
        self.named = [(block, _names(block)) for block in blocks]
        names = dict.fromkeys(chain(self.customers.customers, *(names for _, names in self.named)))
        self.blank = names.pop("", self) is None
        self.number = dict(zip(names, count()))
        self.watch = Watch(facts, asked.period, asked.dated, Whole({}, {}))
        roster = self.customers.roster
        self.placed = list(zip(roster.regions, roster.specialists, strict=True))
        self.trend = trend(asked.trend(), facts)
        self.now = figures(asked.period, DEPARTMENT, facts)

    def made(self) -> tuple[Head, Tail]:
        facts, asked = self.facts, self.asked
        values = (annual_values(facts, asked.period), annual_values(facts, asked.period.previous))
        places = {place: at for at, place in enumerate(dict.fromkeys(self.placed))}
        signs, texts, sources, said = self._signs()
        head = Head(
            names=list(self.number),
            places=[list(place) for place in places],
            place_of=[places[place] for place in self.placed],
            now=self._values(values[0]),
            before=self._values(values[1]),
            moved=self._moved,
            whole=[_row(self.trend.get(kpi, _NEVER)) for kpi in kpis()],
            scopes=[self._scope(scope) for scope in self._scopes()],
            behind=[self.now[kpi].records if kpi in self.now else 0 for kpi in kpis()],
            calls=[[person, day.toordinal(), count] for (person, day), count in sorted(self.watch.calls.items())],
            keeps=sorted(kept(facts)),
            signs=signs,
        )
        tail = Tail(
            profiles=_profiles(self.customers.roster),
            sales=self._sales(),
            complaints=self._complaints(),
            texts=texts,
            sources=sources,
            said=said,
            evidence=text_of(
                [[kpi, evidence_out(figure.lines)] for kpi, figure in self.now.items() if 0 < figure.records <= FEW]
            ),
        )
        return head, tail

    def _values(self, values: Mapping[str, Decimal]) -> list[Number | None]:
        found = {name: number(value) for name, value in values.items()}
        return list(map(found.get, self.number))

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
        if not self.blank and len(self.number) == len(self.customers):
            return []
        known = self.facts.customers
        return [block.record(at) for block, names in self.named for at, name in enumerate(names) if name not in known]

    def _scope(self, scope: Scope) -> list[Any]:
        if self._one_place:
            return [scope.kind.value, scope.name, self._moved, *self._row_now]
        moved = self.facts.customers_in(scope).movement(self.asked.period.span)
        found = figures(self.asked.period, scope, self.facts)
        return [
            scope.kind.value,
            scope.name,
            list(moved),
            *_row(found[kpi].sums if kpi in found else None for kpi in kpis()),
        ]

    @cached_property
    def _row_now(self) -> list[Number | None]:
        return _row(self.trend.get(kpi, _NEVER)[-1] for kpi in kpis())

    @cached_property
    def _one_place(self) -> bool:
        """Whether all records count for one region and one specialist, as in one person's workbook. Ratings follow their
        own way."""
        return len(set(self.placed)) == 1 and not self.facts.rows("rating") and not self._without_profile

    def _sales(self) -> list[list[Any]]:
        """[the customer's number, actual, planned] of the quarter."""
        if "plan_rate" not in self.now:
            return []
        found = sales(self.facts, self.asked.period)
        return [
            [self.number[name], number(found.actual.get(name, 0)), number(found.planned.get(name, 0))]
            for name in found.customers
            if name and (name in found.actual or name in found.planned)
        ]

    def _complaints(self) -> list[list[Any]]:
        """[the customer's number, how many, 0] of the quarter."""
        figure = self.now.get("complaints", NONE)
        made = [counted.of.customers for counted in figure.counted if isinstance(counted, Counted)]
        return [[self.number[name], count, 0] for name, count in Counter(chain(*made)).items() if name]

    def _signs(self) -> tuple[list[list[Any]], list[str], list[tuple[str, str, str, str]], list[list[Any]]]:
        """Each customer's signs, for each grade that the customer may turn out to have."""
        texts: dict[str, int] = {}
        rows: list[list[Any]] = []
        sources: Sources = {}
        said: list[list[Any]] = []
        for at, risk in enumerate(risks()):
            for found in risk.find(self.watch) if not risk.of_all else ():
                levels, advices = _one(found) if isinstance(found, Sign) else _levels(found.verdicts)
                known = found.customer in self.facts.customers
                place = () if known else (found.region, found.specialist)
                rows.append([at, self.number.setdefault(found.customer, len(self.number)), levels, *place])
                seen = texts.setdefault(found.seen, len(texts))
                advised = [texts.setdefault(advice, len(texts)) for advice in advices]
                said.append([seen, advised, *place_out(found.record, found.field, sources)])
        return rows, list(texts), list(sources), said


def _names(block: Block) -> Sequence[str]:
    """The customer that each record names, "" where it names none."""
    names = block.column(forms()[block.form].customer)
    if block.kinds(forms()[block.form].customer) == {str}:
        return names  # type: ignore[return-value]
    return ["" if name is None else str(name) for name in names]


_DIGITS = ("0", "1", "2", "3")


@cache
def _levels(verdicts: Verdicts) -> tuple[str, tuple[str, ...]]:
    """The levels by grade ("0": nothing to say), and the advice for each grade that has one."""
    by_grade = verdicts.by_grade
    levels = "".join("0" if verdict is None else _DIGITS[verdict.level] for verdict in by_grade)
    return levels, tuple(verdict.advice for verdict in by_grade if verdict is not None)


def _profiles(roster: Roster) -> list[Any]:
    return [
        signed(roster.grades),
        signed(roster.statuses),
        signed([0 if day is None else day.toordinal() for day in roster.since]),
        {
            str(at): [[loss.day.toordinal(), loss.back.toordinal() if loss.back else 0] for loss in losses]
            for at, losses in roster.losses.items()
        },
    ]


def _one(sign: Sign) -> tuple[str, tuple[str, ...]]:
    """The same of a sign that holds for any grade."""
    return _DIGITS[sign.level], (sign.advice,)


_NO_FIGURE: Sums = (0, None)
_NEVER: Sequence[Sums | None] = (None,) * TREND_LENGTH


def _row(sums: Iterable[Sums | None]) -> list[Number | None]:
    """Numerators and denominators by turns; nothing where no figure is to be had (not for such a period, not begun)."""
    plain = chain.from_iterable([_NO_FIGURE if one is None else one for one in sums])
    return [one if one is None or one.__class__ is int else number(one) for one in plain]
