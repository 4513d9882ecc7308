"""What is asked of a KPI: for which days and of whom, with the facts to answer from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any, TypeVar

from ..dataclass import dataclass
from .customers import Customers
from .facts import Facts
from .members import Members
from .periods import Period, Span
from .scope import DEPARTMENT, Scope
from .settings import Settings
from .table import Rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a KPI. ``span`` are the days that it measures: the period's, or the year's so far."""

    facts: Facts
    period: Period
    span: Span
    scope: Scope = DEPARTMENT
    _once: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` makes for the question, made when it is first asked for."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    @property
    def settings(self) -> Settings:
        return self.facts.settings

    @property
    def customers(self) -> Members:
        """The customers of the scope."""
        return self.facts.customers_in(self.scope)

    @property
    def all_customers(self) -> Customers:
        return self.facts.customers

    def rows(self, form: str) -> Rows:
        """The form's records of the scope."""
        return self.facts.rows(form, self.scope)

    def dated(self, form: str, field_id: str, said: tuple[str, str] | None = None) -> Rows:
        """The form's records of the scope whose date lies in the span; ``said``: those of which another field says just that."""
        return self.facts.timeline(form, field_id, self.scope, said).within(self.span)

    def in_quarters(self, form: str, field_id: str) -> Rows:
        """The form's records of the scope whose quarter lies wholly in the span."""
        return self.facts.quarters(form, field_id, self.scope).within(self.span)
