"""Which records and customers belong to the scope that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ..customers import Customer
from ..kpi import Question, Scope, ScopeKind


def customers_in(question: Question) -> Iterator[Customer]:
    """The customers of the scope, in reading order."""
    return (customer for customer in question.customers if _has(question.scope, customer))


def _has(scope: Scope, customer: Customer) -> bool:
    match scope.kind:
        case ScopeKind.REGION:
            return customer.region == scope.name
        case ScopeKind.SPECIALIST:
            return customer.specialist == scope.name
        case ScopeKind.CUSTOMER:
            return customer.name == scope.name
        case ScopeKind.DEPARTMENT:
            return True
