"""The department's own rules in a real department folder, written into 设置.xlsx as a person would.

1. ``validate`` finds what they ask for, in the department's words, at the cell, with its severity; JSON has them as any other.
   On the page and on 校验结果 those words are text and nothing else, whatever is in them.
2. An error of such a rule keeps the form from being submitted, a mere hint does not.
3. Each kind of check tells a wrong value from a right one.
4. A row that cannot be understood is a finding at its cell of 设置.xlsx, and the other rows hold.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kamxl.books.closed import open_closed
from kamxl.books.port import Change
from kamxl.cli.app import main
from kamxl.commands.department import Department
from kamxl.commands.settings import load_settings
from kamxl.commands.submit import errors_of
from kamxl.commands.validate import validate
from kamxl.domain.check import kinds
from kamxl.domain.fieldtype import parse
from kamxl.domain.findings import Severity
from kamxl.domain.form import Field, forms
from kamxl.domain.records import Record, Source, Tables
from kamxl.domain.rule import Context, run
from kamxl.domain.values import Raw
from kamxl.templates import sample
from kamxl.templates.book import build
from tests.notation import book

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
    assert claim.message.what() == "餐费太高。"
    assert claim.message.fix() == "找总监特批（依据：设置·自定规则!B12）"
    visits = {f.where: f.message for f in found if f is not claim}
    assert all("礼品" in message.what() and "自定规则!B13" in message.fix() for message in visits.values())


def test_told_in_json_on_the_page_and_on_the_sheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:  # 1
    words, remedy = "=餐费<太高>", "@找总监特批"
    department(folder, [("费用报销单", "金额", "范围", "≤ 3000", "费用类别 = 餐饮", words, remedy, "错误")])
    page = folder.parent / "结果.html"
    asked = ["validate", str(folder / BOOK), "--rule", "own_rule", "--json", "--mark", "--html", str(page)]
    with pytest.raises(SystemExit) as ended:
        main(asked)
    assert ended.value.code == 1
    told = next(f for f in json.loads(capsys.readouterr().out)["findings"] if f["sheet"] == "费用报销单")
    assert (told["rule"], told["cell"], told["severity"], told["value"]) == ("own_rule", "D6", "error", "3420")
    assert told["zh"].startswith(words)
    assert told["fix"].startswith(remedy)
    html = page.read_text(encoding="utf-8")
    assert "=餐费&lt;太高&gt;" in html
    assert "<太高>" not in html
    shown = load_workbook(folder / BOOK)["校验结果"]
    texts = [cell for row in shown.iter_rows() for cell in row if words in str(cell.value)]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}


def test_the_gate_of_submitting(folder: Path) -> None:  # 2
    rows = [
        ("费用报销单", "金额", "范围", "≤ 3000", "", "", "", "错误"),
        ("费用报销单", "金额", "范围", "≤ 1", "", "", "", "提示"),
    ]
    office = department(folder, rows)
    claims = {r.number: r for r in office.read(folder / BOOK).records if r.form == "expense_claim"}
    assert [f.rule for f in errors_of(office, claims["BX-2026-023"])] == ["own_rule"]
    assert errors_of(office, claims["BX-2026-021"]) == ()


def test_a_row_that_cannot_be_understood(folder: Path) -> None:  # 4
    rows = [("合同登记", "金额", "范围", "很多"), ("合同登记", "金额", "范围", "≥ 900万")]
    result = validate(department(folder, rows))
    assert [(f.where, f.rule) for f in result.findings if f.book == "设置.xlsx"] == [("自定规则!D12", "setting")]
    assert "自定规则!B13" in next(f for f in result.findings if f.rule == "own_rule").message.fix()


# For each kind of check: what is wanted of a contract's 履约情况 (dates: 终止日期, numbers: 金额), what is wrong, what is right.
KINDS: dict[str, tuple[str, str, Raw, Raw]] = {
    "required": ("履约情况", "", None, "正常"),
    "empty": ("履约情况", "", "正常", None),
    "limits": ("金额", "1万–5万 且 ≠ 2万", 20_000.0, 50_000.0),
    "compare": ("终止日期", "≥ 签订日期 + 3工作日", "2026-01-07", "2026-01-08"),
    "one_of": ("履约情况", "正常、逾期", "不错", "逾 期"),
    "without": ("履约情况", "待定；同上", "交期待定", "交期已定"),
    "mask": ("履约情况", "第#期-@*", "第一期-A", "第1期-A组"),
    "regex": ("履约情况", "第[0-9]+期", "第 期", "第12期"),
    "length": ("履约情况", "3–5 字", "正常", "正常履约"),
    "unique": ("履约情况", "", "重复", "不重复"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str) -> None:  # 3
    assert KINDS.keys() == kinds().keys()
    label, need, *values = KINDS[kind]
    form = forms()["contract"]
    field = next(field for field in form.fields if field.label == label)
    sheet = f"| 表单 | 字段 | 检查 | 要求 |\n| 合同登记 | {label} | {kinds()[kind].zh} | {need} |"
    settings, faults = load_settings(book({"自定规则": sheet}, "设置.xlsx"), date(2026, 9, 30))
    assert faults == ()
    other = _contract(next(field for field in form.fields if field.label == "履约情况"), "重复", "9")
    found = []
    for raw in values:
        record = _contract(field, raw, "4")
        found.append(run(Context([record.block], Tables.of([record, other]), settings), only=["own_rule"]))
    assert [[(f.rule, f.cell) for f in of_value] for of_value in found] == [[("own_rule", "F4")], []]


def _contract(field: Field, raw: Raw, row: str) -> Record:
    signed = date(2026, 1, 5)
    held = {"no": "HT-1", "signed_on": signed, field.id: raw}
    values = {"no": "HT-1", "signed_on": signed} | ({} if raw is None else {field.id: parse(raw, field)})
    return Record.made("contract", values, held, Source("表.xlsx", "合同", dict.fromkeys(held, f"F{row}")))
