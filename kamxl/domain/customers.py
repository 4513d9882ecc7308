"""Who the department's customers are, and when each was active: the base of every count and scope."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import overload

from ..dataclass import dataclass
from .periods import Span
from .records import Block, Record, Tables
from .table import Table


@dataclass(frozen=True, slots=True)
class Loss:
    """A day on which a customer was lost, until the day on which it came back (``None``: still lost).

    ``record`` and its ``fields`` are what says so: the profile, or the last order before a silence that is too long.
    """

    day: date
    back: date | None
    record: Record
    fields: tuple[str, ...]

    def lasts_on(self, day: date) -> bool:
        return self.day <= day and (self.back is None or day < self.back)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer, from its profile, the record ``index`` of ``block``. ``losses`` are in order of their days."""

    name: str
    region: str
    specialist: str
    grade: str
    since: date | None
    block: Block
    index: int
    losses: tuple[Loss, ...] = ()
    status: str = ""

    @property
    def profile(self) -> Record:
        """The record that says so; made when somebody wants it."""
        return self.block.record(self.index)

    @property
    def lost_on(self) -> date | None:
        """The day since which the customer is lost, ``None`` while it is not."""
        return next((loss.day for loss in self.losses if loss.back is None), None)

    def active_on(self, day: date) -> bool:
        """Active when ``day`` ends. A customer without 合作开始日期 never is."""
        if self.since is None or day < self.since:
            return False
        return not self.losses or not any(loss.lasts_on(day) for loss in self.losses)


@dataclass(frozen=True, slots=True)
class Order:
    """That a customer bought something: the day, and the record that says so."""

    day: date
    record: Record
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdleRule:
    """The second churn rule (off by default): no order for ``months`` months means lost, and an order means back.

    ``orders`` are by customer and in order of their days; a silence that is not over by ``today`` is none yet.
    """

    months: int
    orders: Mapping[str, Sequence[Order]]
    today: date

    def losses(self, name: str, since: date | None, profile: Record) -> Iterator[Loss]:
        if since is None:
            return
        known = [Order(since, profile, ("since",)), *(o for o in self.orders.get(name, ()) if o.day > since)]
        for index, order in enumerate(known):
            lost = months_after(order.day, self.months)
            back = known[index + 1].day if index + 1 < len(known) else None
            if lost <= self.today and (back is None or back > lost):
                yield Loss(lost, back, order.record, order.fields)


_NAME = attrgetter("name")
_DAY = timedelta(days=1)


class Members(Sequence[Customer]):
    """Some customers in reading order, and who of them was active, came and went when."""

    __slots__ = ("_active", "_begun", "_but", "_left", "_members", "_of", "_places")

    def __init__(
        self, of: Sequence[Customer], places: Sequence[int] | None = None, but: frozenset[int] = frozenset()
    ) -> None:
        """Those of ``of`` in ``places`` (``None``: all), in whatever order, but not those in ``but``, which are some of them."""
        self._of = of
        self._places = range(len(of)) if places is None else places
        self._but = but
        self._members = of if places is None else None
        self._begun: tuple[list[date], list[int]] | None = None
        self._left: _Leaving | None = None
        self._active: dict[date, Members] = {}

    def __len__(self) -> int:
        return len(self._places) - len(self._but)

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._customers)

    @overload
    def __getitem__(self, index: int) -> Customer: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Customer]: ...
    def __getitem__(self, index: int | slice) -> Customer | Sequence[Customer]:
        return self._customers[index]

    def active_on(self, day: date) -> Members:
        """Those that are active when ``day`` ends."""
        found = self._active.get(day)
        if found is None:
            days, places = self._by_since
            begun = bisect_right(days, day)
            gone = self._leaving.gone(day)
            if begun == len(self) and not gone:
                return self  # not kept: that would be a cycle
            found = Members(self._customers, places[:begun], gone) if begun > len(gone) else NOBODY
            self._active[day] = found
        return found

    def active_at_start(self, day: date) -> Members:
        """Those that are active when ``day`` begins."""
        return self.active_on(day - _DAY)

    def begun_in(self, span: Span) -> Members:
        """Those whose cooperation began in the span."""
        days, places = self._by_since
        found = places[bisect_left(days, span.start) : bisect_right(days, span.end)]
        return Members(self._customers, found) if found else NOBODY

    def losses_in(self, span: Span) -> list[tuple[Customer, Loss]]:
        """Who was lost in the span, as often as that happened."""
        days, losses = self._leaving.losses
        found = sorted(losses[bisect_left(days, span.start) : bisect_right(days, span.end)])
        return [(one := self._customers[at], one.losses[turn]) for at, turn in found]

    def movement(self, span: Span) -> tuple[int, int, int, int]:
        """How many were active at the span's start, were won, were lost, were active on its last day."""
        opening, closing = self.active_at_start(span.start), self.active_on(span.end)
        return len(opening), len(self.begun_in(span)), len(self.losses_in(span)), len(closing)

    @property
    def customers(self) -> Iterator[str]:
        return map(_NAME, self._customers)

    @property
    def keys(self) -> Iterator[str]:
        """What each is counted by."""
        return self.customers

    def amounts(self, field_id: str) -> list[Decimal | None]:
        """What their profiles say."""
        return [profile.amount(field_id) for profile in self.records]

    @property
    def records(self) -> Iterator[Record]:
        """Their profiles."""
        return (customer.profile for customer in self._customers)

    @property
    def _customers(self) -> Sequence[Customer]:
        """They themselves: who only counts them needs none of it."""
        if self._members is None:
            self._members = [self._of[at] for at in sorted(self._but.symmetric_difference(self._places))]
        return self._members

    @property
    def _by_since(self) -> tuple[list[date], list[int]]:
        """The days on which cooperation began, in order, and who began then."""
        if self._begun is None:
            days = [one.since for one in self._customers]
            places = [at for at, day in enumerate(days) if day is not None]
            places.sort(key=days.__getitem__)  # type: ignore[arg-type]  # those that have a day
            self._begun = [days[at] for at in places], places  # type: ignore[misc]
        return self._begun

    @property
    def _leaving(self) -> _Leaving:
        if self._left is None:
            self._left = _Leaving(self._customers)
        return self._left


class _Leaving:
    """Who of some customers was lost when: by their places among them."""

    __slots__ = ("_days", "_places", "_returning", "losses")

    def __init__(self, customers: Sequence[Customer]) -> None:
        lost = [(at, one) for at, one in enumerate(customers) if one.losses]
        found = sorted((loss.day, at, turn) for at, one in lost for turn, loss in enumerate(one.losses))
        self.losses = [day for day, _, _ in found], [(at, turn) for _, at, turn in found]
        """The days of all losses, in order, and of each whose it is and which of that customer's losses."""
        begun = [(at, one, one.since, one.losses[0]) for at, one in lost if one.since is not None]
        for_good = sorted((max(first.day, since), at) for at, _, since, first in begun if first.back is None)
        self._days, self._places = [day for day, _ in for_good], [at for _, at in for_good]
        self._returning = [(at, one, since) for at, one, since, first in begun if first.back is not None]

    def gone(self, day: date) -> frozenset[int]:
        """Who had begun by the day but is lost when it ends."""
        found = self._places[: bisect_right(self._days, day)]
        found += [at for at, one, since in self._returning if since <= day and not one.active_on(day)]
        return frozenset(found)


NOBODY = Members(())


class Customers:
    """Every customer by name."""

    def __init__(self, customers: Mapping[str, Customer]) -> None:
        self._by_name = dict(customers)
        self.everybody = Members(tuple(self._by_name.values()))

    @classmethod
    def of(cls, tables: Tables, idle: IdleRule | None = None) -> Customers:
        """From the profiles. Where two profiles bear one name the first in reading order counts (a rule reports it)."""
        profiles = tables.table("profile")
        made = list(_customers(profiles, idle))
        found = dict(zip(profiles.texts("customer"), made, strict=True))
        if len(found) < len(made):
            found.update((one.name, one) for one in reversed(made))
        found.pop("", None)
        return cls(found)

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Customer | None:
        return self._by_name.get(name)


def _customers(profiles: Table, idle: IdleRule | None) -> Iterator[Customer]:
    """One of each profile, named or not."""
    names, region, specialist, grade, status = map(
        profiles.texts, ("customer", "region", "specialist", "grade", "status")
    )
    since, stated = profiles.days("since"), profiles.days("lost_on")
    losses: list[tuple[Loss, ...]] = [()] * len(profiles)
    for at in range(len(profiles)) if idle else [at for at, said in enumerate(status) if said == "流失"]:
        lost = stated[at] if status[at] == "流失" else None
        losses[at] = tuple(_losses(names[at], since[at], lost, profiles.record(at), idle))
    return map(Customer, names, region, specialist, grade, since, *profiles.places, losses, status)


def _losses(
    name: str, since: date | None, stated: date | None, profile: Record, idle: IdleRule | None
) -> Iterator[Loss]:
    """The idle silences that ended before the profile says lost, then the loss that the profile states."""
    for loss in idle.losses(name, since, profile) if idle else ():
        if stated is not None and loss.day >= stated:
            break
        yield loss
        if stated is not None and (loss.back is None or loss.back > stated):
            return
    if stated is not None:
        yield Loss(stated, None, profile, ("status", "lost_on"))


def months_after(day: date, months: int) -> date:
    """The same day of the month ``months`` later; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def months_before(day: date, months: int) -> date:
    """The last day whose ``months_after`` is not after ``day``."""
    same = months_after(day, -months)
    return (
        same
        if (day + timedelta(days=1)).month == day.month
        else months_after(same.replace(day=1), 1) - timedelta(days=1)
    )
