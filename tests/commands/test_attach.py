"""Attaching to the workbooks that people already have.

1. ``attach`` says which form is on which sheet, which label gives which field, how sure that is and why; and what is missing.
2. ``attach`` then ``detach`` gives the original content part by part; a dry run writes nothing; so does attaching again.
3. After rows, columns and sheets were moved the fields are found again, and what moved is named.
4. A label that a person confirms is read from then on; one that names nothing is an error.
5. One sheet for each customer, or a form many times on a sheet, is said once with the places of the others; hidden sheets are
   named, hidden rows read.
6. A workbook that is only read (.xls) is reported all the same, and not written to.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.attach import Moved, alike_forms, alike_line, attach, detach, open_points
from kamxl.commands.department import Department
from kamxl.commands.validate import validate
from kamxl.errors import InputError

CARD = [
    ("大客户档案", "", "", ""),
    ("档案编号", "KH-1", "建档日期", "2026-01-05"),
    ("买方抬头", "华东机电", "联系地址", "上海"),
    ("电话号码", "021-62345678", "区域", "华东"),
    ("客户专员", "张伟", "客户级别", "A"),
    ("合作状态", "合作", "联系人姓名", "李四"),
]
PLAN = [("季度", "客户", "计划额"), ("2026Q3", "华东机电", 100)]


def write(path: Path, *, card_at: tuple[int, int] = (0, 0), plan: str = "销售计划") -> None:
    book = xlsxwriter.Workbook(path)
    card, sheet = book.add_worksheet("档案"), book.add_worksheet(plan)
    for row, cells in enumerate(CARD):
        card.write_row(row + card_at[0], card_at[1], cells)
    for row, values in enumerate(PLAN):
        sheet.write_row(row, 0, values)
    book.add_worksheet("随手记").write("A1", "买菜")
    book.close()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def department(tmp_path: Path) -> Department:
    settings = xlsxwriter.Workbook(tmp_path / "设置.xlsx")
    settings.add_worksheet("人员").write_row(0, 0, ["姓名", "角色"])
    settings.close()
    write(tmp_path / "张伟.xlsx")
    return Department(tmp_path, open_closed, date(2026, 9, 30))


def test_what_is_found_and_why(department: Department) -> None:
    found = attach(department, department.folder / "张伟.xlsx", dry_run=True)
    assert [(f.sheet, f.form, f.layout, f.missing) for f in found.forms] == [
        ("档案", "profile", "card", ("customer", "phone")),
        ("销售计划", "sales_plan", "list", ()),
    ]
    assert (found.blank, found.unsure, found.moved, found.written) == (("随手记",), (), (), False)
    assert found.missing == (("档案", "客户档案表", "客户名称"), ("档案", "客户档案表", "电话"))
    assert found.forms[0].labels["grade"] == "C5"
    assert found.forms[0].reasons["grade"] == "常用叫法，值在右侧"
    assert 0.5 < found.forms[0].confidence < found.forms[1].confidence <= 1


def test_attach_then_detach_leaves_nothing(department: Department) -> None:
    path = department.folder / "张伟.xlsx"
    before = parts(path)
    assert attach(department, path).written
    assert parts(path) != before
    assert {name: part for name, part in parts(path).items() if "worksheets" in name} == {
        name: part for name, part in before.items() if "worksheets" in name
    }
    attached = path.read_bytes()
    again = attach(department, path)
    assert (again.moved, again.written, path.read_bytes()) == ((), False, attached)
    assert detach(department, path)
    assert parts(path) == before
    assert not detach(department, path)


def test_detach_takes_our_sheets_away_too(department: Department) -> None:
    path = department.folder / "张伟.xlsx"
    before = parts(path)
    attach(department, path)
    validate(department, [path], mark=True)
    assert "校验结果" in open_closed(path).sheet_names()
    assert detach(department, path)
    after = parts(path)
    # The looks of our sheet stay in the list of styles, used by no cell: the engine never takes a style away.
    assert (after | {"xl/styles.xml": b""}) == (before | {"xl/styles.xml": b""})


def test_a_workbook_that_is_only_read(department: Department, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice 不在此机器上 (soffice not found)")
    profile = f"-env:UserInstallation={(tmp_path / '.profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "张伟.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    path = tmp_path / "张伟.xls"
    before = path.read_bytes()
    found = attach(department, path)
    assert ([f.form for f in found.forms], found.written, path.read_bytes()) == (
        ["profile", "sales_plan"],
        False,
        before,
    )
    assert found.unkept is not None
    assert found.unkept.code == "books.read_only_format"


def test_what_moved_is_named(department: Department) -> None:
    path = department.folder / "张伟.xlsx"
    attach(department, path)
    kept = {key: open_closed(path).data(key) for key in ("bind.0", "bind.1")}
    write(path, card_at=(2, 1), plan="计划2026")
    from kamxl.books.port import Change

    change = Change(data=kept)
    open_closed(path).apply(change)
    department.forget(path)
    again = attach(department, path)
    assert again.written
    assert Moved("客户档案表", "客户等级", "C5", "D7") in again.moved
    assert Moved("销售计划与实绩", "", "销售计划", "计划2026") in again.moved
    assert {move.field for move in again.moved if move.form == "客户档案表"} == {
        "档案编号",
        "建档日期",
        "客户地址",
        "区域",
        "负责专员",
        "客户等级",
        "状态",
        "主要联系人·姓名",
    }
    assert attach(department, path).moved == ()


def test_a_confirmed_label_is_read_from_then_on(department: Department) -> None:
    path = department.folder / "张伟.xlsx"
    found = attach(department, path, labels={"档案!A3": "客户档案表.客户名称", "档案!A4": "profile.phone"})
    assert found.missing == ()
    read = next(record for record in department.read(path).records if record.form == "profile")
    assert (read.text("customer"), read.text("phone")) == ("华东机电", "021-62345678")
    for wrong in ({"档案!Z9": "客户档案表.客户名称"}, {"档案!A3": "客户档案表.没有"}, {"没有!A3": "profile.phone"}):
        with pytest.raises(InputError) as refusal:
            attach(department, path, labels=wrong)
        assert refusal.value.code == "attach.bad_label"


def test_hidden_and_filtered_rows_are_read(department: Department, tmp_path: Path) -> None:
    path = tmp_path / "筛选.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("销售计划")
    for row, cells in enumerate([PLAN[0], *(("2026Q3", f"客户{n}", 100 + n) for n in range(6))]):
        sheet.write_row(row, 0, cells)
    sheet.autofilter(0, 0, 6, 2)
    sheet.filter_column(1, "x == 客户0")
    for row in range(2, 6):
        sheet.set_row(row, options={"hidden": True})
    sheet.set_column(2, 2, options={"hidden": True})
    book.close()
    (found,) = attach(department, path, dry_run=True).forms
    assert (found.records, found.missing) == (6, ())
    assert [record.text("plan") for record in department.read(path).records] == [f"{100 + n}" for n in range(6)]


def test_forms_alike_are_said_once(department: Department, tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    book = xlsxwriter.Workbook(path)
    for customer in ("华东机电", "苏州精工", "宁波海晟"):
        sheet = book.add_worksheet(customer)
        for row, cells in enumerate(CARD):
            sheet.write_row(row, 0, [customer if cell == "华东机电" else cell for cell in cells])
    claims = book.add_worksheet("报销")
    for number in range(3):
        rows = [("费用报销单",), ("报销编号", f"BX-{number}", "关联申请编号", "BF-1"), ("费用类别", "交通", "金额", 10)]
        for row, cells in enumerate([*rows, ("发生日期", "2026-07-01", "申请人", "张伟")]):
            claims.write_row(number * 6 + row, 0, cells)
    book.add_worksheet("旧表").hide()
    book.close()
    found = attach(department, path, dry_run=True)
    customers, claimed = alike_forms(found.forms)
    assert alike_line(customers[0], customers[1:]).endswith("：苏州精工、宁波海晟")
    assert alike_line(claimed[0], claimed[1:]).endswith("2 份（把握不低于 100%）：A8、A14")
    assert found.hidden == ("旧表",)
    assert "隐藏的工作表（不读取）：旧表" in open_points(found)
