"""客户等级 A/B/C，按截至期末四个季度的销售额计算；期间留空为上季度。A customer's grade by its last four quarters' sales.

A customer without sales that was not active then has no grade: #N/A.
"""

from __future__ import annotations

from ...domain.scope import ScopeKind
from ...errors import say
from ..desk import Desk
from ..function import Argument, Function, help_of
from ..values import Plain, is_blank, missing, refuse, single


def call(desk: Desk, customer: object, period: object = None) -> Plain:
    scope = desk.scope(customer)
    if scope.kind is not ScopeKind.CUSTOMER:
        raise refuse("customer_wanted", text=single(customer))
    when = desk.this_quarter.previous if is_blank(period) or period == 0 else desk.period(period)
    found = desk.grades(when).get(scope.name)
    if found is None:
        raise missing(say("functions.no_grade", customer=scope.name, period=when.zh))
    return found.grade


FUNCTION = Function(
    name="KAM_GRADE",
    zh="客户等级",
    en="Grade",
    args=(
        Argument("customer", "客户", "客户名称或档案编号"),
        Argument("period", "期间", "留空为上季度", optional=True),
    ),
    call=call,
    help=help_of(call),
    example='=KAM_GRADE("KH-001")',
)
