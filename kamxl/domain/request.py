"""A request: what its events have made of it so far. Values only; ``judge`` makes the next one from an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from ..dataclass import dataclass
from ..errors import Text
from .event import Event, Evidence
from .flow import Action, Flow, Step
from .form import forms
from .policy import Policy


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a request's history. ``note`` says why an audit was passed over, or what else happened by itself."""

    event: Event
    label: str
    before: str
    after: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that counts for nothing, with the reason. It stays in the ledger and is shown.

    ``conflict``: it was right as far as its author knew, but somebody else acted at the same time and prevailed.
    """

    event: Event
    reason: Text
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """A further signature (加签) that somebody at the present audit asked for: before or after their own."""

    name: str
    asked_by: str
    before: bool
    signed: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as it stands.

    ``applicant`` is whose request it is now (a handover changes it), ``barred`` everybody who applied or submitted and
    so may not decide. ``votes`` are the seats that approved at the present audit, ``approvers`` who approved earlier
    audits of the same matter, ``passed`` those audits; ``transfers`` gives a seat's present holder.
    """

    no: str
    flow: Flow
    policy: Policy
    applicant: str
    evidence: Evidence
    state: str
    entered: date
    revision: int = 1
    barred: frozenset[str] = frozenset()
    decided: bool = False
    returned_from: str = ""
    votes: tuple[str, ...] = ()
    approvers: frozenset[str] = frozenset()
    passed: tuple[str, ...] = ()
    transfers: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    escalated: tuple[str, ...] = ()
    reminded: date | None = None
    shown: Mapping[str, Evidence] = field(default_factory=dict)
    trail: tuple[Entry, ...] = ()

    def but(self, **changes: object) -> Request:
        """The request with other values. Folding is mostly this: ``dataclasses.replace`` takes ten times as long."""
        made = object.__new__(Request)
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made

    @property
    def ended(self) -> bool:
        return self.state in self.flow.ends

    @property
    def audit(self) -> Step | None:
        """The row by which the present state is approved, if it is an audit."""
        return self.flow.audit(self.state)

    @property
    def fields(self) -> Mapping[str, str]:
        return self.evidence.fields

    @property
    def customer(self) -> str:
        """The customer concerned, "" where the form has none."""
        return self.fields.get(forms()[self.flow.form].customer, "")

    @property
    def last(self) -> Event:
        """The latest event that counted."""
        return self.trail[-1].event

    @property
    def last_decision(self) -> Event | None:
        """The latest approval, return or rejection."""
        return next((entry.event for entry in reversed(self.trail) if entry.event.action.decides), None)

    @property
    def submitted(self) -> date:
        """The day of the present revision's submission."""
        return next(entry.event.day for entry in reversed(self.trail) if entry.event.action is Action.SUBMIT)

    def due(self, step: Step) -> date | None:
        """The last day for a row of the present state, ``None`` where it has no deadline."""
        if step.due is None:
            return None
        since = self.fields.get(step.due.since, "")
        return self.policy.due_on(step.due, self.entered, date.fromisoformat(since) if since else None)

    @property
    def due_on(self) -> date | None:
        """The earliest deadline of the present state."""
        days = [day for step in self.flow.steps_from(self.state) if (day := self.due(step)) is not None]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Case:
    """A fold's result: the request (``None`` while no submission counted) and the events that count for nothing.

    ``heads`` are the latest events, ``waiting`` those that build on an event that has not arrived.
    """

    request: Request | None
    refused: tuple[Refusal, ...] = ()
    heads: tuple[str, ...] = ()
    waiting: tuple[Event, ...] = ()

    @property
    def conflicts(self) -> tuple[Refusal, ...]:
        return tuple(refusal for refusal in self.refused if refusal.conflict)
