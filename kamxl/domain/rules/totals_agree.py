"""合计相符: a subtotal or total row shows what the rows above it add up to. Judged while the sheet is read."""

from __future__ import annotations

from ..findings import Severity
from ..rule import Rule

RULE = Rule(
    id="totals_agree",
    zh="合计相符",
    en="Totals agree",
    severity=Severity.ERROR,
    wrong="两行计划额 20、30,合计写 60",
    right="两行计划额 20、30,合计写 50",
)
