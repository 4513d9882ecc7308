"""校验: checks the open workbook, lists what is wrong on 校验结果 and selects the first fault."""

from __future__ import annotations

from collections import Counter

from ...commands.progress import Progress
from ...commands.validate import validate
from ...domain.findings import Severity
from ...errors import say
from ...errors.text import Language
from ..resident.protocol import Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        result = validate(desk.department, [desk.path], mark=True, progress=progress)
        if result.unmarked:
            return Reply("error", result.unmarked[0].reason.full(press.language))
        faults = sorted(result.findings, key=lambda finding: (list(Severity).index(finding.severity), finding.order))
        if not faults:
            return Reply("done", say("live.valid", records=result.records).full(press.language))
        first = next((fault for fault in faults if fault.sheet and fault.cell), None)
        if first is not None:
            desk.book.select(first.sheet, first.cell)
        counts = Counter(fault.severity for fault in faults)
        summary = _summary(counts, press.language)
        if first is None:
            return Reply("finding", say("live.invalid", summary=summary).full(press.language))
        message = first.message.full(press.language)
        told = say("live.invalid_at", summary=summary, where=first.where, message=message)
        return Reply("finding", told.full(press.language))


def _summary(counts: Counter[Severity], language: Language) -> str:
    found = [severity for severity in Severity if counts[severity]]
    if language == "zh":
        return "、".join(f"{counts[severity]} 个{severity.zh}" for severity in found)
    return ", ".join(f"{counts[severity]} {severity.value}{'s'[: counts[severity] - 1]}" for severity in found)
