"""Where a KPI's figure comes from: each record with its workbook, sheet, row and cells."""

from __future__ import annotations

from ..domain.explain import Explanation
from ..domain.explain import explain as explained
from .department import Department
from .kpi import ask


def explain(department: Department, name: str, period: str, scope: str = "") -> Explanation:
    """The answer of ``kpi`` with its traces. Raises ``InputError`` for a KPI, period or scope that nobody knows."""
    return explained(ask(department, name, period, scope))
