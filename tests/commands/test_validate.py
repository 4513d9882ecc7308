"""Checking workbooks of a real department folder, written by the templates and read from disk.

1. The sample department without its faults is clean but for the one visit that is owed a record.
2. Every planted fault is found at its cell.
3. Asked to mark, the findings stand on a 校验结果 sheet of their workbook, and nothing else of the file changes; when the
   workbook is clean the sheet is removed and the content is the original again.
4. A workbook alone is checked against the whole department; only the rules named are run.
5. What is no workbook, or a folder without any, is an error that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.commands.validate import validate
from kamxl.domain.findings import Severity
from kamxl.errors import BookError, DepartmentError
from kamxl.sheets.mark import SHEET
from kamxl.templates import plain, sample
from kamxl.templates.book import build
from kamxl.templates.plain import Fault

TODAY = date(2026, 9, 30)
OWED = ("专员-西南-赵静.xlsx", "拜访申请!D7", "record_owed")


def written(folder: Path, faults: Sequence[Fault]) -> Path:
    office = sample.office()
    for content in sample.books(tuple(faults)):
        (folder / content.name).write_bytes(build(content, office))
    return folder


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("faulty"), plain.faults())


@pytest.fixture
def department() -> Callable[[Path], Department]:
    return lambda folder: Department(folder, open_closed, TODAY)


def test_a_clean_department(tmp_path: Path, department: Callable[[Path], Department]) -> None:
    result = validate(department(written(tmp_path, ())))
    assert [(f.book, f.where, f.rule) for f in result.findings] == [OWED]
    assert (result.problems, result.marked, result.cleared, len(result.books)) == ((), (), (), 9)


def test_every_planted_fault_is_found(faulty: Path, department: Callable[[Path], Department]) -> None:
    result = validate(department(faulty))
    found = {(f.book, f.sheet, f.cell) for f in result.findings}
    # Of two numbers that disagree, or a status without its date, the finding names the cell to mend.
    mended = {("档案-佛山美嘉", "F22"): "F21", ("档案-拉萨雪域", "F25"): "F26"}
    planted = {(f.book, f.sheet, mended.get((f.sheet, sample.cell_of(f)), sample.cell_of(f))) for f in plain.faults()}
    twin = {("专员-西南-赵静.xlsx", "档案-成都天府", "C3")}  # the other bearer of the duplicate number
    assert found == planted | twin | {("专员-西南-赵静.xlsx", "拜访申请", "D7")}
    assert not result.clean


def test_findings_stand_in_the_workbook_until_it_is_clean(
    tmp_path: Path, department: Callable[[Path], Department]
) -> None:
    folder = written(tmp_path, plain.faults())
    name = "财务部-费用台账.xlsx"
    path = folder / name
    before = {sheet: open_closed(path).grid(sheet) for sheet in open_closed(path).sheet_names()}

    result = validate(department(folder), [path], mark=True)
    assert (result.marked, result.cleared, result.unmarked) == ((name,), (), ())
    marked = open_closed(path)
    assert marked.sheet_names() == [*before, SHEET]
    assert [row[:3] for row in marked.grid(SHEET).rows[2:4]] == [
        ["级别", "位置", "字段"],
        ["错误", "服务费用台账!A7", "季度"],
    ]
    assert {sheet: marked.grid(sheet) for sheet in before} == before

    assert validate(department(folder), [path], mark=True).marked == (name,)
    assert open_closed(path).sheet_names() == [*before, SHEET]

    cured = next(book for book in sample.books(()) if book.name == name)
    fresh = folder / "x.xlsx"
    fresh.write_bytes(build(cured, sample.office()))
    row = open_closed(fresh).grid("服务费用台账").rows[6][0]
    fresh.unlink()
    from kamxl.books.port import Change

    change = Change()
    change.set("服务费用台账", "A7", str(row))
    open_closed(path).apply(change)
    again = validate(department(folder), [path], mark=True)
    assert (again.findings, again.marked, again.cleared) == ((), (), (name,))
    assert open_closed(path).sheet_names() == list(before)


def test_one_workbook_against_the_department(faulty: Path, department: Callable[[Path], Department]) -> None:
    result = validate(department(faulty), [faulty / "专员-华南-李娜.xlsx"], only=["customer_known", "request_known"])
    assert [(f.where, f.rule, f.severity) for f in result.findings] == [
        ("客户拜访记录表!A4", "customer_known", Severity.ERROR),
        ("费用报销单!B4", "request_known", Severity.ERROR),
    ]
    assert result.books == ("专员-华南-李娜.xlsx",)


def test_bad_paths(faulty: Path, tmp_path: Path, department: Callable[[Path], Department]) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("x", encoding="utf-8")
    with pytest.raises(BookError) as refusal:
        validate(department(faulty), [text])
    assert refusal.value.code == "books.not_a_workbook"
    with pytest.raises(BookError) as missing:
        validate(department(faulty), [tmp_path / "没有.xlsx"])
    assert missing.value.code == "books.not_found"
    with pytest.raises(DepartmentError) as empty:
        validate(department(faulty), [tmp_path])
    assert empty.value.code == "department.no_workbooks"
