"""The policy under which a request runs: its flow's table, the rules' numbers and the calendar, as of its submission.

Changing 设置 changes the policy of new requests only; those under way keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from typing import Protocol

from ..dataclass import dataclass
from .event import Event
from .flow import Action, Due, Flow, flows
from .people import Role, Staff
from .settings import Rules, Settings
from .workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Policy:
    """The flows' tables by id, with the numbers and the calendar that go with them."""

    flows: Mapping[str, Flow]
    rules: Rules = field(default_factory=lambda: Rules())
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """The policy that the settings of today make: the tables, with what 设置·规则 says otherwise."""
        tables = {name: _adapted(flow, settings.rules) for name, flow in flows().items()}
        return cls(tables, settings.rules, settings.calendar)

    def due_on(self, due: Due, entered: date, since: date | None) -> date:
        """The last day for a step whose state was entered on ``entered``."""
        days = int(getattr(self.rules, due.rule)) if due.rule else due.days
        start = max(entered, since) if since is not None else entered
        return self.calendar.after(start, days)


def _adapted(flow: Flow, rules: Rules) -> Flow:
    """The flow with 会签 at finance's audits and the department's own deadline for decisions, where 设置 asks for them."""
    if not rules.finance_all and rules.decision_days is None:
        return flow
    steps = []
    for step in flow.steps:
        if rules.finance_all and step.role is Role.FINANCE and step.action.decides:
            step = replace(step, quorum=0)
        if rules.decision_days is not None and step.action is Action.APPROVE:
            step = replace(step, due=Due(rules.decision_days))
        steps.append(step)
    return replace(flow, steps=tuple(steps))


class Rulebook(Protocol):
    """Who may do what, as it was known when an event was written."""

    def policy(self, event: Event) -> Policy | None:
        """The policy that a submission names, ``None`` unless it was the department's own when that was written."""

    def staff(self, event: Event) -> Staff:
        """The people as they were known to that event."""


@dataclass(frozen=True, slots=True)
class SettingsBook:
    """The rulebook that trusts today's 设置.xlsx: one policy, one staff."""

    settings: Settings

    def policy(self, event: Event) -> Policy | None:
        return Policy.of(self.settings)

    def staff(self, event: Event) -> Staff:
        return self.settings.staff
