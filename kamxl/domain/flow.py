"""What a flow is: one file in ``flows/`` with an explicit table (state, action, role, condition, next, owed by when).

A request's state is a fold of its events over the table; an action that the table does not list is refused with its
reason. Nobody decides their own request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from . import registry
from .people import Role


class Action(StrEnum):
    """What a person may do to a request."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    DONE = "done"

    @property
    def zh(self) -> str:
        return {
            "submit": "提交",
            "approve": "同意",
            "return": "退回",
            "reject": "拒绝",
            "withdraw": "撤回",
            "done": "完成",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: in ``state``, ``role`` (``None``: the applicant) may do ``action``, and it becomes ``to``.

    ``condition`` names a condition of ``flow.conditions`` ("" for none); ``owed_days`` working days are what the
    person has for it, counted from the day the state was entered (0: no deadline).
    """

    state: str
    action: Action
    role: Role | None
    to: str
    condition: str = ""
    owed_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A flow: its states are the Chinese words that people see in the status cell."""

    id: str
    zh: str
    en: str
    form: str
    start: str
    ends: tuple[str, ...]
    steps: tuple[Step, ...]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.state == state)


@cache
def flows() -> Mapping[str, Flow]:
    """Every flow by id."""
    from . import flows as package

    return registry.discover(package, "FLOW", Flow)
