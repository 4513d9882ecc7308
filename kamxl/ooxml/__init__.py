"""Lossless workbooks: change what is ours, keep every other byte.

    book = Workbook.open("客户.xlsx")
    book.set_cells("拜访", {"F12": "已批准", "G12": date(2024, 3, 5)})
    book.add_sheet("校验结果", xlsxwriter_bytes)
    book.save()            # aside, checked, in place; the state before is kept
    undo("客户.xlsx")       # byte for byte

Imports nothing of kamxl but its errors, its dataclass and its patterns. See docs/ooxml.md.
"""

from .archive import Limits
from .backups import Backup, backups, undo
from .locks import Owner, owner_of
from .package import Package
from .reading import Cell
from .saving import Saved
from .values import KEEP, CellError, CellValue, Formula, Look, Styled
from .workbook import Sheet, Workbook

__all__ = [
    "KEEP",
    "Backup",
    "Cell",
    "CellError",
    "CellValue",
    "Formula",
    "Limits",
    "Look",
    "Owner",
    "Package",
    "Saved",
    "Sheet",
    "Styled",
    "Workbook",
    "backups",
    "owner_of",
    "undo",
]
