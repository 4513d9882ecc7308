"""校验: checks the open workbook, lists what is wrong on 校验结果 and selects the first fault."""

from __future__ import annotations

from collections import Counter

from ...commands.progress import Progress
from ...commands.validate import validate
from ...domain.findings import Severity
from ..resident.protocol import Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        result = validate(desk.department, [desk.path], mark=True, progress=progress)
        if result.unmarked:
            return Reply("error", result.unmarked[0].reason.full(press.language))
        faults = sorted(result.findings, key=lambda finding: (list(Severity).index(finding.severity), finding.order))
        if not faults:
            return Reply("done", f"没有发现问题（检查了 {result.records} 份表单）。")
        first = next((fault for fault in faults if fault.sheet and fault.cell), None)
        if first is not None:
            desk.book.select(first.sheet, first.cell)
        counts = Counter(fault.severity for fault in faults)
        summary = "、".join(f"{counts[severity]} 个{severity.zh}" for severity in Severity if counts[severity])
        where = f"已选中第一处：{first.where}。{first.message.full(press.language)}" if first else ""
        return Reply("finding", f"{summary}，列在“校验结果”表中。{where}")
