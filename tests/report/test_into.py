"""``--into``: a report in a workbook that the department has already.

1. Placeholders in cells, tables, text boxes and chart titles become figures; whole-cell ones numbers with the figure's
   format, others text; an unknown one stays as it is and is reported.
2. The next run fills the same cells again, wherever they are; a cell that a person typed over is left alone and reported.
3. Without placeholders our sheets are put in; the next run replaces them; a person's sheet of the same name stays.
4. Nothing else changes: on 40 real workbooks every other part keeps its bytes.
5. A placeholder says which KPI, period, scope and part; what nobody knows is a clear error.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from kamxl.books.closed import open_closed
from kamxl.domain.kpi import DEPARTMENT, Scope, ScopeKind, answer, kpis
from kamxl.errors import InputError, KamxlError
from kamxl.ooxml import Workbook
from kamxl.report.board import Board
from kamxl.report.build import build
from kamxl.report.into import Placed, place
from kamxl.report.placeholders import Filled, evaluate
from kamxl.report.sheet import sheets

from ..conftest import CorpusBook
from .made import QUARTER, edition, small

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def put(path: Path, board: Board, report: bytes = b"") -> Placed:
    workbook = Workbook.open(path)
    placed = place(workbook, open_closed(path), report, board)
    workbook.save()
    return placed


@pytest.fixture(scope="module")
def board() -> Board:
    return Board(edition())


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A workbook as an analyst would make it, with places for figures."""
    path = tmp_path / "季度汇报.xlsx"
    workbook = xlsxwriter.Workbook(path)
    page = workbook.add_worksheet("汇报")
    page.write("A1", "{{quarter.zh}}大客户工作汇报")
    page.write("A3", "流失数")
    page.write("B3", "{{kpi.churn}}")
    page.write("A4", "完成率")
    page.write("B4", "{{kpi.plan_rate[2026Q3]}}", workbook.add_format({"num_format": "0.00%"}))
    page.write("B5", "{{kpi.plan_rate[上季度，华东]}}")
    page.write("B6", "本季流失 {{kpi.churn}} 家，完成率 {{kpi.plan_rate}}")
    page.write("B7", "{{kpi.nothing}}")
    page.write("B8", "{{date}}")
    page.write("B9", 12345)
    page.add_table("D3:E5", {"columns": [{"header": "区域"}, {"header": "完成率"}]})
    page.write_row("D4", ["华东", "{{kpi.plan_rate[华东]}}"])
    page.write_row("D5", ["华南", "{{kpi.plan_rate[华南]}}"])
    page.insert_textbox("G3", "{{department}}：完成率 {{kpi.plan_rate}}，目标 {{kpi.plan_rate.target}}")
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=汇报!$E$4:$E$5"})
    chart.set_title({"name": "各区域完成率（{{quarter}}）"})
    page.insert_chart("G12", chart)
    workbook.close()
    return path


def _values(path: Path) -> dict[str, object]:
    return {cell.coordinate: cell.value for row in load_workbook(path)["汇报"].iter_rows() for cell in row}


def _text(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(part).decode()


def test_placeholders_become_figures(template: Path, board: Board) -> None:  # 1
    placed = put(template, board)
    values = _values(template)
    texts = {cell: values[cell] for cell in ("A1", "B6", "B7", "B9")}
    assert texts == {
        "A1": "2026年第3季度大客户工作汇报",
        "B6": "本季流失 2 家，完成率 93.4%",
        "B7": "{{kpi.nothing}}",
        "B9": 12345,
    }
    east, south = Scope(ScopeKind.REGION, "华东"), Scope(ScopeKind.REGION, "华南")
    asked = {
        "B3": ("churn", QUARTER, DEPARTMENT),
        "B4": ("plan_rate", QUARTER, DEPARTMENT),
        "B5": ("plan_rate", QUARTER.previous, east),
        "E4": ("plan_rate", QUARTER, east),
        "E5": ("plan_rate", QUARTER, south),
    }
    figures = {cell: answer(kpis()[kpi], *rest, board.facts).value for cell, (kpi, *rest) in asked.items()}
    assert {cell: values[cell] for cell in asked} == {cell: pytest.approx(float(v or 0)) for cell, v in figures.items()}
    assert [text.code for text in placed.problems] == ["kpis.unknown"]
    assert (len(placed.cells), placed.texts, placed.sheets) == (8, 2, [])


def test_formats_of_filled_cells(template: Path, board: Board) -> None:  # 1
    put(template, board)
    page = load_workbook(template)["汇报"]
    assert [page[cell].number_format for cell in ("B3", "B4", "B5", "B8")] == ["#,##0", "0.00%", "0.0%", "yyyy-mm-dd"]
    assert page["B8"].value.date() == date(2026, 9, 30)


def test_text_boxes_and_chart_titles(template: Path, board: Board) -> None:  # 1
    put(template, board)
    assert "大客户部：完成率 93.4%，目标 ≥95%" in _text(template, "xl/drawings/drawing1.xml")
    assert "各区域完成率（2026Q3）" in _text(template, "xl/charts/chart1.xml")


def test_the_next_quarter_fills_the_same_places(template: Path, board: Board) -> None:  # 2
    put(template, board)
    earlier = Board(replace(edition(), period=QUARTER.previous, dated=QUARTER.previous.end))
    placed = put(template, earlier)
    values = _values(template)
    assert (values["A1"], values["B3"]) == ("2026年第2季度大客户工作汇报", 0)
    assert (len(placed.cells), placed.texts) == (8, 2)
    assert "（2026Q2）" in _text(template, "xl/charts/chart1.xml")
    assert "目标 ≥95%" in _text(template, "xl/drawings/drawing1.xml")


def test_a_cell_that_a_person_changed_is_left_alone(template: Path, board: Board) -> None:  # 2
    put(template, board)
    workbook = Workbook.open(template)
    workbook.set_cells("汇报", {"B3": 7})
    workbook.save()
    placed = put(template, board)
    assert _values(template)["B3"] == 7
    assert [(text.code, text.params.get("cell")) for text in placed.problems if text.code == "report.retyped"] == [
        ("report.retyped", "B3")
    ]


def test_the_same_run_twice_changes_nothing(template: Path, board: Board) -> None:  # 2
    put(template, board)
    before = template.read_bytes()
    put(template, board)
    with zipfile.ZipFile(BytesIO(before)) as one, zipfile.ZipFile(template) as two:
        assert {n: one.read(n) for n in one.namelist()} == {n: two.read(n) for n in two.namelist()}


def test_sheets_go_in_and_are_replaced(tmp_path: Path, board: Board) -> None:  # 3
    path = tmp_path / "大客户部KPI.xlsx"
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet("首页").write("A1", "部门的")
    workbook.add_worksheet("风险").write("A1", "经理自己的风险清单")
    workbook.close()
    placed = put(path, board, build(small()).content)
    names = [sheet.zh for sheet in sheets()]
    wanted = ["首页", "风险", *("风险（KPI）" if name == "风险" else name for name in names)]
    assert load_workbook(path).sheetnames == wanted
    assert [text.code for text in placed.problems] == ["report.taken"]
    again = replace(small(), period=QUARTER.previous, dated=QUARTER.previous.end)
    put(path, Board(again), build(again).content)
    made = load_workbook(path)
    assert made.sheetnames == wanted
    assert made["风险"]["A1"].value == "经理自己的风险清单"
    assert made["总览"]["A1"].value == "大客户部季度KPI总览（2026年第2季度）"


# The list of parts, the workbook's list of sheets and names, the styles that new sheets add, the sheet titles in app.xml.
_OURS_TO_CHANGE = {
    "[content_types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "docprops/app.xml",
}
WANTED = 40


def test_real_workbooks_keep_every_other_part(corpus: list[CorpusBook], tmp_path: Path, board: Board) -> None:  # 4
    report = build(small()).content
    changed: dict[str, set[str]] = {}
    done = 0
    for number, one in enumerate(corpus):
        if done == WANTED:
            break
        path = tmp_path / f"{number}{one.path.suffix}"
        path.write_bytes(one.path.read_bytes())
        try:
            placed = put(path, board, report)
        except KamxlError:
            assert path.read_bytes() == one.path.read_bytes()  # refused: untouched
            continue
        done += 1
        assert len(placed.sheets) == len(sheets())
        with zipfile.ZipFile(one.path) as before, zipfile.ZipFile(path) as after:
            same = {name: after.read(name) == before.read(name) for name in before.namelist() if not name.endswith("/")}
        differing = {name for name, equal in same.items() if not equal and name.lower() not in _OURS_TO_CHANGE}
        if differing:
            changed[one.path.name] = differing
    assert changed == {}
    assert done == WANTED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kpi.churn", Filled(Decimal(2), "2", "#,##0")),
        (" kpi.大客户流失数 ", Filled(Decimal(2), "2", "#,##0")),
        ("kpi.KAM_CHURN[2026Q2]", Filled(Decimal(0), "0", "#,##0")),
        ("kpi.churn[去年同期]", Filled(Decimal(0), "0", "#,##0")),
        ("kpi.churn[华东]", Filled(Decimal(1), "1", "#,##0")),
        ("kpi.churn[张伟,2026Q3]", Filled(Decimal(1), "1", "#,##0")),
        ("kpi.churn.target", Filled(Decimal(1), "≤1", "#,##0")),
        ("kpi.churn.light", Filled("▲ 接近", "▲ 接近")),
        ("kpi.plan_rate.denominator", Filled(Decimal(13543474), "13,543,474")),
        ("kpi.plan_rate[2027Q1]", Filled(None, "—", "0.0%")),
        ("quarter", Filled("2026Q3", "2026Q3")),
        ("date", Filled(date(2026, 9, 30), "2026-09-30", "yyyy-mm-dd")),
        ("warning", Filled("数据不完整：1 个工作簿未能读取", "数据不完整：1 个工作簿未能读取")),
        ("books", Filled(Decimal(7), "7")),
    ],
)
def test_what_a_placeholder_means(text: str, wanted: Filled, board: Board) -> None:  # 5
    assert evaluate(text, board) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kpi.nothing", "kpis.unknown"),
        ("kpi.churn[火星]", "kpis.unknown_scope"),
        ("kpi.churn.colour", "report.placeholder"),
        ("流失", "report.placeholder"),
        ("", "report.placeholder"),
    ],
)
def test_what_no_placeholder_means(text: str, code: str, board: Board) -> None:  # 5
    with pytest.raises(InputError) as refused:
        evaluate(text, board)
    assert refused.value.code == code
