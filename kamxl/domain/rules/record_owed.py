"""拜访须有记录: every visit has its 拜访记录 within the set working days, successful or not (“无论客户拜访是否成功…均需填写”)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..findings import Finding, Severity
from ..records import Record
from ..rule import Context, Rule, at

# A request in one of these states was not (or not yet) a visit.
_NO_VISIT = ("草稿", "已退回", "已拒绝", "已撤回", "待经理审核", "待总监审批")
_SHIFT = timedelta(days=7)


def check(context: Context) -> Iterator[Finding]:
    requests = list(context.of("visit_request"))
    if not requests or not context.settings.has_today:
        return
    by_number: dict[str, list[Record]] = {}
    by_customer: dict[str, list[Record]] = {}
    for record in context.tables["visit_record"]:
        if number := record.text("request_no"):
            by_number.setdefault(number, []).append(record)
        else:
            by_customer.setdefault(record.text("customer"), []).append(record)
    days = context.settings.rules.record_due_days
    for request in requests:
        visited = request.day("visit_on")
        if visited is None or request.text("flow_status").startswith(_NO_VISIT):
            continue
        due = context.settings.calendar.after(visited, days)
        records = [*by_number.get(request.number, ()), *by_customer.get(request.text("customer"), ())]
        if due < context.settings.today and not any(_answers(record, request) for record in records):
            yield at("record_owed", Severity.WARNING, request, "visit_on", due=due, customer=request.text("customer"))


def _answers(record: Record, request: Record) -> bool:
    """Whether a record is about this visit: it names its number, or the customer at about that time."""
    if record.text("request_no"):
        return record.text("request_no") == request.number
    planned, visited = request.day("visit_on"), record.day("visited_on")
    return (
        record.text("customer") == request.text("customer")
        and planned is not None
        and visited is not None
        and abs(visited - planned) <= _SHIFT
    )


RULE = Rule(
    id="record_owed",
    zh="拜访须有记录",
    en="Record owed for every visit",
    severity=Severity.WARNING,
    check=check,
    wrong="7 月 8 日的拜访到 7 月 20 日还没有拜访记录",
    right="7 月 8 日的拜访在三个工作日内填了拜访记录",
    wide=True,
)
