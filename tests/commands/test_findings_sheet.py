"""Several thousand findings stay usable, on the 校验结果 sheet and on the page.

1. A few findings stand one after the other, without any heading.
2. Many are grouped by sheet, under a line with its form and numbers that bears the worst severity; alike ones are grouped by
   kind, folded when there are very many. Nothing is lost: every finding has its row with its link.
3. In the file the rows have their levels in the outline, the filter is on, and the folded ones are hidden.
4. The page has the same groups, without a script, and what came from a sheet is escaped.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kamxl.books.closed import open_closed
from kamxl.books.port import Change, OwnSheet
from kamxl.domain.findings import Finding, Severity
from kamxl.errors import say
from kamxl.ooxml import Workbook
from kamxl.sheets.mark import HEADER, findings_sheet
from kamxl.sheets.page import findings_page
from kamxl.templates import blank

TODAY = date(2026, 9, 30)


def finding(sheet: str, cell: str, rule: str = "required", severity: Severity = Severity.ERROR) -> Finding:
    message = say("rules.required", field="<b>金额</b>")
    return Finding(rule, "表.xlsx", sheet, cell, severity, message, "<b>金额</b>", "")


def many() -> list[Finding]:
    found = [finding("合同登记", f"D{row}") for row in range(4, 3004)]
    found += [finding("合同登记", f"A{row}", "unique_number", Severity.WARNING) for row in range(4, 14)]
    found += [finding("合同登记", "B9", "customer_known"), finding("合同登记", "B7", "customer_known")]
    return [*found, finding("首页", "B2", "minimum_calls", Severity.NOTE)]


def made(found: list[Finding]) -> OwnSheet:
    sheet = findings_sheet(found, TODAY, {"合同登记": "合同登记", "首页": "周工作总结及下周计划"})
    assert sheet is not None
    return sheet


def test_a_few() -> None:  # 1
    own = made([finding("合同登记", "D4"), finding("首页", "B2")])
    assert [row[1].value for row in own.rows[HEADER + 1 :]] == ["合同登记!D4", "首页!B2"]
    assert not any(own.levels)


def test_many() -> None:  # 2
    own = made(many())
    lines = [
        (row[0].value, row[1].value, row[3].value) for row, level in zip(own.rows, own.levels, strict=True)
        if row[0].style in ("group", "subgroup")
    ]  # fmt: skip
    assert lines == [
        ("错误", "合同登记", "3,002 个错误、10 个提醒"),
        ("错误", "必填项：<b>金额</b>", "3,000 个错误：D4、D5、D6、D7、D8、D9 …"),
        ("提醒", "编号唯一：<b>金额</b>", "10 个提醒：A4、A5、A6、A7、A8、A9 …"),
        ("错误", "其余", "2 个错误：B7、B9"),
        ("提示", "首页（周工作总结及下周计划）", "1 个提示"),
    ]
    places = [cell for row in own.rows for cell in row if cell.link]
    assert len(places) == len(many()) == len({place.link for place in places})
    assert sorted(set(own.levels)) == [0, 1, 2]
    assert len(own.folded) == 3000
    assert min(own.folded) == HEADER + 3


def test_in_the_file(tmp_path: Path) -> None:  # 3
    path = tmp_path / "表.xlsx"
    path.write_bytes(dict(blank.templates())["内勤.xlsx"])
    open_closed(path).apply(Change(sheets=[made(many())]))
    book = Workbook.open(path)
    sheet = book.package.read(book.sheet("校验结果").part).decode()
    assert sheet.count('outlineLevel="2"') == 3012
    assert len(re.findall(r'<row [^>]*hidden="1"', sheet)) == 3000
    assert 'summaryBelow="0"' in sheet
    assert "<autoFilter" in sheet
    assert sheet.count("<hyperlink ") == len(many())


def test_the_page() -> None:  # 4
    page = findings_page(many(), TODAY, {("表.xlsx", "首页"): "周工作总结及下周计划"})
    assert page.count("<tr class=") == len(many())
    assert "首页（周工作总结及下周计划）" in page
    assert "必填项：&lt;b&gt;金额&lt;/b&gt;" in page
    assert "<b>金额" not in page
    assert "<script" not in page
    assert re.findall(r'id="s-(\w+)" checked><label[^>]*>(\S+ [\d,]+)<', page) == [
        ("error", "错误 3,002"),
        ("warning", "提醒 10"),
        ("note", "提示 1"),
    ]
    assert "没有发现问题" in findings_page([], TODAY)
