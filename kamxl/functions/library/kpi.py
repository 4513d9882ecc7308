"""任一指标的数值。Any KPI's value, by its Chinese name or id.

Blank scope: the whole department. No value is #N/A, an argument that nobody understands #VALUE!.
"""

from __future__ import annotations

from ..desk import Desk
from ..function import ID, PERIOD, SCOPE, Function, help_of
from ..values import Plain


def call(desk: Desk, kpi: object, period: object, scope: object = None) -> Plain:
    return desk.value(desk.kpi(kpi), period, scope)


FUNCTION = Function(
    name="KAM_KPI",
    zh="指标值",
    en="Any KPI",
    args=(ID, PERIOD, SCOPE),
    call=call,
    help=help_of(call),
    example='=KAM_KPI("大客户流失数",A2,"华东")',
)
