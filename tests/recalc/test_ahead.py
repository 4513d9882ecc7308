"""Evaluating in a thread while the formulas are read gives what evaluating afterwards gives.

1. The same results, differences and kept cells for plain formulas, for what is left alone, for what the engine cannot do,
   for arrays, tables and ``KAM_*``: also where the early evaluation has to be thrown away.
2. The thread's own failure is no failure: the usual way is taken.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")

from kamxl.recalc import ahead
from kamxl.recalc.engine import Engine
from kamxl.recalc.recalculate import recalculate
from kamxl.recalc.result import Recalculation

NOW = datetime(2026, 9, 30, 9)
FORMULAS = {
    "plain": ("=A1*2", "=SUM(A1:A3)", '=IF(A1>5,"大","小")', "=B1+B2", "=1/0"),
    "left alone": ("=RAND()", "=B1*2", "=A1+1"),
    "not ours to know": ("=NOSUCHFUNCTION(A1)", "=B1+1", "=A2*3"),
    "KAM": ('=KAM_CHURN("2026Q3")', "=A1*2"),
    "circle": ("=B2", "=B1", "=A1*2"),
}


def made(path: Path, formulas: tuple[str, ...], extra: str = "") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        for row, value in enumerate((7, 8, 9)):
            sheet.write_number(row, 0, value)
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 1, formula)
        if extra == "array":
            sheet.write_array_formula("D1:D3", "{=A1:A3*2}")
        if extra == "table":
            sheet.add_table("F1:G4", {"name": "表", "columns": [{"header": "数"}, {"header": "倍"}]})
            sheet.write_formula("B6", "=SUM(表[数])")
    return path


def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formulas, extra="") -> tuple[Recalculation, Recalculation]:
    found = []
    for size in (0, 1 << 40):
        monkeypatch.setattr(ahead, "_WORTH_IT", size)
        found.append(recalculate(made(tmp_path / "簿.xlsx", formulas, extra), None, NOW))
    return found[0], found[1]


@pytest.mark.parametrize("kind", FORMULAS)
def test_the_same_comes_out(kind, tmp_path, monkeypatch) -> None:  # 1
    early, late = both(tmp_path, monkeypatch, FORMULAS[kind])
    assert early == late
    assert early.cells == len(FORMULAS[kind])


@pytest.mark.parametrize("extra", ["array", "table"])
def test_the_same_where_it_is_thrown_away(extra, tmp_path, monkeypatch) -> None:  # 1
    early, late = both(tmp_path, monkeypatch, FORMULAS["plain"], extra)
    assert early == late


def test_a_failing_thread_is_no_failure(tmp_path, monkeypatch) -> None:  # 2
    real, calls = Engine.evaluate, []

    def first_fails(self: Engine, cells) -> None:
        calls.append(len(cells))
        if len(calls) == 1:
            raise KeyboardInterrupt  # as little an Exception as a Rust panic
        real(self, cells)

    monkeypatch.setattr(ahead, "_WORTH_IT", 0)
    monkeypatch.setattr(Engine, "evaluate", first_fails)
    found = recalculate(made(tmp_path / "簿.xlsx", FORMULAS["plain"]), None, NOW)
    assert (len(found.different), found.kept, calls[0]) == (5, (), 0)
