"""Who was lost, who is new and who was active: what several KPIs count."""

from __future__ import annotations

from ..customers import Members
from ..kpi import Adds, Counted, Part, Question

_ACTIVE = ("customer", "since", "status", "lost_on")


def lost(question: Question) -> Counted:
    """Each loss in the span, as a numerator."""
    found = question.customers.losses_in(question.span)
    said = Adds(
        Part.NUMERATOR,
        own_fields=[loss.fields for _, loss in found],
        basis=[loss.record for _, loss in found],
    )
    return Counted(Members([customer for customer, _ in found]), said)


def began(question: Question, part: Part = Part.NUMERATOR) -> Counted:
    """Each customer whose cooperation began in the span."""
    return Counted(question.customers.begun_in(question.span), Adds(part, ("customer", "since")))


def active_at_start(question: Question) -> Counted:
    """Each customer that was active when the span began, as a denominator."""
    return Counted(question.customers.active_at_start(question.span.start), Adds(Part.DENOMINATOR, _ACTIVE))
