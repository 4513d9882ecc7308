"""Who was lost, who is new and who was active: what several KPIs count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..kpi import Evidence, Part, Question

_ACTIVE = ("customer", "since", "status", "lost_on")


def lost(question: Question) -> Iterator[Evidence]:
    """Each loss in the span, as a numerator."""
    for customer in question.customers:
        for loss in customer.losses:
            if loss.day in question.span:
                yield Evidence(loss.record, loss.fields, key=customer.name)


def began(question: Question, part: Part = Part.NUMERATOR) -> Iterator[Evidence]:
    """Each customer whose cooperation began in the span."""
    for customer in question.customers:
        if customer.since is not None and customer.since in question.span:
            yield Evidence(customer.profile, ("customer", "since"), part=part, key=customer.name)


def active_at_start(question: Question) -> Iterator[Evidence]:
    """Each customer that was active when the span began, as a denominator."""
    facts, scope, before = question.facts, question.scope, question.span.start - timedelta(days=1)

    def made() -> list[Evidence]:  # once for all KPIs that ask
        return [
            Evidence(customer.profile, _ACTIVE, part=Part.DENOMINATOR, key=customer.name)
            for customer in question.customers
            if customer.active_on(before)
        ]

    yield from facts.once(("active", scope, before), made)
