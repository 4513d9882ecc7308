"""认不出的表单: a sheet that bears a form's title has enough of its labels. Judged while the sheet is read."""

from __future__ import annotations

from ..findings import Severity
from ..rule import Rule

RULE = Rule(
    id="unsure_form",
    zh="认不出的表单",
    en="Unsure form",
    severity=Severity.WARNING,
    wrong="标题是“接待计划”，却只有“编号”一个标签",
    right="标题是“接待计划”，各栏目齐全",
)
