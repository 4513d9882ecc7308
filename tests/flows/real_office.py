"""A small department of real workbooks on disk, for tests that cross processes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.domain.form import forms
from kamxl.domain.people import Person

from .office import people

DAY = date(2026, 9, 1)
APPLICANTS = ("张伟", "李娜")


def number(applicant: str, row: int) -> str:
    return f"BF-{APPLICANTS.index(applicant) + 1}-{row:04d}"


def lay_out(folder: Path, rows: int, staff: tuple[Person, ...] = ()) -> None:
    """设置.xlsx, two specialists' workbooks with ``rows`` visit requests each, and three for those who decide."""
    folder.mkdir(parents=True, exist_ok=True)
    _settings(folder / "设置.xlsx", staff or people())
    for region, applicant in (("华东", "张伟"), ("华南", "李娜")):
        _requests(folder / f"专员-{region}-{applicant}.xlsx", applicant, rows)
    for name in ("经理-林晓峰", "总监-陈国栋", "财务部-费用台账"):
        workbook = xlsxwriter.Workbook(folder / f"{name}.xlsx")
        workbook.add_worksheet("首页").write(0, 0, name)
        workbook.close()


def _settings(path: Path, staff: tuple[Person, ...]) -> None:
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("人员")
    sheet.write_row(0, 0, ("姓名", "角色", "区域", "登录名"))
    for row, person in enumerate(staff, 1):
        sheet.write_row(row, 0, (person.name, person.role.zh, person.region, person.login))
    workbook.close()


def _requests(path: Path, applicant: str, rows: int) -> None:
    workbook = xlsxwriter.Workbook(path)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet("拜访申请")
    fields = forms()["visit_request"].all_fields
    sheet.write_row(0, 0, [field.zh for field in fields])
    column = {field.id: index for index, field in enumerate(fields)}
    for row in range(1, rows + 1):
        values = {
            "no": number(applicant, row), "customer": "华东机电", "visitee": "王总", "purpose": "续约",
            "budget": 100 + row, "applicant": applicant,
        }  # fmt: skip
        for name, value in values.items():
            sheet.write(row, column[name], value)
        for name in ("visit_on", "applied_on"):
            sheet.write_datetime(row, column[name], DAY, day)
    workbook.close()


def opened(folder: Path) -> Department:
    return Department(folder, open_closed, DAY)
