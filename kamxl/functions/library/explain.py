"""指标从哪些单元格来：数值、分子、分母，逐条列出工作簿、工作表、行、单元格和内容；没有数值时说明原因。Where a KPI came from.

A call that gives an error elsewhere gives its reason here, as text.
"""

from __future__ import annotations

from ...domain.explain import Trace, explain
from ...domain.values import show
from ...errors import InputError
from ..desk import Desk
from ..function import ID, PERIOD, SCOPE, Function, help_of
from ..values import Grid, NoResult, Plain, number

HEAD = ("作用", "表单", "工作簿", "工作表", "行", "单元格", "内容", "计入")


def call(desk: Desk, kpi: object, period: object, scope: object = None) -> Grid:
    try:
        found = desk.answer(desk.kpi(kpi), period, scope)
    except NoResult as none:
        return [[none.text.full()]]
    except InputError as error:
        return [[error.text.full()]]
    denominator = found.figure.denominator
    rows: Grid = [
        ["指标", found.kpi.zh],
        ["期间", found.label],
        ["范围", found.scope.zh],
        ["数值", "—" if found.value is None else number(found.value)],
        ["分子", number(found.figure.numerator)],
        ["分母", "—" if denominator is None else number(denominator)],
        ["说明", found.reason.full() if found.reason else found.kpi.definition],
        list(HEAD),
        *(_row(trace) for trace in explain(found).traces),
    ]
    return [[*row, *[""] * (len(HEAD) - len(row))] for row in rows]


def _row(trace: Trace) -> list[Plain]:
    cells = "、".join(cell.address for cell in trace.cells)
    contents = "；".join(f"{cell.label}={show(cell.content) or '（空）'}" for cell in trace.cells)
    return [trace.part.zh, trace.form, trace.book, trace.sheet, trace.row, cells, contents, number(trace.amount)]


FUNCTION = Function(
    name="KAM_EXPLAIN",
    zh="指标来源",
    en="Where a KPI came from",
    args=(ID, PERIOD, SCOPE),
    call=call,
    help=help_of(call),
    example='=KAM_EXPLAIN("churn","2026Q3","华东")',
    array=True,
)
