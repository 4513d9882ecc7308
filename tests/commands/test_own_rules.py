"""The department's own rules in a real department folder, written into 设置.xlsx as a person would.

1. ``validate`` finds what they ask for, in the department's words, at the cell, with its severity; JSON has them as any other.
2. An error of such a rule keeps the form from being submitted, a mere hint does not.
3. A row that cannot be understood is a finding at its cell of 设置.xlsx, and the other rows hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.books.port import Change
from kamxl.commands.department import Department
from kamxl.commands.submit import errors_of
from kamxl.commands.validate import validate
from kamxl.domain.findings import Severity
from kamxl.templates import sample
from kamxl.templates.book import build

BOOK = "专员-华东-张伟.xlsx"
FIRST = 12  # below the sample's own rows


def department(folder: Path, rows: Sequence[Sequence[str]]) -> Department:
    office = open_closed(folder / "设置.xlsx")
    change = Change()
    for number, row in enumerate(rows):
        for column, text in zip("ABCDEFGHI", row, strict=False):
            change.set("自定规则", f"{column}{FIRST + number}", text)
    office.apply(change)
    return Department(folder, open_closed, date(2026, 9, 30))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for content in sample.books(()):
        (tmp_path / content.name).write_bytes(build(content, sample.office()))
    return tmp_path


def test_found_in_the_departments_words(folder: Path) -> None:  # 1
    rows = [
        ("费用报销单", "金额", "范围", "≤ 3000", "费用类别 = 餐饮", "餐费太高", "找总监特批", "提醒"),
        ("拜访申请", "礼品", "必填", "", "费用预算 ≥ 3000"),
    ]
    found = validate(department(folder, rows), [folder / BOOK], only=["own_rule"]).findings
    claim = next(f for f in found if f.sheet == "费用报销单")
    assert (claim.cell, claim.field, claim.value, claim.severity) == ("D6", "金额", "3420", Severity.WARNING)
    assert claim.message.what() == "餐费太高"
    assert claim.message.fix() == "找总监特批（依据：设置·自定规则!B12）"
    visits = {f.where: f.message for f in found if f is not claim}
    assert all("礼品" in message.what() and "自定规则!B13" in message.fix() for message in visits.values())


def test_the_gate_of_submitting(folder: Path) -> None:  # 2
    rows = [
        ("费用报销单", "金额", "范围", "≤ 3000", "", "", "", "错误"),
        ("费用报销单", "金额", "范围", "≤ 1", "", "", "", "提示"),
    ]
    office = department(folder, rows)
    claims = {r.number: r for r in office.read(folder / BOOK).records if r.form == "expense_claim"}
    assert [f.rule for f in errors_of(office, claims["BX-2026-023"])] == ["own_rule"]
    assert errors_of(office, claims["BX-2026-021"]) == ()


def test_a_row_that_cannot_be_understood(folder: Path) -> None:  # 3
    rows = [("合同登记", "金额", "范围", "很多"), ("合同登记", "金额", "范围", "≥ 900万")]
    result = validate(department(folder, rows))
    assert [(f.where, f.rule) for f in result.findings if f.book == "设置.xlsx"] == [("自定规则!D12", "setting")]
    assert "自定规则!B13" in next(f for f in result.findings if f.rule == "own_rule").message.fix()
