"""Whose figure is asked for: the whole department, a region, a specialist or a customer, as people name them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..errors import InputError
from .people import Role, Staff

if TYPE_CHECKING:
    from .customer import Customer


class ScopeKind(StrEnum):
    """Whose figure it is."""

    DEPARTMENT = "department"
    REGION = "region"
    SPECIALIST = "specialist"
    CUSTOMER = "customer"

    @property
    def zh(self) -> str:
        return {"department": "部门", "region": "区域", "specialist": "专员", "customer": "客户"}[self.value]


@dataclass(frozen=True, slots=True)
class Scope:
    """The whole department, or one region, specialist or customer by name."""

    kind: ScopeKind = ScopeKind.DEPARTMENT
    name: str = ""

    def __hash__(self) -> int:
        return hash(self.name)  # an enum's hash is slow

    @property
    def zh(self) -> str:
        return self.name or "全部门"


DEPARTMENT = Scope()

_WHOLE = frozenset({"", "全部门", "部门", "全部", "大客户部", "合计", "ALL", "DEPARTMENT"})
_KINDS = {"区域": ScopeKind.REGION, "专员": ScopeKind.SPECIALIST, "客户": ScopeKind.CUSTOMER}
_REGION_ENDINGS = ("大区", "区域", "地区", "区")
_LEADS = (Role.MANAGER, Role.DIRECTOR)


class Scopes:
    """Every name that a scope may have, from the settings' people and the profiles.

    A name that fits several kinds means the first of: region, specialist, customer, file number; ``区域:``, ``专员:``
    or ``客户:`` before it decides otherwise. The manager and the director answer for the whole department.
    """

    def __init__(self, staff: Staff, customers: Iterable[Customer]) -> None:
        known = tuple(customers)
        self.regions = _distinct([p.region for p in staff] + [c.region for c in known])
        own = [p.name for p in staff if p.role is Role.SPECIALIST]
        self.specialists = _distinct(own + [c.specialist for c in known])
        self.customers = _distinct(c.name for c in known)
        self._staff = staff
        self._by_kind: dict[ScopeKind, dict[str, Scope]] = {
            ScopeKind.REGION: _index(ScopeKind.REGION, self.regions),
            ScopeKind.SPECIALIST: _index(ScopeKind.SPECIALIST, self.specialists),
            ScopeKind.CUSTOMER: _index(ScopeKind.CUSTOMER, self.customers),
        }
        for person in staff:
            if person.login and person.name in self.specialists:
                scope = Scope(ScopeKind.SPECIALIST, person.name)
                self._by_kind[ScopeKind.SPECIALIST].setdefault(_key(person.login), scope)
        for customer in known:
            if number := customer.profile.text("file_no"):
                self._by_kind[ScopeKind.CUSTOMER].setdefault(_key(number), Scope(ScopeKind.CUSTOMER, customer.name))

    def parse(self, raw: object) -> Scope:
        """The scope that a person means; blank and 全部门 mean the whole department.

        Raises ``InputError``: ``kpis.unknown_scope``, or ``kpis.no_scope_of`` for a person who keeps no customers.
        """
        text = "" if raw is None else str(raw).strip()
        if isinstance(raw, bool | int | float) and not isinstance(raw, str):
            text = str(raw)
        if _key(text) in _WHOLE:
            return DEPARTMENT
        kind, _, name = unicodedata.normalize("NFKC", text).partition(":")
        if name and kind.strip() in _KINDS:
            found = self._find(name, (_KINDS[kind.strip()],))
        else:
            found = self._find(text, tuple(self._by_kind))
        return found or self._lead(text)

    def _find(self, name: str, kinds: tuple[ScopeKind, ...]) -> Scope | None:
        for kind in kinds:
            for wanted in _spellings(kind, name):
                if scope := self._by_kind[kind].get(wanted):
                    return scope
        return None

    def _lead(self, name: str) -> Scope:
        if name not in self._staff:
            known = "、".join((*self.regions, *self.specialists)) or "—"
            raise InputError("kpis.unknown_scope", text=name, known=known)
        person = self._staff.find(name)
        if person.role in _LEADS:
            return DEPARTMENT
        raise InputError("kpis.no_scope_of", name=person.name, role=person.role.zh)


def _spellings(kind: ScopeKind, name: str) -> list[str]:
    key = _key(name)
    if kind is not ScopeKind.REGION:
        return [key]
    return [key, *(key.removesuffix(ending) for ending in _REGION_ENDINGS if key.endswith(ending))]


def _index(kind: ScopeKind, names: Iterable[str]) -> dict[str, Scope]:
    return {_key(name): Scope(kind, name) for name in names}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
