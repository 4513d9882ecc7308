"""开发: 提交 (only 筛选评价 = 合格) → 经理审核 → 总监审核 → 已批准 → 组建项目小组 → 建立档案 → 实施中 → 定期汇报 … → 结束."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role

FLOW = Flow(
    id="development",
    zh="大客户开发",
    en="Development",
    form="development",
    start=DRAFT,
    ends=("结束", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, None, "经理审核", condition="screened"),
        Step("经理审核", Action.APPROVE, Role.MANAGER, "总监审核", due=Due(2)),
        Step("经理审核", Action.RETURN, Role.MANAGER, RETURNED),
        Step("经理审核", Action.REJECT, Role.MANAGER, REJECTED),
        Step("经理审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("总监审核", Action.APPROVE, Role.DIRECTOR, "财务会审", due=Due(2)),
        Step("总监审核", Action.RETURN, Role.DIRECTOR, RETURNED),
        Step("总监审核", Action.REJECT, Role.DIRECTOR, REJECTED),
        Step("总监审核", Action.WITHDRAW, None, WITHDRAWN),
        Step("财务会审", Action.APPROVE, Role.FINANCE, "已批准", due=Due(2), only_if="finance_tier"),
        Step("财务会审", Action.RETURN, Role.FINANCE, RETURNED),
        Step("财务会审", Action.REJECT, Role.FINANCE, REJECTED),
        Step("财务会审", Action.WITHDRAW, None, WITHDRAWN),
        Step("已批准", Action.DONE, Role.MANAGER, "建立档案", due=Due(5), label="组建项目小组"),
        Step("建立档案", Action.DONE, Role.CLERK, "实施中", due=Due(5), label="建立档案"),
        Step("实施中", Action.REPORT, None, "实施中", due=Due(20), label="定期汇报"),
        Step("实施中", Action.DONE, None, "结束", label="结束开发"),
        Step(RETURNED, Action.SUBMIT, None, "经理审核", condition="screened"),
        Step(WITHDRAWN, Action.SUBMIT, None, "经理审核", condition="screened"),
    ),
)
