"""数据有多新：截至何时、读了几个工作簿、几个读不了、几个之后又改过（请点“刷新KPI”）。How fresh the figures are.

Text. No KPI function shows a stale value without this function saying so.
"""

from __future__ import annotations

from ..desk import Desk
from ..function import Function, help_of
from ..values import Plain


def call(desk: Desk) -> Plain:
    snapshot = desk.snapshot
    parts = [f"截至 {snapshot.taken_at:%Y-%m-%d %H:%M:%S}", f"读取 {len(snapshot.books)} 个工作簿"]
    if snapshot.problems:
        parts.append(f"{len(snapshot.problems)} 个读取失败（{'、'.join(snapshot.problems)}）")
    if changed := desk.changed():
        parts.append(f"其后有 {changed} 个工作簿改过，请点“刷新KPI”")
    return "；".join(parts)


FUNCTION = Function(
    name="KAM_SOURCE",
    zh="数据来源",
    en="How fresh",
    args=(),
    call=call,
    help=help_of(call),
    example="=KAM_SOURCE()",
    live=True,
)
