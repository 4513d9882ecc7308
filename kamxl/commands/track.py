"""The whole history of a request: who did what, when, with which comment, and what did not take effect."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.request import Case, Entry, Refusal, Request
from ..domain.status import next_step
from ..errors import FlowError, Text
from .acting import open_ledger
from .department import Department

if TYPE_CHECKING:
    from ..domain.event import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. ``counts`` is false for what was refused or overtaken; ``note`` says why."""

    at: datetime
    who: str
    what: str
    before: str
    after: str
    comment: str
    revision: int
    counts: bool
    note: Text | None
    event: str


@dataclass(frozen=True, slots=True)
class Track:
    """A request's timeline, oldest first, and whose move it is. ``arriving`` events build on some not yet here."""

    request: Request
    moments: tuple[Moment, ...]
    following: str
    arriving: int


def track(department: Department, no: str, now: datetime) -> Track:
    """The history of the request ``no``. Raises ``FlowError`` for an unknown number."""
    with open_ledger(department) as ledger:
        case = ledger.case(no)
        if case.request is None:
            raise FlowError("flows.unknown_request", no=no)
        following = next_step(case.request, ledger.staff, now.date())
    return Track(case.request, moments(case), following, len(case.waiting))


def moments(case: Case) -> tuple[Moment, ...]:
    """What counted in its order; what did not, at its time."""
    counted = [_entry(entry) for entry in case.request.trail] if case.request is not None else []
    others = [_refusal(refusal) for refusal in case.refused]
    return tuple(sorted([*counted, *others], key=lambda moment: moment.at))


def _entry(entry: Entry) -> Moment:
    event = entry.event
    if entry.note is not None:
        return Moment(
            event.at, "", entry.label, entry.before, entry.after, "", event.revision, True, entry.note, event.id
        )
    return _moment(event, entry.label, entry.before, entry.after, counts=True, note=None)


def _refusal(refusal: Refusal) -> Moment:
    return _moment(refusal.event, refusal.event.action.zh, "", "", counts=False, note=refusal.reason)


def _moment(event: Event, what: str, before: str, after: str, *, counts: bool, note: Text | None) -> Moment:
    target = f"{what} → {event.person}" if event.person else what
    return Moment(
        event.at, event.signed_by, target, before, after, event.comment, event.revision, counts, note, event.id
    )
