"""申请的审批状态（以台账为准，不看表格里填的字）。A request's state, from the ledger.

A number that was never submitted: #N/A.
"""

from __future__ import annotations

from ...errors import say
from ..desk import Desk
from ..function import Argument, Function, help_of
from ..values import Plain, is_blank, missing, refuse, single


def call(desk: Desk, request: object) -> Plain:
    given = single(request)
    if is_blank(given):
        raise refuse("no_argument", argument="申请编号")
    number = str(int(given) if isinstance(given, float) and given.is_integer() else given).strip()
    state = desk.snapshot.requests.get(number)
    if state is None:
        raise missing(say("functions.no_request", number=number))
    return state


FUNCTION = Function(
    name="KAM_STATUS",
    zh="审批状态",
    en="State of a request",
    args=(Argument("request", "申请编号", "拜访、接待、开发、报销等申请的编号"),),
    call=call,
    help=help_of(call),
    example='=KAM_STATUS("BF-2026-031")',
)
