"""``share``: what one customer gets, and what is not in the file.

1. Only this customer's rows, in the order of period and item; only the columns that 设置 opens.
2. One visible sheet of plain cells: no formula, hidden sheet, defined name of ours, comment, link, custom property, and no
   other customer's or our people's names anywhere in the package.
3. The same input gives the same bytes; a share is replaced, another workbook never.
4. An unknown customer and one without data are clear errors; then nothing is written.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.commands.share import share
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.settings import Rules
from kamxl.errors import BookError, InputError
from kamxl.report.share import Share, build_share, shared_fields
from kamxl.templates import sample
from kamxl.templates.book import build

from .made import record

TODAY = date(2026, 10, 9)
CUSTOMER = "华东机电股份有限公司"
QUARTER = Period(2026, 3, PeriodKind.QUARTER)


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Department:
    folder = tmp_path_factory.mktemp("部门")
    for book in sample.books():
        (folder / book.name).write_bytes(build(book, sample.office()))
    return Department(folder, open_closed, TODAY)


def _cells(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def test_rows_and_columns(department: Department, tmp_path: Path) -> None:  # 1
    made = share(department, CUSTOMER, tmp_path / "共享.xlsx")
    assert _cells(made.path) == [
        ["信息共享表", None, None, None],
        [f"客户：{CUSTOMER}", None, None, None],
        ["日期：2026-10-09", None, None, None],
        ["期间", "商品", "销售数量", "库存数量"],
        ["2026Q3", "伺服电机 S7", 1200, 340],
        ["2026Q3", "控制柜 K2", 86, 12],
    ]
    assert (made.rows, made.columns, made.problems) == (2, ("期间", "商品", "销售数量", "库存数量"), ())


def test_settings_open_and_close_columns() -> None:  # 1
    every = Rules(share_sold=True, share_revenue=True, share_stock=True)
    none = Rules(share_sold=False, share_revenue=False, share_stock=False)
    assert [field.zh for field in shared_fields(every)] == ["期间", "商品", "销售数量", "销售额", "库存数量"]
    assert [field.zh for field in shared_fields(none)] == ["期间", "商品"]


def test_another_period_has_nothing(department: Department, tmp_path: Path) -> None:  # 1, 4
    with pytest.raises(InputError) as refused:
        share(department, CUSTOMER, tmp_path / "共享.xlsx", period=QUARTER.previous)
    assert refused.value.code == "report.nothing_to_share"
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_is_in_the_package(department: Department, tmp_path: Path) -> None:  # 2
    path = share(department, CUSTOMER, tmp_path / "共享.xlsx").path
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }
    whole = "".join(parts.values())
    others = {r.text("customer") for r in department.tables()["info_share"]} - {CUSTOMER}
    people = {person.name for person in department.settings.staff}
    forbidden = {*others, *people, "kamxl", "1680000", "销售额", department.folder.name}
    assert {word for word in forbidden if word in whole} == set()
    assert not re.search("definedName|<f>|idden=|TargetMode|state=.(?!frozen)", whole)
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"] or "<dc:creator/>" in parts["docProps/core.xml"]


def test_same_bytes_and_replaced(department: Department, tmp_path: Path) -> None:  # 3
    out = tmp_path / "共享.xlsx"
    share(department, CUSTOMER, out)
    before = out.read_bytes()
    share(department, CUSTOMER, out)
    assert out.read_bytes() == before


def test_another_workbook_is_not_replaced(department: Department, tmp_path: Path) -> None:  # 3
    for name, content in (("文字.xlsx", b"text"), ("别的.xlsx", (department.folder / "设置.xlsx").read_bytes())):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BookError) as refused:
            share(department, CUSTOMER, tmp_path / name)
        assert refused.value.code == "report.not_ours"
        assert (tmp_path / name).read_bytes() == content
    with pytest.raises(BookError) as refused:
        share(department, CUSTOMER, tmp_path)
    assert refused.value.code == "report.is_folder"


def test_an_unknown_customer(department: Department, tmp_path: Path) -> None:  # 4
    with pytest.raises(InputError) as refused:
        share(department, "没有这家公司", tmp_path / "共享.xlsx")
    assert refused.value.code == "kpis.unknown_scope"
    assert list(tmp_path.iterdir()) == []


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:  # 2
    row = record(
        "info_share", "b", "s", 4, customer="甲", period=QUARTER, item='=HYPERLINK("http://x")', sold=Decimal(3)
    )
    content = build_share(Share("甲", (row, row), shared_fields(Rules()), TODAY))
    (tmp_path / "x.xlsx").write_bytes(content)
    cell = load_workbook(tmp_path / "x.xlsx").worksheets[0]["B5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
