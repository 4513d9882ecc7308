"""What the status cells beside a request show: a view of the ledger, in the words of the department."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .cleaning import travelling
from .flow import Step
from .people import Staff
from .request import Request
from .seats import waiting


def status_of(request: Request, staff: Staff, day: date) -> Mapping[str, str | date | None]:
    """The value of each status field (``form.STATUS_FIELDS``) for a request; ``None`` for an empty cell."""
    decision = request.last_decision
    return {
        "flow_status": request.state,
        "flow_actor": travelling(decision.signed_by) if decision else None,
        "flow_comment": (travelling(decision.comment) or None) if decision else None,
        "flow_date": decision.day if decision else None,
        "flow_next": next_step(request, staff, day) or None,
    }


def next_step(request: Request, staff: Staff, day: date) -> str:
    """Whose move it is, what they do and by when: ``林晓峰 经理审核,2026-09-03 前``; "" once it has ended."""
    moves: dict[Step, list[str]] = {}
    for move in waiting(request, staff, day):
        name = f"{move.person}(代理 {move.deputy})" if move.deputy else move.person
        moves.setdefault(move.step, []).append(name)
    parts = []
    for step, names in moves.items():
        what = step.state if step.action.decides and not step.label else step.zh
        due = request.due(step)
        parts.append(f"{'、'.join(names)} {what}" + (f",{due.isoformat()} 前" if due else ""))
    return travelling(";".join(parts))
