"""What a report shows of single customers of a large department, out of the parts that they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from ..dataclass import dataclass
from ..domain.customer import Customer, Loss
from ..domain.records import Record, Source
from .part import Tail
from .risk import Level, Sign, risks
from .travel import Number, seen_at, signed_at

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign before the grades are known: where it stands in its group, of whom it is, and how urgent by grade."""

    group: int
    at: int
    risk: int
    customer: str
    region: str
    specialist: str
    levels: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report shows of a customer: its profile, and numerator and denominator of its sales and its complaints."""

    customer: Customer | None
    sales: tuple[Number, Number]
    complaints: tuple[Number, Number]


UNKNOWN = Shown(None, (0, 0), (0, 0))


def profile(tail: Tail, at: int, name: str, region: str, specialist: str) -> Customer:
    """The customer with the number ``at`` in its part."""
    grades, statuses, begun, lost_ones = tail.profiles
    grade, status, since = (signed_at(column, at) for column in (grades, statuses, begun))
    losses = lost_ones.get(str(at), ())
    values = {"customer": name, "region": region, "specialist": specialist, "grade": grade, "status": status}
    record = Record.made("profile", values, {}, Source("", "", {}))
    lost = tuple(
        Loss(date.fromordinal(day), date.fromordinal(back) if back else None, record, ()) for day, back in losses
    )
    day = date.fromordinal(since) if since else None
    return Customer(name, region, specialist, grade, day, record, lost, status)


def sign(tail: Tail, level: Level, turn: int, seen: Seen) -> Sign:
    text, advices, *where = tail.said[seen.at]
    record, field = seen_at(where, tail.sources)
    texts = tail.texts[text], tail.texts[advices[sum(1 for one in seen.levels[:turn] if one != "0")]]
    return Sign(risks()[seen.risk].id, level, seen.customer, seen.region, seen.specialist, *texts, record, field)


def grouped(found: Iterable[T], group: Callable[[T], int]) -> list[tuple[int, list[T]]]:
    """Dealt out by group, in the order of groups."""
    dealt: dict[int, list[T]] = {}
    for one in found:
        dealt.setdefault(group(one), []).append(one)
    return sorted(dealt.items(), key=lambda item: item[0])
