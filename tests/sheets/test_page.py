"""The findings as a page.

1. Every finding stands in its workbook's group with place, fault, remedy and value; what came from a sheet is escaped.
2. A clean department says so.
"""

from __future__ import annotations

from datetime import date

from kamxl.domain.findings import Finding, Severity
from kamxl.errors import say
from kamxl.sheets.page import findings_page


def test_page() -> None:
    message = say("rules.required", field="<客户>")
    page = findings_page(
        [Finding("required", "a.xlsx", "表", "B2", Severity.ERROR, message, "<客户>", "<b>")], date(2026, 9, 30)
    )
    assert page.count("<tr") == 2
    assert '<summary>a.xlsx <span class="count">1 个错误</span></summary>' in page
    assert (
        '<tr class="error"><td>错误</td><td>表!B2</td><td>&lt;客户&gt;</td><td>必填项“&lt;客户&gt;”没有填写。</td>'
        "<td>请在此单元格填写“&lt;客户&gt;”。</td><td>&lt;b&gt;</td><td>必填项</td></tr>"
    ) in page


def test_clean() -> None:
    assert "没有发现问题" in findings_page([], date(2026, 9, 30))
