"""Closed workbooks.

1. A sheet is read with its values, merged ranges and visibility.
2. A change writes exactly its cells and sheets; a second sheet of the same name replaces ours, never somebody else's.
3. What is no workbook, encrypted, damaged, missing, binary or far too large is refused with its own message.
4. A refused change leaves the file as it was, byte for byte.
5. The same sheet of ours is always the same bytes.
6. The memory host gives back what the closed host gives back.
"""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.books.extent import MAX_CELLS
from kamxl.books.memory import MemoryBook
from kamxl.books.own_sheet import rendered
from kamxl.books.port import Book, Change, OwnSheet, Styled
from kamxl.errors import BookError, RefusedEdit

FINDINGS = OwnSheet(
    name="校验结果",
    rows=[
        [Styled("校验结果", "title")],
        [Styled("级别", "head"), Styled("位置", "head")],
        [Styled("错误", "error"), Styled("拜访!B2", "link", "#'拜访'!B2")],
    ],
    widths=[10, 30],
    header=1,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "专员-华东.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("拜访")
    sheet.merge_range("A1:C1", "拜访申请")
    sheet.write_row("A2", ["客户", 12.5, True])
    sheet.write_datetime("A3", datetime(2026, 7, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    workbook.add_worksheet("隐藏").hide()
    workbook.close()
    return path


def test_a_sheet_is_read_whole(book: Path) -> None:
    opened = open_closed(book)
    grid = opened.grid("拜访")
    assert opened.sheet_names() == ["拜访", "隐藏"]
    assert [list(row) for row in grid.rows] == [
        ["拜访申请", None, None],
        ["客户", 12.5, True],
        [date(2026, 7, 1), None, None],
    ]
    assert (grid.merges, grid.visible, opened.grid("隐藏").visible) == ([(0, 0, 0, 2)], True, False)
    assert (grid.at(1, 1), grid.at(9, 9), grid.at(-1, 0)) == (12.5, None, None)


def test_a_change_writes_its_cells_and_sheets(book: Path) -> None:
    change = Change(sheets=[FINDINGS])
    change.set("拜访", "B3", "=1+1")
    change.set("拜访", "C3", Decimal("8.25"))
    change.set("拜访", "D3", date(2026, 7, 2))
    opened = open_closed(book)
    opened.apply(change)
    assert list(opened.grid("拜访").rows[2]) == [date(2026, 7, 1), "=1+1", 8.25, date(2026, 7, 2)]
    assert opened.sheet_names() == ["拜访", "隐藏", "校验结果"]
    assert openpyxl.load_workbook(book)["校验结果"]["B3"].hyperlink.location == "'拜访'!B2"
    opened.apply(Change(sheets=[OwnSheet("校验结果", [[Styled("没有问题")]], [20])]))
    assert [list(row) for row in opened.grid("校验结果").rows] == [["没有问题"]]
    opened.apply(Change(removed=["校验结果", "从来没有"]))
    assert opened.sheet_names() == ["拜访", "隐藏"]


def test_a_sheet_of_somebody_else_is_never_replaced(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(RefusedEdit) as caught:
        open_closed(book).apply(Change(sheets=[OwnSheet("拜访", [[Styled("x")]], [10])]))
    assert (caught.value.code, book.read_bytes()) == ("ooxml.not_ours", before)


def _bytes(data: bytes) -> object:
    return lambda path: path.write_bytes(data)


_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("空.xlsx", _bytes(b""), "books.not_a_workbook"),
        ("文本.xlsx", _bytes("客户,金额\n".encode()), "books.not_a_workbook"),
        ("说明.docx", _bytes(b"PK\x03\x04"), "books.not_a_workbook"),
        ("加密.xlsx", _bytes(_ENCRYPTED), "books.encrypted"),
        ("截断.xlsx", _bytes(b"PK\x03\x04" + b"\0" * 100), "books.not_a_workbook"),
        ("坏的.xls", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "books.not_a_workbook"),
        ("没有.xlsx", lambda path: None, "books.not_found"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_own_message(
    tmp_path: Path, name: str, make: object, code: str
) -> None:
    make(tmp_path / name)  # type: ignore[operator]
    with pytest.raises(BookError) as caught:
        open_closed(tmp_path / name)
    assert caught.value.code == code


def test_a_far_cell_is_refused_before_anybody_lays_the_sheet_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "很远.xlsx"
    workbook = xlsxwriter.Workbook(path)
    for name, more in (("近", 1), ("很远", 1), ("很远的公式", "=1")):
        sheet = workbook.add_worksheet(name)
        sheet.write(0, 0, more)
    for name in ("很远", "很远的公式"):
        workbook.get_worksheet_by_name(name).write(1_048_575, 16_383, 2)
    workbook.close()
    monkeypatch.setattr("kamxl.books.closed.CalamineWorkbook", None)
    opened = open_closed(path)
    for name in ("很远", "很远的公式"):
        with pytest.raises(BookError) as caught:
            opened.grid(name)
        assert caught.value.code == "books.sheet_too_large"
    assert list(opened.grid("近").rows) == [(1.0,)]
    assert opened.facts("近").errors == {}


@pytest.mark.parametrize(
    ("folder", "before", "after"),
    [
        ("other", b"", b""),
        ("worksheets", b' r="XFD1048576"', b' r = "XFD1048576"'),
        ("worksheets", b' r="XFD1048576"', b" r='xfd1048576'"),
        ("worksheets", b' r="XFD1048576"', b' r="xfd9998"'),
    ],
)
def test_calamine_sees_no_large_sheet_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, before: bytes, after: bytes
) -> None:
    plain, path = tmp_path / "表.xlsx", tmp_path / "别处.xlsx"
    workbook = xlsxwriter.Workbook(plain)
    sheet = workbook.add_worksheet("表")
    for cell in ("A1", "XFD1048576"):
        sheet.write_formula(cell, "=1")
    workbook.close()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b"worksheets/sheet1.xml", f"{folder}/sheet1.xml".encode())
            content = content.replace(before, after) if before else content
            target.writestr(name.replace("xl/worksheets/", f"xl/{folder}/"), content)
    monkeypatch.setattr("kamxl.books.closed.CalamineWorkbook", None)
    with pytest.raises(BookError) as caught:
        open_closed(path).grid("表")
    assert caught.value.code == "books.sheet_too_large"


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 1), (4_000, 16_384)])
def test_a_sheet_of_few_cells_is_never_made_large(tmp_path: Path, rows: int, columns: int) -> None:
    path = tmp_path / "大.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("表")
    for row in range(2_000):
        sheet.write(row, 0, row)
    sheet.write(rows - 1, columns - 1, 1)
    workbook.close()
    if rows * columns > MAX_CELLS:
        with pytest.raises(BookError) as caught:
            open_closed(path).grid("表")
        assert caught.value.code == "books.sheet_too_large"
    else:
        assert isinstance(open_closed(path).grid("表").rows, list)  # calamine's


def test_a_missing_sheet_is_named(book: Path) -> None:
    with pytest.raises(BookError) as caught:
        open_closed(book).grid("报销")
    assert dict(caught.value.text.params) == {"path": "专员-华东.xlsx", "sheet": "报销", "sheets": "拜访、隐藏"}


def test_a_number_that_no_date_can_be_is_an_error_of_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "日期.xlsx"
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet("表").write_number(0, 0, -1e18, workbook.add_format({"num_format": "yyyy-mm-dd"}))
    workbook.close()
    with pytest.raises(BookError) as caught:
        open_closed(path).grid("表")
    assert caught.value.code == "books.damaged_sheet"


def test_a_locked_workbook_is_left_alone(book: Path) -> None:
    name = "张伟"
    owner = bytes([4]) + name.encode("gb18030").ljust(54) + bytes([2, 0]) + name.encode("utf-16-le").ljust(108, b"\0")
    book.with_name("~$" + book.name).write_bytes(owner)
    before = book.read_bytes()
    change = Change()
    change.set("拜访", "B3", "x")
    with pytest.raises(BookError) as caught:
        open_closed(book).apply(change)
    assert (caught.value.code, str(caught.value.text.params["owner"])) == ("books.locked", "张伟")
    assert book.read_bytes() == before


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert rendered(FINDINGS) == rendered(FINDINGS)


def test_memory_reads_back_like_a_file(book: Path) -> None:
    change = Change(sheets=[FINDINGS])
    change.set("拜访", "B3", "已批准")
    change.set("拜访", "C3", 3)
    closed = open_closed(book)
    memory = MemoryBook("专员-华东.xlsx", {name: closed.grid(name).rows for name in closed.sheet_names()})
    hosts: list[Book] = [closed, memory]
    for host in hosts:
        host.apply(change)
    assert [list(row) for row in memory.grid("校验结果").rows] == [["校验结果"], ["级别", "位置"], ["错误", "拜访!B2"]]
    assert closed.grid("拜访").rows[2][:3] == memory.grid("拜访").rows[2][:3]
    with pytest.raises(BookError):
        memory.apply(Change(cells={"没有": {"A1": 1}}))
