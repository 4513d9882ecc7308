"""Who was lost, who is new and who was active: what several KPIs count."""

from __future__ import annotations

from ..customer import Loss
from ..kpi import Adds, Counted, Part, Question
from ..members import NOBODY, Members

_ACTIVE = (Adds(Part.DENOMINATOR, ("customer", "since", "status", "lost_on")),)


def lost(question: Question) -> Counted:
    """Each loss in the span, as a numerator."""

    def made() -> Counted:
        losses = _losses(question)
        return Counted(
            question, Members(question.customers.roster, [at for at, _ in losses]) if losses else NOBODY, _LOST
        )

    return question.once("lost", made)


def began(question: Question, part: Part = Part.NUMERATOR) -> Counted:
    """Each customer whose cooperation began in the span."""
    return Counted(
        question, question.customers.begun_in(question.span), _BEGAN if part is Part.NUMERATOR else _BEGAN_TOO
    )


def active_at_start(question: Question) -> Counted:
    """Each customer that was active when the span began, as a denominator."""

    def made() -> Counted:
        return Counted(question, question.customers.active_at_start(question.span.start), _ACTIVE)

    return question.once("active at start", made)


def _losses(question: Question, _: object = None) -> list[tuple[int, Loss]]:
    return question.customers.losses_in(question.span)


_LOST = (
    Adds(
        Part.NUMERATOR,
        own_fields=lambda question, _: [loss.fields for _, loss in _losses(question)],
        basis=lambda question, _: [loss.record for _, loss in _losses(question)],
    ),
)
_BEGAN = (Adds(Part.NUMERATOR, ("customer", "since")),)
_BEGAN_TOO = (Adds(Part.DENOMINATOR, ("customer", "since")),)
