"""How long a command takes to start, against Python with the two libraries that read and judge what comes from outside.

    python benchmarks/startup.py [--dept DIR]

Each line is the median of several runs in turn, as a whole process, and its ratio to the base: a bare Python that
imports calamine and pydantic and nothing else. (A command whose settings are kept does not load pydantic itself.)
`validate` needs a workbook: the demo's department, or `--dept`.
The limit that we hold ourselves to is 4.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
LIMIT = 4.0
BASE = [sys.executable, "-c", "import python_calamine, pydantic; pydantic.BaseModel"]


def seconds(command: list[str]) -> float:
    # Compiled files must be kept between runs, as they are on a user's machine.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return time.perf_counter() - began


def specimen(dept: Path | None) -> Path:
    """A specialist's workbook of the sample department."""
    if dept is None:
        dept = Path(tempfile.mkdtemp()) / "dept"
        subprocess.run([sys.executable, "-m", "kamxl", "demo", str(dept)], check=True, capture_output=True)
    return sorted(dept.glob("专员-*.xlsx"))[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dept", type=Path)
    book = specimen(parser.parse_args().dept)
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python, calamine, pydantic (base)": BASE,
        "kamxl --help": [sys.executable, "-m", "kamxl", "--help"],
        "kamxl validate (one workbook)": [sys.executable, "-m", "kamxl", "validate", str(book)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, command in commands.items():
            taken = seconds(command)
            if turn:  # the first round warms the caches
                times[name].append(taken)
    base = statistics.median(times["python, calamine, pydantic (base)"])
    worst = 0.0
    for name, taken in times.items():
        median = statistics.median(taken)
        worst = max(worst, median / base if name.startswith("kamxl") else 0.0)
        print(f"{name:36} {median * 1000:7.0f} ms   {median / base:5.2f} × base")
    print(f"limit {LIMIT:.1f} × base: {'held' if worst < LIMIT else 'NOT held'}")
    return 0 if worst < LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
