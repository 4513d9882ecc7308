"""Who the department's customers are, and when each was active: the base of every count and scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from ..dataclass import dataclass
from .records import Record, Tables


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
    """One customer, from its profile. ``losses`` are in order of their days."""

    name: str
    region: str
    specialist: str
    grade: str
    since: date | None
    profile: Record
    losses: tuple[Loss, ...] = ()

    @property
    def lost_on(self) -> date | None:
        """The day since which the customer is lost, ``None`` while it is not."""
        return next((loss.day for loss in self.losses if loss.back is None), None)

    def active_on(self, day: date) -> bool:
        """Active when ``day`` ends. A customer without 合作开始日期 never is."""
        if self.since is None or day < self.since:
            return False
        return not self.losses or not any(loss.lasts_on(day) for loss in self.losses)

    def active_at_start(self, day: date) -> bool:
        """Active when ``day`` begins."""
        return self.active_on(day - timedelta(days=1))


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


class Customers:
    """Every customer by name."""

    def __init__(self, customers: Mapping[str, Customer]) -> None:
        self._by_name = dict(customers)

    @classmethod
    def of(cls, tables: Tables, idle: IdleRule | None = None) -> Customers:
        """From the profiles. Where two profiles bear one name the first in reading order counts (a rule reports it)."""
        found: dict[str, Customer] = {}
        for record in tables["profile"]:
            name = record.text("customer")
            if name and name not in found:
                found[name] = _customer(name, record, idle)
        return cls(found)

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Customer | None:
        return self._by_name.get(name)


def _customer(name: str, record: Record, idle: IdleRule | None) -> Customer:
    since = record.day("since")
    return Customer(
        name=name,
        region=record.text("region"),
        specialist=record.text("specialist"),
        grade=record.text("grade"),
        since=since,
        profile=record,
        losses=tuple(_losses(name, since, record, idle)),
    )


def _losses(name: str, since: date | None, profile: Record, idle: IdleRule | None) -> Iterator[Loss]:
    """The idle silences that ended before the profile says lost, then the loss that the profile states."""
    stated = profile.day("lost_on") if profile.text("status") == "流失" else None
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
