"""设置: each row of 设置.xlsx can be understood. Judged when the settings are loaded."""

from __future__ import annotations

from ..findings import Severity
from ..rule import Rule

RULE = Rule(
    id="setting",
    zh="设置",
    en="Setting",
    severity=Severity.ERROR,
    wrong="规则“每天登门拜访次数”填 -1",
    right="规则“每天登门拜访次数”填 3",
)
