"""申请已批准: a claim's request has been approved, as far as its status cell tells (the ledger decides, not the cell)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at

_REQUESTS = ("visit_request", "reception_request", "development")
_NOT_APPROVED = ("草稿", "已退回", "已拒绝", "已撤回", "待经理", "待总监")


def check(context: Context) -> Iterator[Finding]:
    claims = list(context.of("expense_claim"))
    if not claims:
        return
    states = {r.number: r.text("flow_status") for form in _REQUESTS for r in context.tables[form] if r.number}
    for record in claims:
        state = states.get(record.text("request_no"), "")
        if state.startswith(_NOT_APPROVED):
            yield at("request_approved", Severity.ERROR, record, "request_no", state=state)


RULE = Rule(
    id="request_approved",
    zh="申请已批准",
    en="Request approved",
    severity=Severity.ERROR,
    check=check,
    wrong="报销关联的拜访申请状态是“已退回”",
    right="报销关联的拜访申请已批准",
)
