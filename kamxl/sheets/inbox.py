"""The 审批 sheet: one row for each request that waits for the workbook's owner, with a dropdown and a comment cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import quote

from ..books.port import Grid, OwnSheet, Styled
from ..dataclass import dataclass
from ..domain.cleaning import travelling
from ..domain.conditions import money
from ..domain.flow import Action
from ..domain.form import Form, forms
from ..domain.request import Request
from ..domain.seats import Waiting
from ..domain.values import show

SHEET = "审批"
HEADER = 2
COLUMNS = (
    ("编号", 16),
    ("事项", 14),
    ("申请人", 10),
    ("客户", 22),
    ("日期", 12),
    ("金额（元）", 12),
    ("摘要", 40),
    ("环节", 14),
    ("期限", 12),
    ("前面意见", 30),
    ("来源", 28),
    ("版本", 6),
    ("决定", 10),
    ("意见", 30),
)
_NO, _REVISION, _DECISION, _COMMENT = 0, 11, 12, 13
DECISIONS: Mapping[str, Action] = {
    "同意": Action.APPROVE,
    "退回": Action.RETURN,
    "拒绝": Action.REJECT,
    "完成": Action.DONE,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a row of their 审批 sheet, not decided yet. ``row`` counts from 1."""

    no: str
    revision: int
    decision: str
    comment: str
    row: int


def inbox_sheet(owner: str, rows: Iterable[tuple[Request, Waiting]], typed: Mapping[str, Typed], book: str) -> OwnSheet:
    """The sheet for ``owner``, whose workbook is ``book``. What was typed for a row that still waits stays."""
    lines = [_row(request, move, typed.get(request.no), book) for request, move in rows]
    hint = (
        "在“决定”列选择，写明意见后点“执行审批”；在这里打字本身不产生审批效力。" if lines else "当前没有待处理的申请。"
    )
    head = [Styled(name, "head") for name, _ in COLUMNS]
    title = [Styled(f"待 {owner} 处理：{len(lines)} 件", "title")]
    return OwnSheet(
        name=SHEET,
        rows=[title, [Styled(hint, "note")], head, *lines],
        widths=[float(width) for _, width in COLUMNS],
        header=HEADER,
        choices={_DECISION: tuple(DECISIONS)},
    )


def _row(request: Request, move: Waiting, typed: Typed | None, book: str) -> list[Styled]:
    form = forms()[request.flow.form]
    fields = request.fields
    on = fields.get(form.day, "")
    amount = _amount(form, fields)
    decision = request.last_decision
    before = f"{decision.signed_by} {decision.action.zh}：{decision.comment}" if decision else ""
    kept = typed if typed is not None and typed.revision == request.revision else None
    return [
        Styled(travelling(request.no), "text"),
        Styled(form.zh, "text"),
        Styled(request.applicant, "text"),
        Styled(travelling(request.customer), "text"),
        Styled(date.fromisoformat(on) if on else None, "date"),
        Styled(money(amount) if amount else None, "money"),
        Styled(travelling(summary(form, fields)), "text"),
        Styled(request.state if move.step.action.decides else move.step.zh, "text"),
        Styled(move.due, "date"),
        Styled(travelling(before) or None, "text"),
        Styled(travelling(f"{request.evidence.book} {request.evidence.sheet}"), "link", link_to(request, book)),
        Styled(request.revision, "number"),
        Styled(kept.decision if kept else None, "input"),
        Styled(travelling(kept.comment) if kept and kept.comment else None, "input"),
    ]


def _amount(form: Form, fields: Mapping[str, str]) -> str:
    return next((fields[f.id] for f in form.fields if f.type == "money" and fields.get(f.id)), "")


def summary(form: Form, fields: Mapping[str, str]) -> str:
    """The required texts that the columns do not show, in the order of the form."""
    shown = {form.number, form.customer, form.day, form.person}
    parts = [
        f"{field.zh}：{fields[field.id]}"
        for field in form.fields
        if field.id not in shown and field.type not in ("date", "money") and field.required and fields.get(field.id)
    ]
    return "；".join(parts)


def link_to(request: Request, book: str) -> str:
    """A relative link from ``book`` to the request's number cell."""
    source = request.evidence
    here = PurePosixPath(book).parent
    ups = "../" * len(here.parts)
    sheet = source.sheet.replace("'", "''")
    cell = source.cells.get(forms()[request.flow.form].number, "A1")
    return f"{ups}{quote(source.book)}#'{sheet}'!{cell}"


def typed_in(grid: Grid) -> dict[str, Typed]:
    """What stands in the 决定 and 意见 cells of a 审批 sheet, by number; rows where neither is filled are left out."""
    found: dict[str, Typed] = {}
    for index in range(HEADER + 1, len(grid.rows)):
        no, decision, comment = (show(grid.at(index, column)).strip() for column in (_NO, _DECISION, _COMMENT))
        revision = show(grid.at(index, _REVISION))
        if no and (decision or comment):
            found[no] = Typed(no, int(revision) if revision.isdigit() else 0, decision, comment, index + 1)
    return found


def same(own: OwnSheet, grid: Grid) -> bool:
    """Whether the sheet shows these values already."""
    wanted = [_trimmed([show(cell.value) for cell in row]) for row in own.rows]
    present = [_trimmed([show(cell) for cell in row]) for row in grid.rows]
    while present and not present[-1]:
        present.pop()
    return wanted == present


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
