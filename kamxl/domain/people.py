"""Roles, people, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from ..dataclass import dataclass
from ..errors import InputError


class Role(StrEnum):
    """The department's roles (domain.md, section 1)."""

    DIRECTOR = "director"
    MANAGER = "manager"
    CLERK = "clerk"
    SPECIALIST = "specialist"
    FINANCE = "finance"
    SERVICE = "service"
    HR = "hr"
    TEAM = "team"

    @property
    def zh(self) -> str:
        return _ROLE_NAMES[self]

    @classmethod
    def from_zh(cls, name: str) -> Role:
        """The role called that in 设置. Raises ``KeyError``."""
        return {zh: role for role, zh in _ROLE_NAMES.items()}[name]


_ROLE_NAMES = {
    Role.DIRECTOR: "营销总监",
    Role.MANAGER: "大客户部经理",
    Role.CLERK: "内勤",
    Role.SPECIALIST: "区域大客户专员",
    Role.FINANCE: "财务部",
    Role.SERVICE: "客服部",
    Role.HR: "人力资源部",
    Role.TEAM: "项目小组",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One row of 设置·人员. Dates are inclusive; ``delegate`` stands in from ``delegate_from`` to ``delegate_to``."""

    name: str
    role: Role
    region: str = ""
    login: str = ""
    delegate: str = ""
    delegate_from: date | None = None
    delegate_to: date | None = None
    joined: date | None = None
    left: date | None = None

    def works_on(self, day: date) -> bool:
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)

    def delegates_on(self, day: date) -> bool:
        """Whether somebody else acts for this person on that day. Without dates nobody does."""
        if not self.delegate or self.delegate_from is None or self.delegate_to is None:
            return False
        return self.delegate_from <= day <= self.delegate_to


class Staff:
    """Everybody, found by name or login."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = tuple(people)
        self._by_role: dict[Role, list[Person]] = {}
        for person in self._people:
            self._by_role.setdefault(person.role, []).append(person)
        self._on_day: dict[tuple[Role, date], tuple[Person, ...]] = {}
        self._by_name = {key: person for person in self._people for key in (person.name, person.login) if key}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def find(self, name: str) -> Person:
        """The person of that name or login. Raises ``InputError("people.unknown")`` naming those who are known."""
        person = self._by_name.get(name.strip())
        if person is None:
            raise InputError("people.unknown", name=name, known="、".join(p.name for p in self._people) or "—")
        return person

    def in_role(self, role: Role, day: date) -> tuple[Person, ...]:
        """Who holds the role on that day, in the order of 设置."""
        found = self._on_day.get((role, day))
        if found is None:
            found = tuple(person for person in self._by_role.get(role, ()) if person.works_on(day))
            self._on_day[role, day] = found
        return found
