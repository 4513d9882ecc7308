"""The self-testing workbook, the report and the refusals, without an application.

1. Recalculated without any spreadsheet application over the sample department, every test of the workbook is TRUE.
2. Where a function gave something else, or an error, its test is FALSE, never an error and never TRUE.
3. The figures worked by hand are those of tests/sample/test_quarter.py.
4. Every case has a name ``test_…`` of its own; any department can be asked the same way.
5. The report says what failed and what to do, Chinese first; a file that cannot be written is said.
6. Without Excel, or without LibreOffice, there is one clear message, exit code 2, and nothing is laid out.
7. Excel that is open on macOS is left alone, with a message; Excel that does not start is said.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

pytest.importorskip("xlwings", reason="xlwings 没有安装 (pip install 'kamxl[live]')")

from kamxl.books.closed import open_closed
from kamxl.cli import app as cli
from kamxl.cli import commands
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.domain.kpi import kpis
from kamxl.errors import HostError, say
from kamxl.functions.calculator import Calculator
from kamxl.hosts.selftest.book import SHEET, Placed, build
from kamxl.hosts.selftest.cases import DIV0, NA, VALUE, Case, cases_of, sample_cases
from kamxl.hosts.selftest.report import Report, State, Step, data, markdown
from kamxl.recalc.recalculate import recalculate
from kamxl.snapshot.snapshot import Snapshot
from tests.sample.test_quarter import BY_HAND

NOW = datetime(2026, 9, 30, 9)


@pytest.fixture(scope="module")
def calculator(tmp_path_factory: pytest.TempPathFactory) -> Calculator:
    folder = tmp_path_factory.mktemp("自测") / "部门"
    lay_out(folder)
    department = Department(folder, open_closed, LAST_DAY)
    return Calculator(Snapshot(department.tables(), department.settings, NOW, "一"))


def _verdicts(cases: tuple[Case, ...], calculator: Calculator, folder: Path) -> dict[str, object]:
    """What stands in the column of verdicts, by the case's formula."""
    made, placed = build(cases)
    path = folder / "自测.xlsx"
    path.write_bytes(made)
    recalculate(path, calculator, NOW)
    grid = open_closed(path).grid(SHEET)
    return {one.case.formula: grid.at(one.row, 3) for one in placed}


def test_every_test_is_true_without_an_application(calculator: Calculator, tmp_path: Path) -> None:  # 1
    pytest.importorskip("formualizer", reason="formualizer 没有安装 (pip install 'kamxl[recalc]')")
    wrong = {
        formula: one for formula, one in _verdicts(sample_cases(), calculator, tmp_path).items() if one is not True
    }
    assert wrong == {}


def test_a_wrong_result_is_false(calculator: Calculator, tmp_path: Path) -> None:  # 2
    pytest.importorskip("formualizer", reason="formualizer 没有安装 (pip install 'kamxl[recalc]')")
    wrong = (
        Case('KAM_CHURN("2026Q3")', "3"),
        Case('KAM_CHURN("2026Q2")', NA),
        Case('KAM_CHURN("2026Q1")', VALUE),
        Case('KAM_PLAN_RATE("2027Q1")', "0"),
        Case('KAM_PLAN_RATE("2027Q2")', VALUE),
        Case('KAM_CHURN("乱")', NA),
        Case('KAM_CHURN("乱乱")', DIV0),
        Case('KAM_PLAN_RATE("2027Q3")', '"—"'),
        Case('KAM_TREND("churn",2)', (('"2026Q2"', "1"), ('"2026Q3"', "9"))),
    )
    assert set(_verdicts(wrong, calculator, tmp_path).values()) == {False}


def test_figures_by_hand_are_those_of_the_sample() -> None:  # 3
    cases = {case.formula: case.expected for case in sample_cases()}
    for (kpi, scope), (numerator, denominator) in BY_HAND.items():
        udf = kpis()[kpi].udf
        formula = f'{udf}("2026Q3","{scope}")' if scope else f'{udf}("2026Q3")'
        expected = cases[formula]
        assert isinstance(expected, str)
        assert Fraction(expected) == Fraction(str(numerator)) / Fraction(str(1 if denominator is None else denominator))


def test_names_and_any_department(calculator: Calculator) -> None:  # 4
    cases = cases_of(calculator)
    _, placed = build(cases)
    assert len({one.name for one in placed}) == len(cases) == len(kpis()) * 2 * 9
    assert all(isinstance(one, Placed) and one.name.startswith("test_") for one in placed)
    assert cases[0] == Case('KAM_PLAN_RATE("上季度","")', repr(calculator.call("KAM_PLAN_RATE", "上季度")))


def _report(*steps: Step) -> Report:
    return Report("libreoffice", {"LibreOffice": "7.4"}, "样例部门", "2026-09-30", steps)


def test_report_says_what_to_do() -> None:  # 5
    good = Step("status", "状态", "Status", State.PASSED, say("selftest.pressed"), 0.1)
    bad = Step("sync", "同步", "Sync", State.FAILED, say("selftest.differs", what="甲|乙", count=1, shown="A1"), 0.2)
    report = _report(good, bad)
    page = markdown(report)
    assert page.index("1 步未通过") < page.index("## 未通过 Failed：同步") < page.index("kamxl doctor")
    assert "甲\\|乙" in page
    assert "全部通过" in markdown(_report(good))
    found = data(report)
    assert (found["passed"], [step["state"] for step in found["steps"]]) == (False, ["passed", "failed"])  # type: ignore[attr-defined]
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


@pytest.mark.parametrize(
    ("host", "environment", "expected"),
    [("excel", {}, "没有桌面版 Excel"), ("libreoffice", {"PATH": ""}, "找不到 LibreOffice")],
)
def test_a_missing_application_is_said(
    host: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:  # 6
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("kamxl.hosts.libreoffice.engine.office._candidates", lambda: iter(()))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    from kamxl.hosts.selftest.run import selftest

    with pytest.raises(HostError) as raised:
        selftest(host)  # type: ignore[arg-type]
    assert expected in raised.value.text.what()
    assert list(tmp_path.iterdir()) == []
    commands.register(["selftest"])
    assert CliRunner().invoke(cli.app, ["selftest", "--host", "word"]).exit_code == 2


@pytest.mark.parametrize(
    ("platform", "code"), [("darwin", "selftest.excel_open"), ("win32", "selftest.excel_does_not_start")]
)
@pytest.mark.skipif(sys.platform == "win32", reason="would start Excel")
def test_excel_open_or_not_there(
    platform: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:  # 7
    from kamxl.hosts.selftest import in_excel

    machine = SimpleNamespace(platform=platform, excel_runs=lambda: True, python=Path(sys.executable))
    monkeypatch.setattr(in_excel, "this_machine", lambda: machine)
    monkeypatch.setattr("xlwings.engines", {})
    with pytest.raises(HostError) as raised, in_excel.excel(tmp_path):
        raise AssertionError("started")
    assert raised.value.code == code
    assert list(tmp_path.iterdir()) == []
