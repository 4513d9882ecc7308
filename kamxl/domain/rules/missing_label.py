"""缺少栏目: a form that was found has a label for each required field. Judged while the sheet is read."""

from __future__ import annotations

from ..findings import Severity
from ..rule import Rule

RULE = Rule(
    id="missing_label",
    zh="缺少栏目",
    en="Missing label",
    severity=Severity.ERROR,
    wrong="销售计划没有“计划额”一栏",
    right="销售计划有“计划额”，或在 设置·字段别名 登记了别的叫法",
)
