"""What the status cells beside a request show: a view of the ledger, in the words of the department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .changes import Change
from .cleaning import travelling
from .flow import Step
from .people import Staff
from .request import Refusal, Request
from .seats import waiting

CHANGED = "审批后被修改"


def status_of(
    request: Request, staff: Staff, day: date, *, changed: Sequence[Change] = (), overtaken: Sequence[Refusal] = ()
) -> Mapping[str, str | date | None]:
    """The value of each status field (``form.STATUS_FIELDS``) for a request; ``None`` for an empty cell.

    A form that was ``changed`` since its submission shows that instead of a state that no longer counts; decisions
    that were ``overtaken`` by another made at the same time stand in the comment.
    """
    decision = request.last_decision
    comment = "；".join(part for part in (decision.comment if decision else "", *map(_overtaken, overtaken)) if part)
    shown = {
        "flow_status": request.state,
        "flow_actor": travelling(decision.signed_by) if decision else None,
        "flow_comment": travelling(comment) or None,
        "flow_date": decision.day if decision else None,
        "flow_next": next_step(request, staff, day) or None,
    }
    if changed and not request.ended:
        first = changed[0]
        more = f" 等 {len(changed)} 处" if len(changed) > 1 else ""
        shown["flow_status"] = CHANGED
        shown["flow_next"] = travelling(f"{first.where} {first.before} → {first.after}{more}；请改回或重新提交")
    return shown


def _overtaken(refusal: Refusal) -> str:
    event = refusal.event
    return f"（同时：{event.signed_by} {event.action.zh}，未生效）" if event.action.decides else ""


def next_step(request: Request, staff: Staff, day: date) -> str:
    """Whose move it is, what they do and by when: ``林晓峰 经理审核,2026-09-03 前``; "" once it has ended."""
    moves: dict[Step, list[str]] = {}
    for move in waiting(request, staff, day):
        name = f"{move.person}（代理 {move.deputy}）" if move.deputy else move.person
        moves.setdefault(move.step, []).append(name)
    parts = []
    for step, names in moves.items():
        what = step.state if step.action.decides and not step.label else step.zh
        due = request.due(step)
        parts.append(f"{'、'.join(names)} {what}" + (f"，{due.isoformat()} 前" if due else ""))
    return travelling(";".join(parts))
