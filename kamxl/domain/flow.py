"""What a flow is: one file in ``flows/`` with an explicit table (state, action, who, next, condition, owed by when).

A request's state is a fold of its events over the table (``request.fold``); an action that the table does not list is
refused with its reason (``decision``). Nobody decides their own request.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property

from ..dataclass import dataclass
from . import registry
from .people import Role

DRAFT = "草稿"
RETURNED = "已退回"
REJECTED = "已拒绝"
WITHDRAWN = "已撤回"


class Action(StrEnum):
    """What a person may do to a request. Those of ``HANDLING`` are open at every audit and stand in no table."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    DONE = "done"
    REPORT = "report"
    ADVANCE = "advance"
    TRANSFER = "transfer"
    ASK_BEFORE = "ask_before"
    ASK_AFTER = "ask_after"
    REMIND = "remind"
    ESCALATE = "escalate"
    REOPEN = "reopen"
    REASSIGN = "reassign"

    @property
    def zh(self) -> str:
        return _ACTION_NAMES[self]

    @property
    def decides(self) -> bool:
        """Whether it judges a request: such an action is never open to the applicant."""
        return self in DECISIONS


_ACTION_NAMES = {
    Action.SUBMIT: "提交",
    Action.APPROVE: "同意",
    Action.RETURN: "退回",
    Action.REJECT: "拒绝",
    Action.WITHDRAW: "撤回",
    Action.DONE: "完成",
    Action.REPORT: "汇报",
    Action.ADVANCE: "推进",
    Action.TRANSFER: "转交",
    Action.ASK_BEFORE: "前加签",
    Action.ASK_AFTER: "后加签",
    Action.REMIND: "催办",
    Action.ESCALATE: "升级",
    Action.REOPEN: "重新打开",
    Action.REASSIGN: "变更申请人",
}

DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
HANDLING = (
    Action.TRANSFER,
    Action.ASK_BEFORE,
    Action.ASK_AFTER,
    Action.REMIND,
    Action.ESCALATE,
    Action.REOPEN,
    Action.REASSIGN,
)


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is owed: ``days`` working days, or the number that 设置·规则 gives for ``rule``.

    They count from the day on which the state was entered, or from the date in the form's field ``since`` if later.
    """

    days: int
    rule: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: in ``state`` this person may do ``action``, and it becomes ``to``.

    The person is the one whom the form names in ``field``; else whoever holds ``role``; else (``None``) the applicant.
    ``condition`` (a name of ``conditions``) must hold, or the action is refused with the condition's reason.
    ``only_if`` says when an audit is needed at all; where it does not hold the audit is passed over.
    ``quorum`` is how many of those people must approve: 1 any one (或签), 0 all of them (会签).
    ``label`` is what the action is called here, where 同意 or 完成 would say too little.
    """

    state: str
    action: Action
    role: Role | None
    to: str
    condition: str = ""
    due: Due | None = None
    field: str = ""
    only_if: str = ""
    quorum: int = 1
    label: str = ""

    @property
    def zh(self) -> str:
        """What the person does here, as the sheet says it."""
        return self.label or self.action.zh


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A flow: its states are the Chinese words that people see in the status cell."""

    id: str
    zh: str
    en: str
    form: str
    start: str
    ends: tuple[str, ...]
    steps: tuple[Step, ...]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of the table."""
        found = dict.fromkeys([self.start])
        for step in self.steps:
            found.update(dict.fromkeys((step.state, step.to)))
        return tuple(found)

    @cached_property
    def _rows(self) -> Mapping[tuple[str, Action | None], tuple[Step, ...]]:
        rows: dict[tuple[str, Action | None], tuple[Step, ...]] = {}
        for step in self.steps:
            for key in ((step.state, None), (step.state, step.action)):
                rows[key] = (*rows.get(key, ()), step)
        return rows

    def steps_from(self, state: str, action: Action | None = None) -> tuple[Step, ...]:
        """The rows for a state, or only those with that action."""
        return self._rows.get((state, action), ())

    def audit(self, state: str) -> Step | None:
        """The row by which a state is approved, or ``None`` where nothing is to be approved."""
        rows = self._rows.get((state, Action.APPROVE))
        return rows[0] if rows else None


@cache
def flows() -> Mapping[str, Flow]:
    """Every flow by id."""
    from . import flows as package

    return registry.discover(package, "FLOW", Flow)


@cache
def flow_of_form() -> Mapping[str, Flow]:
    """The flow that a form starts, by form id."""
    return {flow.form: flow for flow in flows().values()}
