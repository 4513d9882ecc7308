"""One number everywhere: every KPI × period × scope of the sample department.

1. The Python call agrees with a recomputation in plain pandas, for every period kind and every kind of scope.
2. The spreadsheet function, and a file recalculated without Excel, give the same.
3. ``kamxl kpi`` gives the same.
4. The quarterly report shows the same.
5. ``explain`` lists cells, and they alone give the same again.
6. LibreOffice gives the same through the add-in (tests/libreoffice).
"""

from __future__ import annotations

import json
import math
from datetime import datetime
from itertools import product
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kamxl.cli import app, options
from kamxl.commands.consolidate import consolidate
from kamxl.commands.department import Department
from kamxl.commands.kpi import kpi as command
from kamxl.domain.explain import explain
from kamxl.domain.facts import Facts
from kamxl.domain.kpi import Answer, answer, kpis
from kamxl.domain.periods import PeriodKind, parse_period
from kamxl.functions.calculator import Calculator
from kamxl.functions.values import CellError
from kamxl.snapshot.snapshot import Snapshot

from ..kpis.recompute import recompute
from .conftest import LAST_DAY

PERIODS = ("2026Q3", "2026Q2", "2026Q1", "2025Q4", "2026", "2025", "2026-07", "2026-08", "2026-09", "2027Q1")
NOW = datetime(2026, 9, 30, 9)


@pytest.fixture(scope="module")
def facts(department: Department) -> Facts:
    return Facts(department.tables(), department.settings)


@pytest.fixture(scope="module")
def scopes(facts: Facts) -> list[str]:
    """The department, every region, every specialist, and every customer."""
    return ["", *facts.scopes.regions, *facts.scopes.specialists, *facts.scopes.customers]


@pytest.fixture(scope="module")
def answers(facts: Facts, scopes: list[str]) -> dict[tuple[str, str, str], Answer]:
    """Every KPI × period × scope, by the Python call."""
    return {
        (kpi, period, scope): answer(
            kpis()[kpi], parse_period(period, today=LAST_DAY), facts.scopes.parse(scope), facts
        )
        for kpi, period, scope in product(kpis(), PERIODS, scopes)
    }


@pytest.fixture(scope="module")
def calculator(facts: Facts) -> Calculator:
    return Calculator(Snapshot(facts.tables, facts.settings, NOW, "一"))


def plain(found: Answer) -> float | None:
    return None if found.value is None else float(found.value)


def close(one: object, two: float | None) -> bool:
    """The same number but for the last digits of a double; no value only equals no value."""
    return one is two if one is None or two is None else math.isclose(one, two, rel_tol=1e-12)


def test_plain_pandas_agrees(facts, answers) -> None:
    pytest.importorskip("pandas", reason="pandas 没有安装 (pip install pandas)")
    from . import frames as second

    frames = second.Frames(facts.tables, facts.settings.rules.answer_days)
    compared = 0
    for (kpi, period, scope), found in answers.items():
        kind = found.scope.kind.value
        if found.span is None or found.span.start > LAST_DAY:
            assert found.value is None, (kpi, period, scope)
            continue
        year = parse_period(period, today=LAST_DAY).fiscal_year.year
        again = second.kpi(frames, kpi, kind, found.scope.name, found.span.start, found.span.end, year)
        assert close(plain(found), again), (kpi, period, scope)
        compared += 1
    assert compared > 3_000


def test_months_are_defined_only_where_the_manual_says(answers) -> None:
    monthly = {kpi for (kpi, period, _), found in answers.items() if period == "2026-08" and found.span is not None}
    assert monthly == {"churn", "profile_rate"}


def test_functions_agree(answers, calculator) -> None:
    for (kpi, period, scope), found in answers.items():
        value = calculator.call(kpis()[kpi].udf, period, scope)
        assert (None if value is CellError.NA else value) == plain(found), (kpi, period, scope)


def test_a_recalculated_file_agrees(answers, calculator, tmp_path) -> None:
    pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")
    from kamxl.recalc.recalculate import recalculate

    path = tmp_path / "全部指标.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("指标")
        for row, (kpi, period, scope) in enumerate(answers):
            sheet.write_row(row, 0, (kpi, period, scope))
            sheet.write_formula(row, 3, f"={kpis()[kpi].udf}(B{row + 1},C{row + 1})", None, "原来")
            sheet.write_formula(row, 4, f'=IFERROR(KAM_KPI(A{row + 1},B{row + 1},C{row + 1}),"无")', None, "原来")
    found = recalculate(path, calculator, NOW)
    assert (found.kept, found.written) == ((), True)
    rows = openpyxl.load_workbook(path, data_only=True)["指标"].iter_rows(values_only=True)
    for (key, expected), (*_, value, shown) in zip(answers.items(), rows, strict=True):
        value = None if value == "#N/A" else value
        assert close(value, plain(expected)), key
        assert shown == ("无" if value is None else value), key


def test_the_command_line_agrees(department, facts, scopes, answers, monkeypatch, capsys) -> None:
    monkeypatch.setattr(options, "department", lambda given, near=None: department)
    monkeypatch.setattr(
        department, "tables", lambda progress=None: facts.tables
    )  # read once, not for each of thousands

    for (kpi, period, scope), found in answers.items():
        assert command(department, kpi, period, scope).to_json()["value"] == plain(found), (kpi, period, scope)
    typed = (*product(kpis(), ("2026Q3",), ("",)), *product(("churn",), ("2026Q3", "2026"), scopes))
    for kpi, period, scope in typed:
        assert app._run(["kpi", kpi, period, "--scope", scope, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["value"] == plain(answers[(kpi, period, scope)]), (kpi, scope)


@pytest.mark.parametrize("quarter", ["2026Q3", "2026Q2"])
def test_the_report_agrees(department, answers, quarter, tmp_path) -> None:
    out = tmp_path / "KPI.xlsx"
    consolidate(department, parse_period(quarter, today=LAST_DAY), out)
    book = openpyxl.load_workbook(out, data_only=True)
    shown = [*_matrix(book["区域"]), *_matrix(book["专员"])]
    assert len(shown) == 2 * 5 * len(kpis())
    for kpi, scope, value in shown:
        expected = plain(answers[(kpi, quarter, scope)])
        assert close((None if value == "—" else value), expected), (kpi, scope)


def _matrix(sheet) -> list[tuple[str, str, object]]:
    """(KPI, scope, value) of the comparison at the top of 区域 and 专员."""
    by_name = {kpi.zh: kpi.id for kpi in kpis().values()}
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[1] in by_name)
    found = []
    for row in rows[head + 1 :]:
        if row[0] is None:
            break
        if not str(row[0]).endswith("目标"):
            scope = "" if row[0] == "全部门" else str(row[0]).partition("(")[0]
            found += [
                (by_name[name], scope, value) for name, value in zip(rows[head][1:], row[1:], strict=True) if name
            ]
    return found


def test_the_cells_of_explain_alone_agree(answers) -> None:
    listed = 0
    for (kpi, period, scope), found in answers.items():
        if found.span is None or found.span.start > LAST_DAY:
            continue
        explained = json.loads(json.dumps(explain(found).to_json(), ensure_ascii=False))
        again = recompute(explained, found.span.start, found.span.end)
        assert again == found.value, (kpi, period, scope)
        listed += len(explained["records"])
        assert all(record["cells"] and record["row"] for record in explained["records"])
    assert listed > 1_000


def test_every_kpi_has_cells(answers) -> None:
    for kpi in kpis():
        assert explain(answers[(kpi, "2026Q3", "")]).traces, kpi


def test_the_order_of_workbooks_does_not_matter(department, answers) -> None:
    backwards = [record for reading in reversed(department.read_all()) for record in reversed(reading.records)]
    from kamxl.domain.records import Tables

    facts = Facts(Tables.of(backwards), department.settings)
    for (kpi, period, scope), found in answers.items():
        if period in ("2026Q3", "2026"):
            again = answer(kpis()[kpi], parse_period(period, today=LAST_DAY), facts.scopes.parse(scope), facts)
            assert again.value == found.value, (kpi, period, scope)


def test_quarters_add_up_to_the_year(answers, scopes) -> None:
    for kpi, scope in product(("churn", "complaints"), scopes):
        year = sum(answers[(kpi, f"2026Q{n}", scope)].value for n in (1, 2, 3))
        assert answers[(kpi, "2026", scope)].value == year
    kinds = {kpis()[kpi].span(parse_period("2026-08", today=LAST_DAY)) is not None for kpi in ("churn",)}
    assert kinds == {PeriodKind.MONTH in kpis()["churn"].periods}


def test_the_sample_is_a_folder_of_workbooks(department) -> None:
    assert isinstance(department.folder, Path)
    assert len(department.workbooks()) >= 8
