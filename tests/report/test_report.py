"""The quarterly KPI workbook.

1. The same edition gives the same bytes, whenever it is made; another date gives other bytes.
2. Every cell that claims a figure holds what the KPI function says; a figure without a value is — or, for charts, blank.
3. Each link in 明细 and 数据质量 leads to the file, sheet and cell that the record names.
4. No text is wider than its cell unless the cell wraps and its row is high enough; no cell is a formula in error.
5. Every sheet prints on A4 with header, footer and a repeated head where its table is long; charts do not overlap.
6. Every chart has a title, named axes and data labels, all in Chinese; there are trend, columns, Pareto and waterfall.
7. An edition with unread workbooks says so on every sheet and names them with their reasons; a complete one does not.
8. Lights, changes and comments say what the figures say.
9. A report of ours is known by its mark; anything else is not.
12. A printed page ends where it was counted to end, so that no heading is left alone at its foot; numbers end in one line.
11. ``live`` gives each figure as a KAM_* formula whose cached value is the figure, and nothing else differs.
10. 考核 gives everybody's score; 流程 counts requests, times and what is overdue; 风险 names each sign with its record.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kamxl.books.measure import lines, text_width
from kamxl.domain.kpi import DEPARTMENT, Scope, ScopeKind, answer, kpis
from kamxl.domain.records import Tables
from kamxl.domain.settings import Settings
from kamxl.functions.calculator import Calculator
from kamxl.functions.values import CellError
from kamxl.report.board import Board, say_target, say_value
from kamxl.report.build import Built, build
from kamxl.report.comment import comment
from kamxl.report.edition import Edition
from kamxl.report.mark import is_report
from kamxl.report.sheet import sheets
from kamxl.report.weekly import missing_reports, say_weeks
from kamxl.snapshot.snapshot import Snapshot

from .made import QUARTER, edition, settings

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def built() -> Built:
    return build(edition())


@pytest.fixture(scope="module")
def book(built: Built) -> dict[str, Worksheet]:
    workbook = load_workbook(BytesIO(built.content))
    return {sheet.title: sheet for sheet in workbook.worksheets}


def test_printed_pages_end_where_they_were_counted_to_end(book: dict[str, Worksheet]) -> None:  # 12
    for sheet in book.values():
        room = (8.27 - sheet.page_margins.top - sheet.page_margins.bottom) * 72 * 100 / sheet.page_setup.scale
        ends = sorted(mark.id for mark in sheet.row_breaks.brk)
        for first, last in pairwise([0, *ends, sheet.max_row]):
            heights = [sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1)]
            assert sum(heights) <= room, (sheet.title, first, last)
        headings = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).font.size == 12]
        assert not {row + 1 for row in headings} & set(ends), sheet.title


def test_numbers_end_in_one_line(book: dict[str, Worksheet]) -> None:  # 12
    formats = {
        (cell.alignment.indent, cell.number_format.endswith("_)"))
        for sheet in book.values()
        for row in sheet.iter_rows()
        for cell in row
        if cell.alignment.horizontal == "right" and isinstance(cell.value, int | float)
    }
    assert formats == {(0, True)}


def test_same_bytes_at_any_time(built: Built) -> None:  # 1
    assert build(edition()).content == built.content
    assert build(replace(edition(), dated=date(2026, 10, 8))).content != built.content


def test_document_date_is_the_editions(built: Built) -> None:  # 1
    with zipfile.ZipFile(BytesIO(built.content)) as package:
        core = package.read("docProps/core.xml").decode()
        dates = {info.date_time for info in package.infolist()}
    assert re.findall(r"W3CDTF\">([^<]+)<", core) == ["2026-09-30T00:00:00Z"] * 2
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_every_claim_is_the_kpis_figure(built: Built, book: dict[str, Worksheet]) -> None:  # 2
    facts = Board(edition()).facts
    shown, wanted = {}, {}
    for sheet, cell, claim in built.claims:
        value = answer(claim.kpi, claim.period, claim.scope, facts).value
        shown[sheet, cell] = book[sheet][cell].value
        wanted[sheet, cell] = (None if claim.blank else "—") if value is None else float(f"{float(value):.16g}")
    assert shown == wanted
    assert {sheet for sheet, _ in wanted} == {"总览", "区域", "专员", "客户", "考核", "明细"}


def test_the_department_and_every_region_are_claimed_for_every_kpi(built: Built) -> None:  # 2
    claimed = {(claim.kpi.id, claim.scope) for _, _, claim in built.claims if claim.period == QUARTER}
    scopes = [DEPARTMENT, *(Scope(ScopeKind.REGION, region) for region in ("华东", "华南", "华北", "西南"))]
    assert {(kpi, scope) for kpi in kpis() for scope in scopes} <= claimed


def test_links_lead_to_the_cells_they_name(built: Built, book: dict[str, Worksheet]) -> None:  # 3
    sheet = book["明细"]
    found, wanted = [], []
    for kpi in built.board.kpis:
        for evidence in built.board.figure(kpi).evidence:
            source = evidence.record.source
            filled = [field for field in evidence.fields if field in evidence.record.values]
            cell = source.cell(filled[-1])
            wanted.append((source.book, source.sheet, cell, f"'{source.sheet}'!{cell}"))
    for row in range(1, sheet.max_row + 1):
        if (link := sheet.cell(row, 9).hyperlink) is not None:
            target = link.target.removeprefix("file:///")
            found.append((target, sheet.cell(row, 8).value, sheet.cell(row, 9).value, link.location))
    assert found == wanted


def test_links_go_to_the_department_folder() -> None:  # 3
    content = build(replace(edition(unread=0), folder="../大客户部")).content
    with zipfile.ZipFile(BytesIO(content)) as package:
        targets = {
            target
            for name in package.namelist()
            if name.startswith("xl/worksheets/_rels/")
            for target in re.findall(r'Target="([^"]+)" TargetMode', package.read(name).decode())
        }
    assert {target.rsplit("/", 1)[0].rsplit("\\", 1)[0] for target in targets} <= {"../大客户部", "..\\大客户部"}
    assert targets


def test_text_fits_its_cell(book: dict[str, Worksheet]) -> None:  # 4
    cut = []
    for sheet in book.values():
        wide = {c: d.width for d in sheet.column_dimensions.values() for c in range(d.min, d.max + 1)}
        merged = {str(r).split(":")[0]: r for r in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                block = merged.get(cell.coordinate)
                last = block.max_col if block else cell.column
                width = sum(wide[column] for column in range(cell.column, last + 1))
                if not _fits(cell, width, sheet.row_dimensions[cell.row].height):
                    cut.append((sheet.title, cell.coordinate, cell.value))
    assert cut == []


def _fits(cell: object, width: float, height: float | None) -> bool:
    value, style = cell.value, cell.alignment  # type: ignore[attr-defined]
    scale = cell.font.size / 10  # type: ignore[attr-defined]
    if isinstance(value, str):
        if style.wrap_text:
            return height is not None and lines(value, width) * 13 * min(scale, 1) <= height
        return text_width(value) * scale <= width
    if isinstance(value, int | float):
        return len(_printed(value, cell.number_format)) * scale + 2 <= width  # type: ignore[attr-defined]
    return width >= 11  # a date


def _printed(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.1f}%"
    if "####" in form:
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return ("▲" if "▲" in form else "") + (f"{value:,.1f}" if "0.0" in form else f"{value:,.0f}")


def test_no_formula_in_error_and_no_leftover_markers(book: dict[str, Worksheet]) -> None:  # 4
    texts = [c.value for sheet in book.values() for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert [text for text in texts if text.startswith("#") or "None" in text or "{" in text] == []


def test_print_set_up(book: dict[str, Worksheet]) -> None:  # 5
    assert list(book) == [sheet.zh for sheet in sheets()]
    for name, sheet in book.items():
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert name in sheet.oddHeader.left.text
        assert sheet.oddFooter.center.text == "第 &P 页 / 共 &N 页"
    repeated = {name: sheet.print_title_rows for name, sheet in book.items() if sheet.print_title_rows}
    assert set(repeated) == {"客户", "考核", "流程", "风险", "明细", "数据质量"}


def _drawings(content: bytes) -> dict[str, list[tuple[int, int, int, int]]]:
    """The anchors (first row, first column, last row, last column) of each drawing part."""
    from lxml import etree

    found: dict[str, list[tuple[int, int, int, int]]] = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                root = etree.fromstring(package.read(name))
                found[name] = [
                    tuple(
                        int(anchor.find(f"{DRAWING}{end}/{DRAWING}{part}").text)
                        for end in ("from", "to")
                        for part in ("row", "col")
                    )
                    for anchor in root
                ]
    return found


def test_charts_do_not_cover_text_or_each_other(built: Built, book: dict[str, Worksheet]) -> None:  # 5
    drawings = _drawings(built.content)
    drawn = [
        sheet for sheet in book.values() if sheet.title in ("总览", "区域", "专员", "客户", "考核", "流程", "风险")
    ]
    assert len(drawings) == len(drawn)
    for sheet, anchors in zip(drawn, drawings.values(), strict=True):
        top, bottom = min(a[0] for a in anchors), max(a[2] for a in anchors)
        covered = [c.coordinate for row in sheet.iter_rows(top + 1, bottom + 1) for c in row if c.value is not None]
        assert covered == []
        rights = sorted((a[1], a[3]) for a in anchors)
        assert all(left[1] <= right[0] for left, right in pairwise(rights))


def _charts(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [n for n in package.namelist() if n.startswith("xl/charts/chart")]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return [package.read(name).decode() for name in names]


def test_charts_speak_chinese(built: Built) -> None:  # 6
    for chart in _charts(built.content):
        texts = re.findall(r"<a:t>([^<]*)</a:t>", chart)
        assert texts
        assert all(re.search("[\u4e00-\u9fff]", text) for text in texts), texts
        assert '<c:showVal val="1"/>' in chart
        axes = 0 if "<c:radarChart>" in chart else 1  # a radar's axes are the categories themselves
        assert chart.count("<c:title>") >= 1 + axes


def test_kinds_of_charts(built: Built) -> None:  # 6
    titles = [re.findall(r"<a:t>([^<]*)</a:t>", chart)[0] for chart in _charts(built.content)]
    assert titles == [
        "销售计划完成率近八季走势",
        "流失客户与有效投诉近八季走势",
        "各区域销售计划与实际",
        "各区域销售计划完成率",
        "各区域流失客户与有效投诉",
        "各专员销售计划与实际",
        "各专员销售计划完成率",
        "各专员流失客户与有效投诉",
        "客户价值帕累托图（前 20 名）",
        "客户增减瀑布图",
        "季度考核得分",
        "专员指标得分雷达图",
        "各流程申请件数",
        "各流程批准用时",
        "各类风险条数",
        "各专员风险条数",
    ]


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_incomplete_totals_are_said_everywhere(book: dict[str, Worksheet]) -> None:  # 7
    warning = "数据不完整：有 1 个工作簿未能读取，本报告的合计不含其中的数据，名单和原因见“数据质量”。"
    assert [name for name, sheet in book.items() if warning in _texts(sheet)] == list(book)
    quality = book["数据质量"]
    row = next(r for r in range(1, quality.max_row + 1) if quality.cell(r, 2).value == "未读取")
    unread = edition().unread[0]
    assert unread.problem is not None
    shown = [quality.cell(row, column).value for column in (3, 4, 8, 9)]
    assert shown == [unread.book, "—", unread.problem.what(), unread.problem.fix()]


def test_complete_report_does_not_warn() -> None:  # 7
    workbook = load_workbook(BytesIO(build(edition(unread=0)).content))
    assert [s.title for s in workbook.worksheets if any("数据不完整" in text for text in _texts(s))] == []


def test_empty_department_still_gives_a_report() -> None:  # 7
    nothing = Edition(Tables(), Settings(), QUARTER, QUARTER.end)
    workbook = load_workbook(BytesIO(build(nothing).content))
    assert workbook.sheetnames == [sheet.zh for sheet in sheets()]


def test_words_for_figures() -> None:  # 8
    board = Board(edition())
    plan, churn = kpis()["plan_rate"], kpis()["churn"]
    assert [say_value(plan, Decimal("0.92549")), say_value(churn, Decimal(3)), say_value(plan, None)] == [
        "92.5%",
        "3",
        "—",
    ]
    assert say_value(kpis()["satisfaction"], Decimal("88.05")) == "88.1分"
    assert [say_target(kpi, board.target(kpi)) for kpi in (plan, churn, kpis()["cost_rate"])] == [
        "≥95%",
        "≤1",
        "80%～105%",
    ]


def test_comment_names_target_change_and_weakest_region() -> None:  # 8
    board = Board(edition())
    assert comment(board, kpis()["plan_rate"]) == "比目标低1.6个百分点；比上季度降3.4个百分点；华东最低（90.8%）"
    assert comment(board, kpis()["churn"]) == "比目标高1；比上季度升2；华东、华北最高（1）"


def test_comment_without_data() -> None:  # 8
    board = Board(Edition(Tables(), settings(), QUARTER, QUARTER.end))
    assert comment(board, kpis()["plan_rate"]) == "本期无数据（分母为零或未填报）"


def test_mark(built: Built, tmp_path: Path) -> None:  # 9
    ours, other, text = tmp_path / "报告.xlsx", tmp_path / "人的.xlsx", tmp_path / "文字.xlsx"
    ours.write_bytes(built.content)
    text.write_text("不是工作簿", encoding="utf-8")
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert [is_report(path) for path in (ours, other, text, tmp_path / "没有.xlsx")] == [True, False, False, False]


def _rows(sheet: Worksheet, first: str, width: int) -> list[list[object]]:
    """The rows under the head whose first cell is ``first``, until a row without a first cell."""
    top = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == first)
    found = []
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, 1).value is None:
            break
        found.append([sheet.cell(row, column).value for column in range(1, width + 1)])
    return found


def test_scores_of_everybody(book: dict[str, Worksheet]) -> None:  # 10
    shown = [[row[0], row[4], row[5], row[7]] for row in _rows(book["考核"], "姓名", 9)]
    assert shown == [
        ["林晓峰", 75.2, "合格", "无"],
        ["周敏", "—", "—", "无"],
        ["张伟", 87, "良好", "无"],
        ["李娜", 87.5, "良好", "无"],
        ["王强", 75, "合格", "无"],
        ["赵静", 93.9, "优秀", "无"],
    ]


def test_requests_are_counted_and_timed(book: dict[str, Worksheet]) -> None:  # 10
    assert _rows(book["流程"], "流程", 10) == [
        ["费用报销", 9, 2, 0, 0, 7, 7, 4, 4, 4],
        ["客户拜访", 9, 2, 0, 0, 9, 9, 4, 4, 4],
    ]
    late = _rows(book["流程"], "申请编号", 11)
    assert len(late) == 16
    assert [late[0][index] for index in (0, 2, 3, 5, 7, 8, 10)] == [
        "EX-00", "张伟", "经理审核", "林晓峰", datetime(2026, 7, 8), 60, "A4",
    ]  # fmt: skip


def test_signs_say_what_was_seen(book: dict[str, Worksheet]) -> None:  # 10
    found = next(r for r in range(1, 99) if book["风险"].cell(r, 2).value == "程度")
    rows = [[book["风险"].cell(r, c).value for c in (2, 3, 4, 6, 7)] for r in range(found + 1, found + 10)]
    assert rows[:2] == [
        ["高", "合同到期", "上海宏远机电设备有限公司", "张伟", "合同 2026-09-11 已到期，没有续签登记"],
        ["高", "久未联系", "上海宏远机电设备有限公司", "张伟", "最近一次联系 2026-08-06，已 55 天"],
    ]
    assert [row[1] for row in rows] == [
        "合同到期", "久未联系", "久未联系", "合同到期", "逾期未答复", "合同到期", "久未联系", "开发逾期", "久未联系",
    ]  # fmt: skip


def test_missing_weekly_reports() -> None:  # 10
    found = missing_reports(Board(edition()).facts, QUARTER, QUARTER.end)
    assert [(one.person, one.due, say_weeks(one.weeks)) for one in found] == [
        ("张伟", 12, "第30周（07-20）、第36周（08-31）"),
        ("李娜", 12, "第29周（07-13）、第35周（08-24）"),
        ("王强", 12, "第28周（07-06）、第34周（08-17）"),
        ("赵静", 12, "第33周（08-10）、第39周（09-21）"),
    ]


def test_live_formulas_carry_the_right_values(built: Built) -> None:  # 11
    live = build(edition(), live=True)
    formulas = {s.title: s for s in load_workbook(BytesIO(live.content)).worksheets}
    cached = {s.title: s for s in load_workbook(BytesIO(live.content), data_only=True).worksheets}
    plain = {s.title: s for s in load_workbook(BytesIO(built.content)).worksheets}
    for title, sheet in plain.items():
        for row in sheet.iter_rows():
            for cell in row:
                shown = cached[title][cell.coordinate].value
                assert shown == (pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value)
    facts = Board(edition()).facts
    calculator = Calculator(Snapshot(facts.tables, facts.settings, datetime(2026, 10, 9), "x"))
    called = 0
    for title, cell, claim in live.claims:
        formula = formulas[title][cell].value
        if not isinstance(formula, str) or not formula.startswith("="):
            assert claim.blank
            continue
        name, arguments = re.fullmatch(r'=_xlfn\.IFNA\((KAM_\w+)\("(.+)"\),"—"\)', formula).groups()  # type: ignore[union-attr]
        result = calculator.call(name, *arguments.split('","'))
        value = answer(claim.kpi, claim.period, claim.scope, facts).value
        assert result == (CellError.NA if value is None else pytest.approx(float(value)))
        called += 1
    assert called > 300
