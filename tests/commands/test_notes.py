"""Findings as notes on the cells.

1. Asked for, each finding stands on its cell in its own words; a cell with several has them in one note.
2. The next run replaces them, and writes nothing where nothing changed; a clean workbook has none of ours left, nor any
   part that came with them.
3. A person's own note is never touched, also where a finding would stand, and a note of ours that a person wrote into is theirs.
4. The department can want them always (设置·规则); a run without them takes them away.
5. ``detach`` takes them away, too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.books.own_note import is_own, own_note
from kamxl.books.port import Change
from kamxl.commands.attach import detach
from kamxl.commands.department import Department
from kamxl.commands.validate import validate
from kamxl.ooxml import Workbook
from kamxl.templates import plain, sample
from kamxl.templates.book import build

NAME = "内勤-周敏.xlsx"
FAULTY = {
    ("合同登记", "F7"),
    ("周工作总结及下周计划", "A18"),
    ("周工作总结及下周计划", "C28"),
    ("满意度与服务规范评分", "C20"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for content in sample.books(tuple(plain.faults())):
        if content.name in (NAME, "设置.xlsx"):
            (tmp_path / content.name).write_bytes(build(content, sample.office()))
    return tmp_path


def department(folder: Path) -> Department:
    return Department(folder, open_closed, date(2026, 9, 30))


def check(folder: Path, notes: bool | None = True) -> None:
    only = ("type", "date_order", "minimum_calls", "required")  # nobody's profiles are in this folder
    validate(department(folder), [folder / NAME], mark=True, notes=notes, only=only)


def notes(path: Path) -> dict[tuple[str, str], str]:
    book = Workbook.open(path)
    found = {(s.name, str(note.cell)): note.text for s in book.sheets for note in book.notes(s.name)}
    return {place: text for place, text in found.items() if text}


def parts(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cure(path: Path) -> None:
    change = Change()
    change.set("合同登记", "F7", "2027-02-28")
    change.set("周工作总结及下周计划", "A18", "2026年第30周")
    change.set("周工作总结及下周计划", "C28", 15)
    change.set("满意度与服务规范评分", "C20", 82)
    open_closed(path).apply(change)


def test_notes_come_and_go(folder: Path) -> None:  # 1, 2
    path = folder / NAME
    before = parts(path)
    check(folder)
    found = notes(path)
    assert found.keys() == FAULTY
    assert all(word in found["合同登记", "F7"] for word in ("错误：", "早于"))
    assert all(is_own(text) for text in found.values())
    marked = path.read_bytes()
    check(folder)
    assert (notes(path), path.read_bytes() == marked) == (found, True)
    validate(department(folder), [path], mark=True, notes=False, only=["staff_sum"])  # nothing of that rule
    assert notes(path) == {}
    after = parts(path)
    assert after.keys() == before.keys()
    assert {n for n in after if after[n] != before[n]} <= {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docProps/app.xml",
    }  # fmt: skip


def test_a_persons_notes_stay(folder: Path) -> None:  # 3
    path = folder / NAME
    book = Workbook.open(path)
    mine = {("合同登记", "F7"): "等客户回函", ("合同登记", "A5"): "已归档", ("周工作总结及下周计划", "A1"): "周一交"}
    for (sheet, cell), text in mine.items():
        book.set_note(sheet, cell, text, author="周敏")
    edited = own_note(["错误：旧的"]) + "\n周敏：已问过财务"
    book.set_note("满意度与服务规范评分", "C20", edited)
    book.save()
    check(folder)
    found = notes(path)
    assert {place: found[place] for place in mine} == mine
    assert found["满意度与服务规范评分", "C20"] == edited
    assert {place for place, text in found.items() if is_own(text)} == {
        ("周工作总结及下周计划", "A18"),
        ("周工作总结及下周计划", "C28"),
    }
    cure(path)
    check(folder)
    assert notes(path) == {**mine, ("满意度与服务规范评分", "C20"): edited}


def test_as_the_department_wants_it(folder: Path) -> None:  # 4
    office = open_closed(folder / "设置.xlsx")
    rows = office.grid("规则").rows
    change = Change()
    change.set("规则", f"A{len(rows) + 1}", "校验结果写成批注")
    change.set("规则", f"B{len(rows) + 1}", "是")
    office.apply(change)
    check(folder, notes=None)
    assert notes(folder / NAME).keys() == FAULTY
    check(folder, notes=False)
    assert notes(folder / NAME) == {}


def test_detach_takes_them_away(folder: Path) -> None:  # 5
    check(folder)
    assert detach(department(folder), folder / NAME)
    assert notes(folder / NAME) == {}
    assert "校验结果" not in open_closed(folder / NAME).sheet_names()


def test_several_findings_of_a_cell_share_a_note(folder: Path) -> None:
    from kamxl.sheets.mark import notes_on

    found = validate(department(folder), [folder / NAME], only=["date_order"]).findings[0]
    both = notes_on([found, replace(found, rule="type")])
    assert list(both) == ["合同登记"]
    assert both["合同登记"]["F7"].count("错误：") == 2
