"""The benchmark runs: every tool that is installed, on the smallest workbook.

1. Its JSON names each tool with its seconds and its peak memory. (The promised ratios are checked by ``--check``, run by hand
   on a quiet machine: a busy one would make them a matter of luck.)
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "edit.py"


def test_benchmark_runs() -> None:
    command = [sys.executable, str(SCRIPT), "--sizes", "15 KB", "--repeat", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    row = json.loads(done.stdout)["15 KB"]
    assert {"kamxl", "openpyxl", "file"} <= set(row)
    assert all(
        measured["seconds"] > 0 and measured["megabytes"] > 1 for tool, measured in row.items() if tool != "file"
    )
