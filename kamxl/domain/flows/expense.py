"""报销: specialist → 经理审核 → 总监审核 → 财务审核 → 已报销."""

from ..flow import Action, Flow, Step
from ..people import Role

FLOW = Flow(
    id="expense",
    zh="费用报销",
    en="Expense claim",
    form="expense_claim",
    start="草稿",
    ends=("已报销", "已拒绝"),
    steps=(
        Step("草稿", Action.SUBMIT, None, "待经理审核"),
        Step("待经理审核", Action.WITHDRAW, None, "草稿"),
        Step("待经理审核", Action.APPROVE, Role.MANAGER, "待总监审核"),
        Step("待经理审核", Action.RETURN, Role.MANAGER, "已退回"),
        Step("待经理审核", Action.REJECT, Role.MANAGER, "已拒绝"),
        Step("待总监审核", Action.APPROVE, Role.DIRECTOR, "待财务审核"),
        Step("待总监审核", Action.RETURN, Role.DIRECTOR, "已退回"),
        Step("待总监审核", Action.REJECT, Role.DIRECTOR, "已拒绝"),
        Step("待财务审核", Action.APPROVE, Role.FINANCE, "已报销"),
        Step("待财务审核", Action.RETURN, Role.FINANCE, "已退回"),
        Step("待财务审核", Action.REJECT, Role.FINANCE, "已拒绝"),
        Step("已退回", Action.SUBMIT, None, "待经理审核"),
    ),
)
