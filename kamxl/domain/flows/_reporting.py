"""How a reception and a visit end alike: the report is checked by the manager, then the director, then paid by finance."""

from ..flow import RETURNED, WITHDRAWN, Action, Due, Step
from ..people import Role


def reported(state: str, day: str, condition: str, label: str) -> tuple[Step, ...]:
    """From ``state`` on: the report that ``condition`` asks for is due some workdays after the form's field ``day``."""
    return (
        Step(
            state,
            Action.DONE,
            None,
            "检查报告",
            condition=condition,
            due=Due(3, rule="record_due_days", since=day),
            label=label,
        ),
        Step("检查报告", Action.APPROVE, Role.MANAGER, "总监审核报告", due=Due(2), label="检查报告"),
        Step("检查报告", Action.RETURN, Role.MANAGER, state),
        Step("总监审核报告", Action.APPROVE, Role.DIRECTOR, "财务审核", due=Due(2), label="审核报告"),
        Step("总监审核报告", Action.RETURN, Role.DIRECTOR, state),
        Step("财务审核", Action.APPROVE, Role.FINANCE, "费用报销", due=Due(3)),
        Step("财务审核", Action.RETURN, Role.FINANCE, state),
        Step("费用报销", Action.DONE, Role.FINANCE, "结束", due=Due(5), label="报销完毕"),
        Step(RETURNED, Action.SUBMIT, None, "经理审核"),
        Step(WITHDRAWN, Action.SUBMIT, None, "经理审核"),
    )
