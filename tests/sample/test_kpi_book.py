"""大客户部KPI.xlsx: the places for the KPIs.

1. Recalculated without Excel every place holds what the KPI itself says, — where it has no value.
2. The quarters before follow from the one cell with the quarter.
3. Nothing is kept back by the recalculation.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.domain.facts import Facts
from kamxl.domain.kpi import answer, kpis
from kamxl.domain.periods import parse_period
from kamxl.functions.calculator import Calculator
from kamxl.recalc.recalculate import recalculate
from kamxl.snapshot.snapshot import Snapshot
from kamxl.templates.kpi_book import KPI_BOOK

from .conftest import LAST_DAY

REGIONS = ("华东", "华南", "华北", "西南")
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")


@pytest.fixture(scope="module")
def filled(department: Department, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kpi") / KPI_BOOK
    shutil.copy(department.folder / KPI_BOOK, path)
    now = datetime(2026, 9, 30, 18, 0)
    snapshot = Snapshot(department.tables(), department.settings, taken_at=now, stamp="样例")
    result = recalculate(path, Calculator(snapshot), now)
    assert (result.written, result.kept) == (True, ())  # 3
    return path


def _shown(facts: Facts, kpi: str, quarter: str, scope: str = "") -> object:
    value = answer(kpis()[kpi], parse_period(quarter, today=LAST_DAY), facts.scopes.parse(scope), facts).value
    return "—" if value is None else pytest.approx(float(value))


def test_every_place_of_the_quarter_holds_its_kpi(department: Department, filled: Path) -> None:  # 1, 2
    facts = Facts(department.tables(), department.settings)
    rows = open_closed(filled).grid("季度KPI").rows
    assert rows[4][4:7] == ["2026Q3", "2026Q2", "2025Q3"]
    wanted = [
        [
            *(_shown(facts, kpi, quarter) for quarter in ("2026Q3", "2026Q2", "2025Q3")),
            *(_shown(facts, kpi, "2026Q3", region) for region in REGIONS),
        ]
        for kpi in kpis()
    ]
    assert [list(row[4:11]) for row in rows[5 : 5 + len(wanted)]] == wanted


def test_every_place_of_the_trend_holds_its_kpi(department: Department, filled: Path) -> None:  # 1, 2
    facts = Facts(department.tables(), department.settings)
    rows = open_closed(filled).grid("趋势").rows
    assert tuple(rows[4][3:7]) == QUARTERS
    wanted = [[_shown(facts, kpi, quarter) for quarter in QUARTERS] for kpi in kpis()]
    assert [list(row[3:7]) for row in rows[5 : 5 + len(wanted)]] == wanted
