"""接待: 计划 → 经理审核 → 总监审批 → 接待准备 → 已接待 → 工作报告 → 经理检查 → 总监审核 → 财务审核 → 费用报销 → 结束."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role

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
        Step("总监审批", Action.RETURN, Role.DIRECTOR, RETURNED, label="不同意,退回"),
        Step("总监审批", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审批", Action.WITHDRAW, None, WITHDRAWN),
        Step("接待准备", Action.DONE, None, "已接待", due=Due(0, since="date"), label="完成接待"),
        Step(
            "已接待",
            Action.DONE,
            None,
            "检查报告",
            condition="reception_reported",
            due=Due(3, rule="record_due_days", since="date"),
            label="提交接待工作报告",
        ),
        Step("检查报告", Action.APPROVE, Role.MANAGER, "总监审核报告", due=Due(2), label="检查报告"),
        Step("检查报告", Action.RETURN, Role.MANAGER, "已接待"),
        Step("总监审核报告", Action.APPROVE, Role.DIRECTOR, "财务审核", due=Due(2), label="审核报告"),
        Step("总监审核报告", Action.RETURN, Role.DIRECTOR, "已接待"),
        Step("财务审核", Action.APPROVE, Role.FINANCE, "费用报销", due=Due(3)),
        Step("财务审核", Action.RETURN, Role.FINANCE, "已接待"),
        Step("费用报销", Action.DONE, Role.FINANCE, "结束", due=Due(5), label="报销完毕"),
        Step(RETURNED, Action.SUBMIT, None, "经理审核"),
        Step(WITHDRAWN, Action.SUBMIT, None, "经理审核"),
    ),
)
