"""拜访: 计划 → 经理审核 → 总监审批 → 款项支持 → 待拜访 → 拜访记录 → 经理检查 → 总监审核 → 财务审核 → 费用报销 → 结束."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role
from ._reporting import reported

FLOW = Flow(
    id="visit",
    zh="客户拜访",
    en="Visit",
    form="visit_request",
    start=DRAFT,
    ends=("结束", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, None, "经理审核"),
        Step("经理审核", Action.APPROVE, Role.MANAGER, "总监审批", due=Due(2)),
        Step("经理审核", Action.RETURN, Role.MANAGER, RETURNED),
        Step("经理审核", Action.REJECT, Role.MANAGER, REJECTED),
        Step("经理审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("总监审批", Action.APPROVE, Role.DIRECTOR, "款项支持", due=Due(2), only_if="director_tier"),
        Step("总监审批", Action.RETURN, Role.DIRECTOR, RETURNED),
        Step("总监审批", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审批", Action.WITHDRAW, None, WITHDRAWN),
        Step("款项支持", Action.APPROVE, Role.FINANCE, "待拜访", due=Due(2), only_if="has_budget", label="拨付款项"),
        Step("款项支持", Action.RETURN, Role.FINANCE, RETURNED),
        Step("款项支持", Action.WITHDRAW, None, WITHDRAWN),
        *reported("待拜访", "visit_on", "visit_recorded", "填写拜访记录"),
    ),
)
