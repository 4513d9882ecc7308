"""报销: specialist → 经理审核 → 总监审核 → 财务审核 → 已报销. Never above the approved budget without a fresh approval."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role

FLOW = Flow(
    id="expense",
    zh="费用报销",
    en="Expense claim",
    form="expense_claim",
    start=DRAFT,
    ends=("已报销", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, None, "经理审核", condition="within_budget"),
        Step("经理审核", Action.APPROVE, Role.MANAGER, "总监审核", due=Due(2)),
        Step("经理审核", Action.RETURN, Role.MANAGER, RETURNED),
        Step("经理审核", Action.REJECT, Role.MANAGER, REJECTED),
        Step("经理审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("总监审核", Action.APPROVE, Role.DIRECTOR, "财务审核", due=Due(2)),
        Step("总监审核", Action.RETURN, Role.DIRECTOR, RETURNED),
        Step("总监审核", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("财务审核", Action.APPROVE, Role.FINANCE, "已报销", due=Due(3), label="审核并报销"),
        Step("财务审核", Action.RETURN, Role.FINANCE, RETURNED),
        Step("财务审核", Action.REJECT, Role.FINANCE, REJECTED),
        Step("财务审核", Action.WITHDRAW, None, WITHDRAWN),
        Step(RETURNED, Action.SUBMIT, None, "经理审核", condition="within_budget"),
        Step(WITHDRAWN, Action.SUBMIT, None, "经理审核", condition="within_budget"),
    ),
)
