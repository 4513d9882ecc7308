"""A click on 校验 in a real LibreOffice window, to its visible effect: the bar above the cells, the findings, the selection.

``python benchmarks/click.py [--json]``. Needs Xvfb, openbox and xdotool. The bounds: a median of 300 ms on a form of 200 fields
with the resident process warm, 2 s for the first click after LibreOffice's start. Beside each wall time stands the processor
time that LibreOffice and the resident process took, which says more on a machine that is busy otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.hosts.libreoffice.engine.office import Office
from kamxl.hosts.resident import endpoint
from tests.libreoffice import window

CLICKS = 15
BOOK = "专员-华东-张伟.xlsx"
FORM = "商机登记"
ROWS, COLUMNS = 34, 6  # 204 fields
_TICK = os.sysconf("SC_CLK_TCK")


def spent(office: Office) -> float:
    """Processor seconds of LibreOffice's processes and of the resident process so far."""
    assert office.process is not None
    listed = subprocess.run(["pgrep", "-g", str(office.process.pid)], capture_output=True, text=True, check=True).stdout
    resident = endpoint.read(endpoint.home())
    total = 0.0
    for pid in [*listed.split(), str(resident.pid if resident else 0)]:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        total += (int(fields[11]) + int(fields[12])) / _TICK
    return total


def click(opened: window.Window) -> tuple[float, float]:
    """Wall and processor seconds of one click."""
    if opened.bar():
        opened.controller.removeInfobar("kamxl")
    x, y = opened.button("校验", "Check")
    before, start = spent(opened.office), time.perf_counter()
    window.xdotool("mousemove", str(x), str(y), "click", "1")
    window.until(opened.bar)
    wall = time.perf_counter() - start
    return wall, spent(opened.office) - before


def form_of_200(department: Path) -> Path:
    """A workbook with one filled list of 204 fields, some of them wrong."""
    made = openpyxl.load_workbook(department / BOOK)
    for name in made.sheetnames:
        if name != FORM:
            del made[name]
    for row in range(ROWS):
        values = (
            f"SJ-2026-{row + 101}",
            "华东机电股份有限公司",
            -5 if row == 3 else 1000 * row,
            LAST_DAY,
            "方案",
            "张伟",
        )
        for column, value in enumerate(values, 1):
            made[FORM].cell(row + 4, column).value = value
    made.save(department / "专员-华东-商机.xlsx")
    return department / "专员-华东-商机.xlsx"


def measure() -> dict[str, float]:
    """Seconds, wall and processor (``cpu``): the first click, one that must start the process, and the median of warm ones."""
    figures: dict[str, float] = {}

    def note(name: str, took: tuple[float, float]) -> None:
        figures[name], figures[f"{name} cpu"] = took

    with window.ground() as folder, pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(folder / "compiled"))
        warm = (
            "import xlwings, kamxl.hosts.live.validate, kamxl.hosts.libreoffice.engine.line, kamxl.hosts.resident.run"
        )
        subprocess.run([sys.executable, "-c", warm], check=True)  # compiled once, as an installation is
        department = folder / "部门"
        department.mkdir()
        lay_out(department)
        form = form_of_200(department)
        with window.windowed(folder) as office:
            opened = window.Window(office, form)
            window.until(opened.ready)
            note("first click", click(opened))
            for name, path in (("200 fields", form), ("21 forms", department / BOOK)):
                opened = opened if path == form else window.Window(office, path)
                opened.front()
                click(opened)
                taken = [click(opened) for _ in range(CLICKS)]
                note(name, tuple(statistics.median(one) for one in zip(*taken, strict=True)))  # type: ignore[arg-type]
            resident = endpoint.read(endpoint.home())
            assert resident is not None
            os.kill(resident.pid, signal.SIGKILL)
            figures["starts the process"] = click(opened)[0]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    figures = {name: round(value, 3) for name, value in measure().items()}
    if parser.parse_args().json:
        print(json.dumps(figures))
        return
    print(f"校验, median of {CLICKS} clicks; load {os.getloadavg()[0]:.1f}")
    for name, value in figures.items():
        print(f"{name:>24} {value * 1000:8.0f} ms")


if __name__ == "__main__":
    main()
