"""Who the department's customers are, and when each was active: the base of every count and scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .records import Record, Tables


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer, from its profile. ``lost_on`` is set only while the profile's status is 流失."""

    name: str
    region: str
    specialist: str
    grade: str
    since: date | None
    lost_on: date | None
    profile: Record

    def active_at_start(self, day: date) -> bool:
        """Active when ``day`` begins: the cooperation began before it and was not lost before it."""
        return self.since is not None and self.since < day and (self.lost_on is None or self.lost_on >= day)

    def active_on(self, day: date) -> bool:
        """Active when ``day`` ends."""
        return self.since is not None and self.since <= day and (self.lost_on is None or self.lost_on > day)


class Customers:
    """Every customer by name."""

    def __init__(self, customers: dict[str, Customer]) -> None:
        self._by_name = customers

    @classmethod
    def of(cls, tables: Tables) -> Customers:
        """From the profiles. Where two profiles bear one name the first in reading order counts (a rule reports it)."""
        found: dict[str, Customer] = {}
        for record in tables["profile"]:
            name = record.text("customer")
            if name and name not in found:
                found[name] = _customer(name, record)
        return cls(found)

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Customer | None:
        return self._by_name.get(name)


def _customer(name: str, record: Record) -> Customer:
    lost = record.day("lost_on") if record.text("status") == "流失" else None
    return Customer(
        name=name,
        region=record.text("region"),
        specialist=record.text("specialist"),
        grade=record.text("grade"),
        since=record.day("since"),
        lost_on=lost,
        profile=record,
    )
