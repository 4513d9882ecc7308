"""Two thousand layouts that nobody planned, drawn from seeds (KAMXL_LAYOUTS changes how many, KAMXL_CONVERTED of the saved).

1. At least 99 % of the fields are bound to their cells; at most 0.1 % of what is bound is bound wrong.
2. The same holds for the sheets saved as .xls and .ods by LibreOffice.
3. The drawing itself is sound: the same seed gives the same sheet.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.domain.records import Record
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book

from .canvas import Canvas
from .generator import layout
from .measure import Score, found_in, score

COUNT = int(os.environ.get("KAMXL_LAYOUTS", "2000"))
CONVERTED = min(COUNT, int(os.environ.get("KAMXL_CONVERTED", "300")))
PER_BOOK = 200  # LibreOffice grows slow over workbooks of very many sheets
BOUND_RIGHT, BOUND_WRONG = 0.99, 0.001


def _judge(total: Score) -> None:
    right, wrong = total.right / total.total, len(total.wrong) / total.total
    print(
        f"\n{total.total} fields: {right:.4%} right, {wrong:.4%} wrong; missed {total.missed[:5]} wrong {total.wrong[:5]}"
    )
    assert right >= BOUND_RIGHT, total.missed[:20]
    assert wrong <= BOUND_WRONG, total.wrong[:20]


def test_two_thousand_layouts() -> None:
    total = Score()
    for seed in range(COUNT):
        canvas = layout(seed)
        total.add(score(str(seed), canvas.forms, found_in(canvas)))
    _judge(total)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_layouts_saved_by_libreoffice(kind: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice 不在此机器上 (soffice not found)")
    parts = [range(start, min(start + PER_BOOK, CONVERTED)) for start in range(0, CONVERTED, PER_BOOK)]
    for number, seeds in enumerate(parts):
        _write([layout(seed) for seed in seeds], tmp_path / f"{number}.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{number}.xlsx") for number in range(len(parts))]
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300 * len(parts))
    total = Score()
    for number, seeds in enumerate(parts):
        records = read_book(open_closed(tmp_path / f"{number}.{kind}"), "全部", Settings()).records
        by_sheet: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_sheet[record.source.sheet].append(record)
        for place, seed in enumerate(seeds):
            canvas = layout(seed)
            total.add(score(str(seed), canvas.forms, by_sheet[_name(canvas, place)]))
    _judge(total)


def test_a_seed_gives_one_sheet() -> None:
    first, second = layout(17), layout(17)
    assert (first.cells, first.merges, first.forms) == (second.cells, second.merges, second.forms)
    assert layout(18).cells != first.cells


def _name(canvas: Canvas, number: int) -> str:
    return f"{canvas.name[:22]}_{number}"


def _write(canvases: list[Canvas], path: Path) -> None:
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for number, canvas in enumerate(canvases):
        sheet = workbook.add_worksheet(_name(canvas, number))
        for row, column, row2, column2 in canvas.merges:
            sheet.merge_range(row, column, row2, column2, None)
        for (row, column), raw in canvas.cells.items():
            if hasattr(raw, "year"):
                sheet.write_datetime(row, column, raw, day)
            else:
                sheet.write(row, column, raw)
    workbook.close()
    path.write_bytes(buffer.getvalue())
