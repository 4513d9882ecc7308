"""Safe fixes.

1. Each fix writes the cells that it should and no other; what the record means stays the same.
2. ``fix`` then ``undo`` gives the original bytes; a dry run and a second run write nothing.
3. Formulas, values inside labels and boxes to tick are left alone; an amount keeps its unit where the label shows none.
4. An unknown fix is an error that names the known ones.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.commands.fix import Fixed, fix
from kamxl.domain.fix import fixes
from kamxl.errors import InputError
from kamxl.ooxml import undo

HEADER = ["合同编号", "客户", "签订日期", "金额", "开始日期", "终止日期", "归档位置"]
ROW = ["ＨＴ－１", "华东机电（股份）公司", "2026.7.8", "1.5万元", date(2026, 7, 8), "20270707", " A柜 "]
CARD = [
    ("客户档案表", "", "", ""),
    ("档案编号", "KH-1", "建档日期", "2026年1月5日"),
    ("客户名称", "华东机电股份有限公司", "客户地址：上海市 ", ""),
    ("电话", "021－62345678", "注册资金（万元）", "5,000万"),
    ("职工人数", "12人", "邮编", 10010),
    ("区域", "华东大区", "负责专员", "张　伟"),
    ("客户等级", "A级", "状态", "合作"),
    ("主要联系人", "李四", "公司性质", "□上市公司 ☑民营企业"),
    ("合作开始日期", "2026-02-01", "中方人数", 12),
]


@pytest.fixture
def department(tmp_path: Path) -> Department:
    settings = xlsxwriter.Workbook(tmp_path / "设置.xlsx")
    settings.add_worksheet("人员").write_row(0, 0, ["姓名", "角色"])
    settings.close()
    book = xlsxwriter.Workbook(tmp_path / "内勤.xlsx", {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    contracts, card = book.add_worksheet("合同登记"), book.add_worksheet("档案")
    contracts.write_row(0, 0, HEADER)
    for column, raw in enumerate(ROW):
        contracts.write_datetime(1, column, raw, day) if isinstance(raw, date) else contracts.write(1, column, raw)
    contracts.write_row(2, 0, ["HT-2", "华东机电股份有限公司", "", "", "", ""])
    contracts.write_formula("D3", '="￥"&"200元"', None, "￥200元")
    for row, cells in enumerate(CARD):
        card.write_row(row, 0, cells)
    book.close()
    return Department(tmp_path, open_closed, date(2026, 9, 30))


def test_fix_and_undo(department: Department) -> None:
    path = department.folder / "内勤.xlsx"
    original = path.read_bytes()
    meant = [record.values for record in department.read(path).records]
    expected = {
        Fixed("tidy", "合同登记", "A2", "合同编号", "ＨＴ－１", "HT-1"),
        Fixed("unify_customer", "合同登记", "B2", "客户", "华东机电（股份）公司", "华东机电股份有限公司"),
        Fixed("date_text", "合同登记", "C2", "签订日期", "2026.7.8", "2026-07-08"),
        Fixed("unit_out", "合同登记", "D2", "金额", "1.5万元", "15000"),
        Fixed("date_text", "合同登记", "F2", "终止日期", "20270707", "2027-07-07"),
        Fixed("trim", "合同登记", "G2", "归档位置", " A柜 ", "A柜"),
        Fixed("date_text", "档案", "D2", "建档日期", "2026年1月5日", "2026-01-05"),
        Fixed("tidy", "档案", "B4", "电话", "021－62345678", "021-62345678"),
        Fixed("unit_out", "档案", "D4", "注册资金", "5,000万", "5000"),
        Fixed("number_text", "档案", "B5", "职工人数", "12人", "12"),
        Fixed("tidy", "档案", "D5", "邮编", "10010", "010010"),
        Fixed("tidy", "档案", "B6", "区域", "华东大区", "华东"),
        Fixed("tidy", "档案", "D6", "负责专员", "张　伟", "张伟"),
        Fixed("tidy", "档案", "B7", "客户等级", "A级", "A"),
        Fixed("date_text", "档案", "B9", "合作开始日期", "2026-02-01", "2026-02-01"),
    }
    dry = fix(department, path, dry_run=True)
    assert (set(dry.changes), dry.written, path.read_bytes()) == (expected, False, original)

    result = fix(department, path)
    assert (result.changes, result.written) == (dry.changes, True)
    read = department.read(path).records
    renamed = [{**values, "customer": "华东机电股份有限公司"} for values in meant]
    assert [record.values for record in read] == renamed
    assert read[0].raw["signed_on"] == date(2026, 7, 8)
    assert fix(department, path) == type(result)("内勤.xlsx", (), False)

    undo(path)
    assert path.read_bytes() == original


def test_only_the_fixes_named(department: Department) -> None:
    result = fix(department, department.folder / "内勤.xlsx", only=["trim"])
    assert [(change.cell, change.after) for change in result.changes] == [("G2", "A柜")]
    with pytest.raises(InputError) as unknown:
        fix(department, department.folder / "内勤.xlsx", only=["magic"])
    assert unknown.value.text.params["known"] == "、".join(fixes())


def test_an_amount_without_its_unit_in_the_label_keeps_it(tmp_path: Path, department: Department) -> None:
    path = department.folder / "专员.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("档案")
    for row, cells in enumerate([*CARD[:3], ("电话", "021-62345678", "注册资金", "5,000万"), *CARD[4:]]):
        sheet.write_row(row, 0, cells)
    book.close()
    assert "D4" not in {change.cell for change in fix(department, path, dry_run=True).changes}
