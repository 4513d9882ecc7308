"""奖惩: the manager proposes, the director decides (总监审批)."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role

FLOW = Flow(
    id="conduct",
    zh="奖惩",
    en="Conduct",
    form="conduct",
    start=DRAFT,
    ends=("已批准", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, Role.MANAGER, "总监审批"),
        Step("总监审批", Action.APPROVE, Role.DIRECTOR, "已批准", due=Due(3)),
        Step("总监审批", Action.RETURN, Role.DIRECTOR, RETURNED),
        Step("总监审批", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审批", Action.WITHDRAW, None, WITHDRAWN),
        Step(RETURNED, Action.SUBMIT, Role.MANAGER, "总监审批"),
        Step(WITHDRAWN, Action.SUBMIT, Role.MANAGER, "总监审批"),
    ),
)
