"""One-cell edits, timed side by side: kamxl.ooxml, openpyxl, wolfxl and excelize on a 15 KB, a 1 MB and a 15 MB workbook.

    python benchmarks/edit.py            # a table
    python benchmarks/edit.py --json     # the same as JSON
    python benchmarks/edit.py --check    # exit code 1 when a promised figure is missed

Each measurement is a process of its own: open, change one cell, save; imports are not counted. kamxl is timed with its
whole safe save (owner files, fsync, read back, compare, backup). The best of three counts; peak memory is the process's
largest resident set, the interpreter included. A tool that is not installed is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SHEET, CELL, VALUE = "台账", "C5", "已批准"
SIZES = {"15 KB": (420, 4), "1 MB": (12_500, 12), "15 MB": (182_000, 12)}
FASTER = {"15 KB": 5.0, "1 MB": 10.0, "15 MB": 15.0}
MEMORY_SHARE = 0.60
WORDS = ["拜访", "电话", "合同", "报价", "样品", "回访", "投诉", "发货", "对账", "续约"]


def make(path: Path, rows: int, columns: int) -> None:
    """A register as departments keep them: dates, names, amounts, remarks, some formulas."""
    import xlsxwriter

    chance = random.Random(7)  # noqa: S311 - data for timing
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(SHEET)
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    for row in range(rows):
        for column in range(columns):
            match column % 4:
                case 0:
                    sheet.write_number(row, column, 45_000 + chance.randrange(700), day)
                case 1:
                    sheet.write_string(row, column, f"{chance.choice(WORDS)}客户{chance.randrange(rows)}")
                case 2:
                    sheet.write_number(row, column, chance.randrange(10**8) / 100, money)
                case _ if row % 50 == 0:
                    sheet.write_formula(row, column, f"=C{row + 1}*1.06", money, 1)
                case _:
                    sheet.write_string(row, column, chance.choice(WORDS))
    book.close()


def kamxl(path: Path) -> None:
    from kamxl.ooxml import Workbook

    book = Workbook.open(path)
    book.set_cells(SHEET, {CELL: VALUE})
    book.save()


def openpyxl(path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    book[SHEET][CELL] = VALUE
    book.save(path)


def wolfxl(path: Path) -> None:
    from wolfxl import load_workbook

    book = load_workbook(str(path), modify=True)
    book[SHEET][CELL] = VALUE
    book.save(str(path))


def excelize(path: Path) -> None:
    from excelize import open_file

    book = open_file(str(path))
    book.set_cell_value(SHEET, CELL, VALUE)
    book.save()
    book.close()


TOOLS: dict[str, Callable[[Path], None]] = {
    "kamxl": kamxl,
    "openpyxl": openpyxl,
    "wolfxl": wolfxl,
    "excelize": excelize,
}


def one(tool: str, path: Path) -> dict[str, float]:
    """Run in this process: a warm-up on a tiny workbook (imports, caches), then the timed edit."""
    with tempfile.TemporaryDirectory() as folder:
        tiny = Path(folder) / "tiny.xlsx"
        make(tiny, 10, 4)
        TOOLS[tool](tiny)
    started = time.perf_counter()
    TOOLS[tool](path)
    return {"seconds": time.perf_counter() - started, "megabytes": peak_megabytes()}


def peak_megabytes() -> float:
    """The largest resident set of this process so far."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD), ("peak", ctypes.c_size_t)] + [
                (f"other{number}", ctypes.c_size_t) for number in range(7)
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        ctypes.windll.psapi.GetProcessMemoryInfo(
            ctypes.windll.kernel32.GetCurrentProcess(), ctypes.byref(counters), counters.cb
        )
        return counters.peak / 2**20
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def measure(tool: str, original: Path, repeat: int) -> dict[str, float]:
    """The best of some runs, each in a fresh process on a fresh copy."""
    runs = []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "book.xlsx"
            shutil.copy(original, copy)
            command = [sys.executable, __file__, "--one", tool, str(copy)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout))
    return {"seconds": min(run["seconds"] for run in runs), "megabytes": min(run["megabytes"] for run in runs)}


def report(sizes: list[str], repeat: int) -> dict[str, dict[str, dict[str, float]]]:
    """Every size with every tool that is installed."""
    tools = [tool for tool in TOOLS if tool == "kamxl" or importlib.util.find_spec(tool)]
    results: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / "original.xlsx"
            make(path, *SIZES[size])
            results[size] = {tool: measure(tool, path, repeat) for tool in tools}
            results[size]["file"] = {"megabytes": path.stat().st_size / 2**20}
    return results


def missed(results: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """The promises that these results break."""
    broken = []
    for size, row in results.items():
        factor = row["openpyxl"]["seconds"] / row["kamxl"]["seconds"]
        if factor < FASTER[size]:
            broken.append(f"{size}: {factor:.1f} times openpyxl's speed, promised {FASTER[size]:.0f}")
    if "15 MB" in results:
        share = results["15 MB"]["kamxl"]["megabytes"] / results["15 MB"]["openpyxl"]["megabytes"]
        if share > MEMORY_SHARE:
            broken.append(f"15 MB: {share:.0%} of openpyxl's memory, promised {MEMORY_SHARE:.0%}")
    return broken


def table(results: dict[str, dict[str, dict[str, float]]]) -> str:
    """Markdown, for the docs."""
    lines = ["| workbook | tool | seconds | × openpyxl | peak MB |", "|---|---|---:|---:|---:|"]
    for size, row in results.items():
        for tool in TOOLS:
            if tool in row:
                factor = row["openpyxl"]["seconds"] / row[tool]["seconds"] if "openpyxl" in row else float("nan")
                seconds, memory = row[tool]["seconds"], row[tool]["megabytes"]
                lines.append(
                    f"| {size} ({row['file']['megabytes']:.2f} MB) | {tool} | {seconds:.3f} | {factor:.1f} | {memory:.0f} |"
                )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", nargs=2, metavar=("TOOL", "PATH"), help=argparse.SUPPRESS)
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    if options.one:
        print(json.dumps(one(options.one[0], Path(options.one[1]))))
        return 0
    results = report(options.sizes, options.repeat)
    print(json.dumps(results, indent=1) if options.json else table(results))
    broken = missed(results) if options.check else []
    print("\n".join(broken), file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
