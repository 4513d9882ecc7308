"""``kamxl recalc``, ``whatif`` and ``signs`` on the sample department, as a person types them.

1. ``recalc`` finds the department above the workbook, writes results, tells what differs and what it kept; ``--check`` writes
   nothing; exit codes 0, 1, 2.
2. ``whatif`` says who would fall under the threshold.
3. ``signs`` lists what needs attention, for everybody and for one person.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.cli import app
from kamxl.commands.department import Department


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("KAMXL_TODAY", "2026-09-30")
    monkeypatch.setenv("KAMXL_CACHE", str(tmp_path / "cache"))

    def call(*arguments: object) -> tuple[int, str]:
        code = app._run([str(argument) for argument in arguments])
        return int(code), capsys.readouterr().out

    return call


@pytest.fixture
def folder(department: Department, tmp_path: Path) -> Path:
    return Path(shutil.copytree(department.folder, tmp_path / "部门"))


def figures(path: Path, *formulas: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("看板")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 0, formula)
    return path


def test_recalc_writes_and_tells(run, folder) -> None:
    pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")
    path = figures(
        folder / "看板.xlsx", '=KAM_CHURN("2026Q3")', '=KAM_CHURN("2026Q3","华东")*10', '=KAM_KPI("利润",2026)'
    )
    before = path.read_bytes()
    code, shown = run("recalc", path, "--check")
    assert (code, path.read_bytes() == before) == (1, True)
    assert shown.splitlines()[0] == "看板.xlsx  公式单元格 3  一致 0  不同 3（未写入）  保留 0"
    assert "看板!A1  0 → 2" in shown
    code, shown = run("recalc", path, "--json")
    assert (code, json.loads(shown)["books"][0]["written"]) == (0, True)
    code, shown = run("recalc", path, "--check")
    assert (code, shown) == (0, "看板.xlsx  公式单元格 3  一致 3  不同 0（未写入）  保留 0\n")


def test_recalc_away_from_any_department_keeps_kam_cells(run, tmp_path) -> None:
    pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")
    path = figures(tmp_path / "别处.xlsx", '=KAM_CHURN("2026Q3")', "=1+1")
    code, shown = run("recalc", path)
    assert (code, shown.splitlines()[0]) == (1, "别处.xlsx  公式单元格 2  一致 0  不同 1（已写入）  保留 1")
    assert run("recalc", path, "--dept", tmp_path / "没有")[0] == 2
    assert run("recalc", tmp_path / "没有.xlsx")[0] == 2


def test_whatif_names_who_would_fall(run, folder) -> None:
    code, shown = run("whatif", "2026Q3", "--set", "警告分数线=75", "--dept", folder)
    fallen = [line.split()[0] for line in shown.splitlines() if "↓口头警告" in line]
    assert (code, fallen) == (0, ["张伟"])
    code, shown = run("whatif", "2026Q3", "--set", "权重 大客户流失数=90%", "--dept", folder, "--json")
    assert {person["person"] for person in json.loads(shown)["people"]} >= {"林晓峰", "张伟", "李娜", "王强", "赵静"}
    assert run("whatif", "2026Q3", "--set", "天气=晴", "--dept", folder)[0] == 2


def test_signs_for_everybody_and_for_one(run, folder) -> None:
    code, everybody = run("signs", "--dept", folder)
    code_of_one, one = run("signs", "--as", "张伟", "--dept", folder)
    assert (code, code_of_one) == (1, 1)
    assert [line for line in everybody.splitlines() if line.split("  ")[3] == "张伟"] == one.splitlines()
    data = json.loads(run("signs", "--as", "张伟", "--dept", folder, "--json")[1])
    assert [sign["specialist"] for sign in data] == ["张伟"] * len(one.splitlines())
    assert run("signs", "--as", "某某", "--dept", folder)[0] == 2
