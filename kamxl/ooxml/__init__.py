"""Lossless workbooks: change what is ours, keep every other byte.

    book = Workbook.open("客户.xlsx")
    book.set_cells("拜访", {"F12": "已批准", "G12": date(2024, 3, 5)})
    book.add_sheet("校验结果", xlsxwriter_bytes)
    book.save()            # aside, checked, in place; the state before is kept
    undo("客户.xlsx")       # byte for byte

Imports nothing of kamxl but its errors, its dataclass and its patterns. See docs/ooxml.md.
Each of its modules is loaded when it is first asked for: who only reads does not load what writes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .archive import Limits
    from .backup import Backup, backups, undo
    from .locks import Owner, owner_of
    from .opened import Sheet
    from .package import Package
    from .reading import Cell
    from .saving import Saved
    from .values import KEEP, CellError, CellValue, Formula, Look, Styled
    from .workbook import Workbook

_MODULES = {
    "archive": ("Limits",),
    "backup": ("Backup", "backups", "undo"),
    "locks": ("Owner", "owner_of"),
    "opened": ("Sheet",),
    "package": ("Package",),
    "reading": ("Cell",),
    "saving": ("Saved",),
    "values": ("KEEP", "CellError", "CellValue", "Formula", "Look", "Styled"),
    "workbook": ("Workbook",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

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


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
