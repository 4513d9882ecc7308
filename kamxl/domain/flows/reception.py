"""接待: 计划 → 经理审核 → 总监审批 → 接待准备 → 已接待 → 工作报告 → 经理检查 → 总监审核 → 财务审核 → 费用报销 → 结束."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role
from ._reporting import reported

FLOW = Flow(
    id="reception",
    zh="客户接待",
    en="Reception",
    form="reception_request",
    start=DRAFT,
    ends=("结束", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, None, "经理审核"),
        Step("经理审核", Action.APPROVE, Role.MANAGER, "总监审批", due=Due(2)),
        Step("经理审核", Action.RETURN, Role.MANAGER, RETURNED),
        Step("经理审核", Action.REJECT, Role.MANAGER, REJECTED),
        Step("经理审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("总监审批", Action.APPROVE, Role.DIRECTOR, "接待准备", due=Due(2), only_if="director_tier"),
        Step("总监审批", Action.RETURN, Role.DIRECTOR, RETURNED, label="不同意，退回"),
        Step("总监审批", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审批", Action.WITHDRAW, None, WITHDRAWN),
        Step("接待准备", Action.DONE, None, "已接待", due=Due(0, since="date"), label="完成接待"),
        *reported("已接待", "date", "reception_reported", "提交接待工作报告"),
    ),
)
