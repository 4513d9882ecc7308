"""填写格式: the cell holds what its field accepts. Judged while the sheet is read, by the field types."""

from __future__ import annotations

from ..findings import Severity
from ..rule import Rule

RULE = Rule(
    id="type",
    zh="填写格式",
    en="Type",
    severity=Severity.ERROR,
    wrong="拜访日期填“下周三”",
    right="拜访日期填“2026-07-08”或“2026年7月8日”",
)
