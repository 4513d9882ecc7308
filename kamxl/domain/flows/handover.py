"""交接: 移交人提交 → 接收人确认 → 经理审核 → 已交接 (open requests and customers change owner)."""

from ..flow import DRAFT, REJECTED, RETURNED, WITHDRAWN, Action, Due, Flow, Step
from ..people import Role

FLOW = Flow(
    id="handover",
    zh="客户交接",
    en="Handover",
    form="handover",
    start=DRAFT,
    ends=("已交接", REJECTED),
    steps=(
        Step(DRAFT, Action.SUBMIT, None, "接收人确认", condition="taker_known"),
        Step("接收人确认", Action.APPROVE, None, "经理审核", due=Due(2), field="taker", label="确认接收"),
        Step("接收人确认", Action.RETURN, None, RETURNED, field="taker"),
        Step("接收人确认", Action.WITHDRAW, None, WITHDRAWN),
        Step("经理审核", Action.APPROVE, Role.MANAGER, "已交接", due=Due(2)),
        Step("经理审核", Action.RETURN, Role.MANAGER, RETURNED),
        Step("经理审核", Action.REJECT, Role.MANAGER, REJECTED),
        Step("经理审核", Action.WITHDRAW, None, WITHDRAWN),
        Step(RETURNED, Action.SUBMIT, None, "接收人确认", condition="taker_known"),
        Step(WITHDRAWN, Action.SUBMIT, None, "接收人确认", condition="taker_known"),
    ),
)
