"""The demo: the sample department's quarter from an empty folder to the KPI workbook.

1. Every request ends where its people left it; the prospect that failed its screening is not taken, with the reason.
2. What was mended is no longer found; the other planted faults still are.
3. The people's workbooks differ from those laid out only in what was typed, in status cells and in sheets of ours.
4. Run again over its own folder it gives the same states and the same KPI workbook, byte for byte.
5. A folder that holds anything else is refused and left as it is.
7. The places of 大客户部KPI.xlsx hold the quarter's figures.
6. Progress is told to the end of each part.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kamxl.books.address import address
from kamxl.books.closed import open_closed
from kamxl.books.port import Book
from kamxl.commands.demo import DemoResult, demo, lay_out
from kamxl.domain.form import STATUS_FIELDS
from kamxl.domain.settings import Settings
from kamxl.domain.values import Raw
from kamxl.errors import DepartmentError, say
from kamxl.sheets.read import OWN_SHEETS, read_book
from kamxl.templates.kpi_book import KPI_BOOK

from .test_faults import PLANTED

MENDED = Counter(
    {
        ("claim_within_budget", "专员-华东-张伟.xlsx", "费用报销单", "D5"),
        ("request_known", "专员-华南-李娜.xlsx", "费用报销单", "B4"),
        ("customer_known", "专员-华南-李娜.xlsx", "客户拜访记录表", "A4"),
        ("person_known", "专员-华南-李娜.xlsx", "客户拜访记录表", "C6"),
        ("handover_parties", "专员-华南-李娜.xlsx", "交接-珠海格瑞", "E4"),
        ("type", "专员-西南-赵静.xlsx", "拜访申请", "D5"),
    }
)
TYPED = {
    ("专员-华东-张伟.xlsx", "费用报销单", "D5"),
    ("专员-华东-张伟.xlsx", "开发-无锡锡能", "B5"),  # 调查结论, after the manager returned it
    ("专员-华南-李娜.xlsx", "费用报销单", "B4"),
    ("专员-华南-李娜.xlsx", "客户拜访记录表", "A4"),
    ("专员-华南-李娜.xlsx", "客户拜访记录表", "C6"),
    ("专员-华南-李娜.xlsx", "交接-珠海格瑞", "E4"),
    ("专员-华南-李娜.xlsx", "拜访申请", "J6"),  # 费用预算, after the director returned it
    ("专员-西南-赵静.xlsx", "拜访申请", "D5"),
}
STATES = {
    "已拒绝": ["BF-2026-044"],
    "已撤回": ["BF-2026-045"],
    "待拜访": ["BF-2026-046"],
    "经理审核": ["BF-2026-047", "BF-2026-048"],
    "检查报告": ["BF-2026-043"],
    "总监审核报告": ["BF-2026-037"],
    "财务审核": ["BF-2026-034"],
    "实施中": ["KF-2026-004", "KF-2026-005"],
    "已交接": ["JJ-2026-003"],
    "已批准": ["JC-2026-002"],
    "已报销": [f"BX-2026-{number:03}" for number in range(21, 28)],
    "结束": [
        *(f"BF-2026-{number:03}" for number in (31, 32, 33, 35, 36, 38, 39, 40, 41, 42)),
        "JD-2026-007",
        "JD-2026-008",
    ],
}


@pytest.fixture(scope="module")
def told() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int, int]]) -> DemoResult:
    folder = tmp_path_factory.mktemp("演示") / "部门"
    return demo(folder, open_closed, lambda text, done, total: told.append((text.what(), done, total)))


def test_every_request_ends_where_its_people_left_it(result: DemoResult) -> None:  # 1
    by_state: dict[str, list[str]] = {}
    for number, _, state in result.states:
        by_state.setdefault(state, []).append(number)
    assert by_state == STATES
    assert [(refusal.no, refusal.reason.params["reason"]) for refusal in result.refused] == [
        ("KF-2026-006", say("flows.screened", no="KF-2026-006"))
    ]


def test_what_was_mended_is_no_longer_found(result: DemoResult) -> None:  # 2
    found = Counter((f.rule, f.book, f.sheet, f.cell) for f in result.remaining)
    assert (len(result.planted), found) == (len(PLANTED), Counter(PLANTED) - MENDED)


def test_only_typed_cells_status_cells_and_our_sheets_changed(result: DemoResult, tmp_path: Path) -> None:  # 3
    lay_out(tmp_path)
    changed: set[tuple[str, str, str]] = set()
    for path in sorted(path for path in tmp_path.glob("*.xlsx") if path.name != KPI_BOOK):
        before, after = open_closed(path), open_closed(result.folder / path.name)
        assert [name for name in after.sheet_names() if name not in OWN_SHEETS] == before.sheet_names()
        status = _status_cells(result.folder / path.name)
        for sheet in before.sheet_names():
            cells = _contents(before, sheet), _contents(after, sheet)
            differ = {cell for cell in cells[0].keys() | cells[1].keys() if cells[0].get(cell) != cells[1].get(cell)}
            changed |= {(path.name, sheet, cell) for cell in differ if (sheet, cell) not in status}
    assert changed == TYPED


def _contents(book: Book, sheet: str) -> dict[str, Raw]:
    rows = book.grid(sheet).rows
    return {address(r, c): raw for r, row in enumerate(rows) for c, raw in enumerate(row) if raw is not None}


def _status_cells(path: Path) -> set[tuple[str, str]]:
    ids = [field.id for field in STATUS_FIELDS]
    records = read_book(open_closed(path), path.name, Settings()).records
    return {(record.source.sheet, record.source.cell(name)) for record in records for name in ids}


def test_the_kpi_workbook_is_filled(result: DemoResult) -> None:  # 7
    row = open_closed(result.folder / KPI_BOOK).grid("季度KPI").rows[5]
    assert (row[1], row[4], row[7]) == ("大客户销售计划完成率", 20155 / 21250, 7460 / 7600)


def test_run_again_gives_the_same(result: DemoResult) -> None:  # 4
    report = result.report.read_bytes()
    again = demo(result.folder, open_closed)
    assert (again.states, again.report.read_bytes() == report) == (result.states, True)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:  # 5
    (tmp_path / "我的资料.txt").write_text("别动", encoding="utf-8")
    with pytest.raises(DepartmentError) as refused:
        demo(tmp_path, open_closed)
    assert (refused.value.text, [path.name for path in tmp_path.iterdir()]) == (
        say("demo.not_empty", path=tmp_path, found="我的资料.txt"),
        ["我的资料.txt"],
    )


def test_somebody_s_file_in_a_demo_folder_is_not_lost(tmp_path: Path) -> None:  # 5
    lay_out(tmp_path)
    (tmp_path / "我的记录.xlsx").write_bytes(b"mine")
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(DepartmentError) as refused:
        lay_out(tmp_path)
    wanted = say("demo.not_empty", path=tmp_path, found="我的记录.xlsx")
    assert (refused.value.text, {path.name for path in tmp_path.iterdir()}) == (wanted, before)


def test_a_file_in_the_folder_s_place_is_refused(tmp_path: Path) -> None:  # 5
    path = tmp_path / "部门"
    path.write_text("", encoding="utf-8")
    with pytest.raises(DepartmentError) as refused:
        demo(path, open_closed)
    assert refused.value.code == "demo.not_empty"


def test_progress_is_told(result: DemoResult, told: list[tuple[str, int, int]]) -> None:  # 6
    assert [(text, total) for text, done, total in told if text in ("完成", "同步完毕")] == [
        *[("同步完毕", total) for total in (len(list(result.folder.glob("*.xlsx"))) - 2,) for _ in range(3)],
        ("完成", 1),
    ]
