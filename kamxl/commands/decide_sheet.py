"""执行审批: what somebody typed into the 审批 sheet of their workbook becomes real, signed as them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ..dataclass import dataclass
from ..domain.request import Request
from ..errors import FlowError, KamxlError, LedgerError, Text
from ..sheets import inbox as inbox_sheets
from .decide import decide
from .department import Department


@dataclass(frozen=True, slots=True)
class NotDecided:
    """A row that stays as it was typed, and why. ``row`` counts from 1."""

    no: str
    row: int
    reason: Text


@dataclass(frozen=True, slots=True)
class SheetDecisions:
    """What became of each filled row."""

    decided: tuple[Request, ...]
    refused: tuple[NotDecided, ...]


def decide_sheet(department: Department, book: Path, person: str, now: datetime) -> SheetDecisions:
    """Carries out every row of the 审批 sheet in which a decision was typed, as ``person``; each on the revision that
    its row shows. A row that may not be is named and left; the others are carried out all the same.

    Raises ``FlowError("flows.no_inbox")`` when the workbook has no 审批 sheet, ``LedgerError`` without a key or a
    ledger. ``sync`` takes the decided rows off the sheet.
    """
    opened = department.opener(book)
    if inbox_sheets.SHEET not in opened.sheet_names():
        raise FlowError("flows.no_inbox", book=department.relative(book))
    department.settings.staff.find(person)
    decided: list[Request] = []
    refused: list[NotDecided] = []
    for typed in inbox_sheets.typed_in(opened.grid(inbox_sheets.SHEET)).values():
        if not typed.decision:
            continue  # a comment is being written, nothing is decided yet
        try:
            decided.append(_carry_out(department, typed, person, now))
        except LedgerError:
            raise  # no key, no ledger: the next row would fare no better; what was decided stays decided
        except KamxlError as error:
            refused.append(NotDecided(typed.no, typed.row, error.text))
    return SheetDecisions(tuple(decided), tuple(refused))


def _carry_out(department: Department, typed: inbox_sheets.Typed, person: str, now: datetime) -> Request:
    action = inbox_sheets.DECISIONS.get(typed.decision)
    if action is None:
        raise FlowError("flows.no_such_decision", typed=typed.decision, choices="、".join(inbox_sheets.DECISIONS))
    return decide(department, typed.no, action, person, now, comment=typed.comment, revision=typed.revision)
