"""Checks 200 workbooks of 8 sheets, against reading the same workbooks with pandas and openpyxl in the same run.

    python benchmarks/validate.py [--books 200] [--sheets 8] [--rows 120] [--columns 12] [--least 8] [--sample 20]

Ours is everything: open, locate the forms by their labels, read, check every rule, findings. Theirs is reading only, on
``--sample`` of the workbooks (it is slow). Prints milliseconds a workbook, the ratio, and the memory after the first and
after the last workbook; exits 1 when the ratio is below ``--least`` or the memory grew by more than a fifth.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.domain.records import Tables
from kamxl.domain.rule import Context, run
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book

HEADERS = {
    "客户联络表": ("日期", "客户", "联系人", "方式", "内容", "结果", "下周计划"),
    "销售计划": ("季度", "客户", "计划额", "实际额"),
    "客户拜访记录": ("客户名称", "拜访日期", "拜访人", "受访人", "拜访目的", "客户需求", "是否成功", "备注"),
    "合同登记": ("合同编号", "客户", "签订日期", "金额", "开始日期", "终止日期", "履约情况", "归档位置"),
}
FIRST = date(2026, 1, 1)


def cell(label: str, row: int, column: int) -> object:
    """A plausible value; other columns hold what people keep beside the form."""
    day = FIRST + timedelta(days=row)
    known: dict[str, object] = {
        "日期": day,
        "拜访日期": day,
        "签订日期": day,
        "开始日期": day,
        "终止日期": day + timedelta(days=365),
        "季度": f"2026Q{row % 4 + 1}",
        "方式": ("拜访", "电话", "微信", "邮件")[row % 4],
        "是否成功": "是" if row % 3 else "否",
        "计划额": 1000.0 + row,
        "实际额": 900.0 + row,
        "金额": 5000.0 + row,
        "合同编号": f"HT-2026-{row:04d}",
    }
    return known.get(label, f"{label[:2]}{row % 37}号{column}")


def write(path: Path, sheets: int, rows: int, columns: int) -> None:
    """One workbook: each sheet a list under its title, filled up to ``columns`` with columns of the person's own."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(sheets):
        title, header = list(HEADERS.items())[number % len(HEADERS)]
        labels = [*header, *(f"自用{n}" for n in range(columns - len(header)))]
        sheet = book.add_worksheet(f"{title}{number}")
        sheet.write(0, 0, title)
        sheet.write_row(1, 0, labels)
        for row in range(rows):
            for column, label in enumerate(labels):
                value = cell(label, row + number * rows, column)
                if isinstance(value, date):
                    sheet.write_datetime(row + 2, column, value, day)
                else:
                    sheet.write(row + 2, column, value)
    book.close()


def check(path: Path, settings: Settings) -> tuple[int, int]:
    """Opens, locates, reads and checks one workbook: how many records and findings."""
    reading = read_book(open_closed(path), path.name, settings)
    sheets = {(reading.book, sheet): facts for sheet, facts in reading.facts.items()}
    found = run(Context(reading.blocks, Tables(reading.blocks), settings, sheets))
    return reading.count, len(found) + len(reading.findings)


def memory() -> float:
    """The most memory used so far, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 if sys.platform != "darwin" else used / 1024 / 1024


def main() -> int:
    parser = argparse.ArgumentParser()
    for name, default in (("books", 200), ("sheets", 8), ("rows", 120), ("columns", 12), ("least", 8), ("sample", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    settings = Settings(today=date(2027, 12, 31))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number:03d}.xlsx") for number in range(given.books)]
        for path in paths:
            write(path, given.sheets, given.rows, given.columns)
        check(paths[0], settings)
        early: float | None = None
        started = time.perf_counter()
        for number, path in enumerate(paths):
            records, findings = check(path, settings)
            if number == min(10, given.books - 1):
                early = memory()
        ours = (time.perf_counter() - started) / given.books
        late = memory()
        theirs = pandas_reads(paths[: given.sample])
    grown = late / (early or late)
    ratio = theirs / ours
    print(f"{given.books} workbooks of {given.sheets} x {given.rows} x {given.columns} cells, {records} records each")
    print(f"kamxl: locate, read, check, {findings} findings: {ours * 1000:.1f} ms a workbook")
    print(f"pandas + openpyxl, reading only ({given.sample} workbooks): {theirs * 1000:.1f} ms a workbook")
    print(
        f"ratio {ratio:.1f} (at least {given.least}); memory {early:.0f} MB after 10, {late:.0f} MB after all ({grown:.2f}x)"
    )
    return 0 if ratio >= given.least and grown <= 1.2 else 1


def pandas_reads(paths: list[Path]) -> float:
    """Seconds a workbook to read every sheet into frames."""
    import pandas as pd

    started = time.perf_counter()
    for path in paths:
        pd.read_excel(path, sheet_name=None, engine="openpyxl")
    return (time.perf_counter() - started) / len(paths)


if __name__ == "__main__":
    sys.exit(main())
