"""Random sequences of edits against a model: whatever was asked for is what the file says, and nothing else changed.

1. 20,000 edits over corpus files (``KAMXL_EDITS`` scales it), reopened after each save: no wrong cell.

An edit is one cell given a value: text with every kind of character, a number, a boolean, an error, a date, a formula,
or nothing. The model is a plain dictionary; the truth about untouched cells is calamine's reading of the original.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kamxl.errors import RefusedEdit
from kamxl.ooxml import Cell, CellError, Formula, Workbook
from kamxl.ooxml.addresses import Position
from kamxl.ooxml.values import CellValue, content_of
from tests.conftest import CorpusBook

EDITS = int(os.environ.get("KAMXL_EDITS", "20000"))
REFUSALS = {"ooxml.merged_interior", "ooxml.array_range", "ooxml.datatable_range", "ooxml.table_header"}
SAVES, CELLS = 3, 20
"""Each example is three saves of twenty edits in one workbook."""

values = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(blacklist_categories=[]), max_size=20),
    st.sampled_from(["=1+1", "+86 10", "-5", "@x", " 前后 ", "a\nb", "_x000D_", "<&>\"'", "\r", "]]>"]),
    # Not beyond what calamine, which panics there, can show in a cell with a date format; test_values has all doubles.
    st.integers(-(10**10), 10**10),
    st.floats(-1e10, 1e10),
    st.decimals(-(10**9), 10**9, places=2),
    st.dates(date(1904, 1, 2), date(9999, 12, 31)),
    st.sampled_from([CellError("#N/A"), CellError("#DIV/0!")]),
    st.builds(
        Formula, st.sampled_from(["1+1", "SUM(A1:B2)", '"<"&A1', "IF(A1>0,1,2)"]), st.sampled_from([None, 2, "x", True])
    ),
)
positions = st.builds(Position, st.integers(1, 40), st.integers(1, 30))
steps = st.lists(st.dictionaries(positions, values, min_size=CELLS, max_size=CELLS), min_size=SAVES, max_size=SAVES)


@pytest.fixture(scope="module")
def small(corpus: list[CorpusBook]) -> list[CorpusBook]:
    """The corpus without its largest files (their bulk is pictures) and without the refused one."""
    return [entry for entry in corpus if entry.path.stat().st_size < 60_000 and "beta" not in entry.path.name]


def test_random_edits(small: list[CorpusBook], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("edits")
    done = 0

    @settings(
        max_examples=-(-EDITS // (SAVES * CELLS)),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(range(len(small))), steps)
    def play(which: int, script: list[dict[Position, CellValue]]) -> None:
        nonlocal done
        done += run_script(small[which], script, folder)

    play()
    assert done >= EDITS


def run_script(entry: CorpusBook, script: list[dict[Position, CellValue]], folder: Path) -> int:
    """Edit, save, reopen, compare with the model; give the number of edits, refused ones included."""
    path = folder / entry.path.name
    shutil.copy(entry.path, path)
    model: dict[Position, CellValue] = {}
    for step in script:
        book = Workbook.open(path)
        for position, value in step.items():
            try:
                book.set_cells(entry.sheet, {str(position): value})
                model[position] = value
            except RefusedEdit as refusal:
                if refusal.code not in REFUSALS:
                    raise
        book.save(path, keep=1)
        again = Workbook.open(path)
        date1904 = again.date1904
        for position, cell in again.read_cells(entry.sheet, model).items():
            assert cell.holds(content_of(model[position], "", date1904=date1904)), (position, model[position], cell)
    assert untouched(path, entry.sheet, model) == untouched(entry.path, entry.sheet, model)
    return sum(map(len, script))


def untouched(path: Path, sheet: str, model: dict[Position, CellValue]) -> dict[Position, object]:
    """Every other cell with a value, as calamine reads it."""
    grid = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {
        Position(row, column): value
        for row, line in enumerate(grid, 1)
        for column, value in enumerate(line, 1)
        if value != "" and (row, column) not in model
    }


def test_model_notices_a_wrong_cell(small: list[CorpusBook], tmp_path: Path) -> None:
    """The comparison above can fail."""
    assert not Cell(1.0).holds(content_of(2, "", date1904=False))
    assert not Cell("a").holds(content_of("b", "", date1904=False))
    assert untouched(small[0].path, small[0].sheet, {}) != {}
