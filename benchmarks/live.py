"""100,000 cells through the LibreOffice engine against UNO's own bulk calls, in one run.

``python benchmarks/live.py [--json]``. The bound that the project holds itself to is 3 times the raw calls.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kamxl.hosts.libreoffice.engine import register

ROWS, COLUMNS, ROUNDS = 5_000, 20, 5


def median_seconds(work: Callable[[], object]) -> float:
    """The median of a few runs, the first (warm-up) left out."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def measure() -> dict[str, float]:
    """Seconds for 100,000 cells (numbers and texts): raw and through the engine, written and read."""
    rows = tuple(tuple(float(i * j) if j % 4 else f"客户{i}" for j in range(COLUMNS)) for i in range(ROWS))
    block = [list(row) for row in rows]
    with register().apps.add(visible=False, add_book=True) as app:
        cells = app.books.active.sheets[0]["A1"].resize(ROWS, COLUMNS)
        raw = cells.api
        figures = {
            "raw write": median_seconds(lambda: raw.setDataArray(rows)),
            "engine write": median_seconds(lambda: setattr(cells, "value", block)),
            "raw read": median_seconds(raw.getDataArray),
            "engine read": median_seconds(lambda: cells.value),
        }
        assert cells.value == block
    figures["write ratio"] = figures["engine write"] / figures["raw write"]
    figures["read ratio"] = figures["engine read"] / figures["raw read"]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    figures = {name: round(value, 4) for name, value in measure().items()}
    if parser.parse_args().json:
        print(json.dumps(figures))
        return
    print(f"{ROWS * COLUMNS:,} cells, median of {ROUNDS} runs")
    for name, value in figures.items():
        print(f"{name:>14} {value:8.3f}{'×' if 'ratio' in name else ' s'}")


if __name__ == "__main__":
    main()
