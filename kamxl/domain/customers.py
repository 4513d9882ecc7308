"""Who the department's customers are: the base of every count and scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from ..dataclass import dataclass
from .customer import Customer, Loss
from .members import Members, Roster
from .records import Record, Tables
from .table import Rows, Table


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

    def __init__(self, roster: Roster) -> None:
        self.everybody = Members(roster)
        self._places = {name: at for at, name in enumerate(roster.names)}
        self._made: dict[str, Customer] = {}

    @classmethod
    def of(cls, tables: Tables, idle: IdleRule | None = None) -> Customers:
        """From the profiles. Where two profiles bear one name the first in reading order counts (a rule reports it)."""
        return cls(_roster(tables.table("profile"), idle))

    def __iter__(self) -> Iterator[Customer]:
        return iter(self.everybody)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Customer:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self.everybody.roster.customer(self._places[name])
        return found

    def get(self, name: str) -> Customer | None:
        return self[name] if name in self._places else None


def _roster(profiles: Table, idle: IdleRule | None) -> Roster:
    names = profiles.texts("customer")
    first = dict(zip(reversed(names), reversed(range(len(names))), strict=True))
    first.pop("", None)
    kept = Rows(profiles, range(len(names)) if len(first) == len(names) else sorted(first.values()))
    statuses, since, stated = kept.texts("status"), kept.days("since"), kept.days("lost_on")
    names = kept.texts("customer")
    losses: dict[int, tuple[Loss, ...]] = {}
    for at in range(len(names)) if idle else [at for at, said in enumerate(statuses) if said == "流失"]:
        lost = stated[at] if statuses[at] == "流失" else None
        if found := tuple(_losses(names[at], since[at], lost, kept[at], idle)):
            losses[at] = found
    regions, specialists, grades = map(kept.texts, ("region", "specialist", "grade"))
    return Roster(names, regions, specialists, grades, statuses, since, kept, losses)


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
