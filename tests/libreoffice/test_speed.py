"""The speed that the project holds itself to: 100,000 cells at most 3 times UNO's own bulk calls, in one run."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

LIVE = Path(__file__).parents[2] / "benchmarks" / "live.py"


def test_bulk_values(app: xw.App) -> None:
    figures = runpy.run_path(str(LIVE))["measure"]()
    assert figures["write ratio"] <= 3
    assert figures["read ratio"] <= 3
