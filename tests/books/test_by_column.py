"""A sheet by column is the same sheet."""

from __future__ import annotations

import pytest

from kamxl.books.by_column import ByColumn

ROWS = [("客户", "金额"), (None, None), ("甲", 1.0)]


@pytest.fixture
def sheet() -> ByColumn:
    return ByColumn([["客户", None, "甲"], ["金额", None, 1.0]], [2, 0, 2])


def test_rows_are_those_of_the_columns(sheet: ByColumn) -> None:
    assert [sheet[row] for row in range(len(sheet))] == ROWS
    assert sheet[-1] == ROWS[-1]
    assert list(sheet) == sheet[:] == ROWS
    assert [sheet[row] for row in range(len(sheet))] == ROWS  # once more, now that the rows are made


def test_outside_is_an_error(sheet: ByColumn) -> None:
    for row in (3, -4):
        with pytest.raises(IndexError):
            sheet[row]


def test_rows_without_columns_are_blank() -> None:
    assert list(ByColumn([], [0, 0])) == [(), ()]


def test_equal_is_what_holds_the_same(sheet: ByColumn) -> None:
    assert sheet == ByColumn([("客户", None, "甲"), ("金额", None, 1.0)], (2, 0, 2))
    assert sheet not in (ByColumn([["客户", None, "甲"]], [1, 0, 1]), ByColumn([], [0]), ROWS)
    assert ByColumn([], [0]) != ByColumn([], [0, 0])
