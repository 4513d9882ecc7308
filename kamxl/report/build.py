"""Edition in, workbook bytes out. The same edition gives the same bytes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from ..dataclass import dataclass
from ..domain.collecting import no_collecting
from .board import Board, Claim
from .edition import Edition
from .large import Grouped, LargeBoard
from .look import Look
from .mark import PROPERTY
from .packing import PackedWorkbook
from .page import Kit
from .sheet import sheets

_EXCEL_365 = 191029  # a file of an older calculation engine would be recalculated on opening


@dataclass(frozen=True, slots=True)
class Built:
    """A finished workbook, and which of its cells (sheet, A1) claim which figure."""

    content: bytes
    claims: tuple[tuple[str, str, Claim], ...]
    board: Board


def build(edition: Edition, *, live: bool = False, grouped: Grouped | None = None) -> Built:
    """Draws every sheet. Needs no disk and no clock.

    ``live`` writes each figure as a ``KAM_*`` formula with its value cached. Nothing is recalculated on opening: a
    reader without the add-in keeps the values, one with it gets new ones at the next recalculation. ``grouped``:
    see ``LargeBoard``.
    """
    with no_collecting():
        return _drawn(edition, live, grouped)


def _drawn(edition: Edition, live: bool, grouped: Grouped | None) -> Built:
    workbook = PackedWorkbook(workbook_options())
    properties(workbook, edition, f"{edition.department}季度KPI报告 {edition.period.zh}")
    if live:
        workbook.set_calc_mode("auto", _EXCEL_365)
        workbook.calc_on_load = False
    board = Board(edition) if grouped is None else LargeBoard(edition, grouped)
    kit = Kit(workbook, edition, board, Look(workbook), live)
    for sheet in sheets():
        sheet.draw(kit)
    workbook.close()
    claims = tuple((sheet, xl_rowcol_to_cell(row, column), claim) for sheet, row, column, claim in kit.claims)
    return Built(workbook.content, claims, kit.board)


def workbook_options() -> dict[str, Any]:
    """A new dict each time: XlsxWriter changes the one that it is given.

    Column widths are counted in digits of the default font. Arial 10 has the same digits on every system (7 pixels), so
    that the sheet and its printed pages keep their proportions where 微软雅黑 is missing.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }


def properties(workbook: Workbook, edition: Edition, title: str) -> None:
    """What the file says of itself, and the mark by which it is known as ours."""
    workbook.set_properties(
        {
            "title": title,
            "subject": edition.period.label,
            "author": edition.department,
            "company": edition.department,
            "created": datetime.combine(edition.dated, time()),
        }
    )
    workbook.set_custom_property(PROPERTY, edition.period.label, "text")
    workbook.set_size(24000, 14000)
