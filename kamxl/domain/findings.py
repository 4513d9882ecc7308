"""A finding: what is wrong on a sheet, as a value.

A finding is never raised. A rule that itself breaks is reported as a finding of rule ``broken_rule`` with our own
fault named, and the other rules still run.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from ..dataclass import dataclass
from ..errors import Text


class Severity(StrEnum):
    """How bad it is. Only an ``ERROR`` keeps a form from being submitted."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def zh(self) -> str:
        return {"error": "错误", "warning": "提醒", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one cell.

    ``book`` is the workbook's path relative to the department folder (or its name), ``cell`` an A1 address ("" when
    the fault is the whole sheet's), ``message`` says what is wrong and how to fix it in both languages, ``field`` is
    the field's Chinese name and ``value`` what stands in the cell now, as text.
    """

    rule: str
    book: str
    sheet: str
    cell: str
    severity: Severity
    message: Text
    field: str = ""
    value: str = ""

    @property
    def fix(self) -> str:
        """How to fix it, in Chinese."""
        return self.message.fix()

    @property
    def where(self) -> str:
        """``工作表!单元格``, as people write it."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def order(self) -> tuple[str, str, tuple[int, int], str]:
        """Sorts findings as a reader meets them: by workbook, sheet, row, column."""
        return self.book, self.sheet, _place(self.cell), self.rule


@lru_cache(1 << 14)
def _place(cell: str) -> tuple[int, int]:
    """Row and column of a cell; of a department's workbooks most are made alike, and their findings stand alike."""
    letters = cell.rstrip("0123456789")
    row = int(cell[len(letters) :] or 0)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return row, column
