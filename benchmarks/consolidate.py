"""How long the quarterly workbook takes for many workbooks, beside merely reading them with other libraries.

    python benchmarks/consolidate.py [--books 1000] [--folder DIR] [--memory]

Makes the workbooks once (8 sheets of about 120 rows), then times in one run, on two processes each: unzip only, calamine
only, fastexcel, pandas+openpyxl on a sample of 50 scaled up, and ours cold, warm and with 10 changed. ``--memory`` measures
peak memory at 1,000, 3,000 and 10,000 small workbooks instead, each in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# What is needed is imported where it is: this module is loaded in every process that reads, as the command's is, and that
# loads nothing before it knows what is asked for.
if TYPE_CHECKING:
    from kamxl.domain.form import Field

FORMS = (
    "profile",
    "sales_plan",
    "service_log",
    "contact_log",
    "visit_request",
    "visit_record",
    "opportunity",
    "contract",
)
ROWS = 120
WORKERS = 2
SAMPLE = 50


def value(field: Field, row: int, book: int, form: str) -> object:
    """A plausible content for the field: valid, and varied from row to row and book to book."""
    customer = (
        f"第{book:05d}号客户{row % 12:02d}有限公司" if form != "profile" else f"第{book:05d}号客户{row:02d}有限公司"
    )
    fixed: dict[str, object] = {
        "status": "合作", "since": date(2024, 1, 8) + timedelta(days=row), "lost_on": None, "lost_reason": None,
        "staff": None, "staff_cn": None, "staff_foreign": None, "credit_code": None, "email": None, "fax": None,
        "account": None, "bank": None, "postcode": None,
    }  # fmt: skip
    if form == "profile" and field.id in fixed:
        return fixed[field.id]
    if field.choices:
        return field.choices[row % len(field.choices)] if field.type == "choice" else None
    by_type: dict[str, Callable[[], object]] = {
        "date": lambda: date(2026, 1, 5) + timedelta(days=(row * 2 + book) % 265),
        "money": lambda: 20_000 + (row * 977 + book * 31) % 90_000,
        "number": lambda: row * 3 + 1,
        "integer": lambda: row % 9 + 1,
        "quarter": lambda: f"2026Q{row % 3 + 1}",
        "code": lambda: f"{form[:2].upper()}-{book:05d}-{row:03d}",
        "customer": lambda: customer,
        "person": lambda: ("张伟", "李娜", "王强", "赵静")[book % 4],
        "region": lambda: ("华东", "华南", "华北", "西南")[book % 4],
        "yes_no": lambda: "是" if row % 3 else "否",
        "phone": lambda: f"021-5555{row:04d}",
        "time": lambda: "09:30",
    }
    return by_type.get(field.type, lambda: f"内容{row % 40}")()


def make_book(path: Path, book: int, rows: int = ROWS, names: Sequence[str] = FORMS) -> None:
    import xlsxwriter

    from kamxl.domain.form import forms

    made = xlsxwriter.Workbook(path, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for name in names:
        form = forms()[name]
        page = made.add_worksheet(form.zh)
        page.write(0, 0, form.zh)
        fields = [f for f in form.fields if not f.owned and (not f.group or f.id == "contact_name")][:16]
        fields += [f for f in form.fields if f.required and f not in fields]
        for column, field in enumerate(fields):
            page.write(2, column, f"{field.group}{field.zh}")
            for row in range(rows):
                content = value(field, row, book, name)
                if isinstance(content, date):
                    page.write_datetime(3 + row, column, content, day)
                elif content is not None:
                    page.write(3 + row, column, content)
    made.close()


def make(folder: Path, books: int, rows: int = ROWS, names: Sequence[str] = FORMS) -> list[Path]:
    """The department: 设置.xlsx and so many workbooks, made only where they are missing."""
    from kamxl.templates import sample
    from kamxl.templates.book import build

    folder.mkdir(parents=True, exist_ok=True)
    settings = next(book for book in sample.books() if book.name == "设置.xlsx")
    (folder / settings.name).write_bytes(build(settings, sample.office()))
    paths = [folder / f"专员-{number:05d}.xlsx" for number in range(books)]
    for number, path in enumerate(paths):
        if not path.exists():
            make_book(path, number, rows, names)
            old = time.time() - 3600  # as if everybody had saved an hour ago
            os.utime(path, (old, old))
    return paths


def unzip(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            package.read(name)


def calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def fastexcel(path: Path) -> None:
    import fastexcel as library

    book = library.read_excel(path)
    for name in book.sheet_names:
        book.load_sheet(name, header_row=None)


def pandas(path: Path) -> None:
    import pandas as library

    library.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def each(action: Callable[[Path], None], paths: Sequence[Path]) -> float:
    """Seconds for all of them on two processes that are already running and have imported the library."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        list(pool.map(action, [paths[0]] * WORKERS * 4))
        start = time.perf_counter()
        list(pool.map(action, paths, chunksize=8))
        return time.perf_counter() - start


def ours(folder: Path, out: Path, cache: Path) -> float:
    from kamxl.books.closed import open_closed
    from kamxl.commands.consolidate import consolidate
    from kamxl.commands.department import Department
    from kamxl.commands.gathering import Reach
    from kamxl.domain.periods import Period, PeriodKind

    start = time.perf_counter()
    department = Department(folder, open_closed, date(2026, 10, 9), cache / "settings")
    quarter = Period(2026, 3, PeriodKind.QUARTER)
    consolidate(department, quarter, out, reach=Reach(WORKERS, cache=cache))
    return time.perf_counter() - start


def speed(folder: Path, books: int) -> None:
    paths = make(folder, books)
    sampled = paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]
    with tempfile.TemporaryDirectory() as scratch:
        out, cache = Path(scratch, "报告.xlsx"), Path(scratch, "cache")
        results = {
            "unzip": each(unzip, paths),
            "calamine": each(calamine, paths),
            "fastexcel": each(fastexcel, paths),
            f"pandas+openpyxl ({len(sampled)} scaled)": each(pandas, sampled) * len(paths) / len(sampled),
            "ours, cold": ours(folder, out, cache),
            "ours, warm": ours(folder, out, cache),
        }
        for number in range(10):
            make_book(paths[number * len(paths) // 10], number + len(paths))
        results["ours, 10 changed"] = ours(folder, out, cache)
        for number in range(10):
            make_book(paths[number * len(paths) // 10], number * len(paths) // 10)
    base, slow = results["calamine"], next(s for name, s in results.items() if name.startswith("pandas"))
    print(f"{len(paths)} workbooks, {len(FORMS)} sheets of {ROWS} rows, {WORKERS} processes")
    for name, seconds in results.items():
        print(
            f"{name:32} {seconds:8.2f} s  {seconds / len(paths) * 1000:7.2f} ms each  {seconds / base:6.2f} × calamine"
        )
    print(f"pandas+openpyxl ÷ ours cold: {slow / results['ours, cold']:.1f}")
    print(f"10 changed ÷ cold: {results['ours, 10 changed'] / results['ours, cold']:.1%}")


def memory(folder: Path) -> None:
    """Peak memory of this process and of its largest worker, in a new process for each size."""
    peaks = {}
    for books in (1000, 3000, 10_000):
        small = folder / f"small-{books}"
        make(small, books, 5, FORMS[:3])
        command = [sys.executable, __file__, "--one", "--folder", str(small)]
        peaks[books] = [int(n) for n in subprocess.run(command, check=True, capture_output=True).stdout.split()]
        print(f"{books:6} workbooks: {peaks[books][0] // 1024} MB, largest worker {peaks[books][1] // 1024} MB")
    print(f"10,000 ÷ 1,000: {peaks[10_000][0] / peaks[1000][0]:.2f}")


def one(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        ours(folder, Path(scratch, "报告.xlsx"), Path(scratch, "cache"))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "kamxl-benchmark"))
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked.folder)
    elif asked.memory:
        memory(asked.folder)
    else:
        speed(asked.folder / f"{asked.books}", asked.books)


if __name__ == "__main__":
    main()
