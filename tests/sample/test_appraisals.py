"""考核评分表, a sheet for each person.

1. Everybody who is appraised has a sheet with what the scoring says: score, level, warning, each line; whoever is asked
   for alone, only theirs.
2. The appraiser's own row of a 考核评分表 fills in what only people can say.
3. The same quarter gives the same bytes; kamxl does not read its own sheets back as forms; a person's file stays.
4. Each person's sheet is one A4 page upright, with every text whole.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from kamxl.cli import app
from kamxl.commands.appraise import appraise_people
from kamxl.commands.department import Department
from kamxl.domain.facts import Facts
from kamxl.domain.periods import parse_period
from kamxl.domain.scoring import appraise
from kamxl.errors import BookError, InputError
from kamxl.hosts.libreoffice.printing import to_pdf
from kamxl.report.mark import is_report

from .conftest import LAST_DAY

QUARTER = "2026Q3"


@pytest.fixture(scope="module")
def made(department: Department, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("appraisals") / "考核评分表.xlsx"
    appraise_people(department, QUARTER, out)
    return out


@pytest.fixture(scope="module")
def facts(department: Department) -> Facts:
    return Facts(department.tables(), department.settings)


def texts(path: Path, sheet: str) -> list[object]:
    rows = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [cell for row in rows for cell in row if cell is not None]


def test_everybody_has_a_sheet_that_says_what_the_scoring_says(department, facts, made) -> None:  # 1
    quarter = parse_period(QUARTER, today=LAST_DAY)
    found = [one for person in department.settings.staff if (one := appraise(person, quarter, facts))]
    assert openpyxl.load_workbook(made).sheetnames == [one.person.name for one in found]
    assert len(found) == 6
    for one in found:
        shown = texts(made, one.person.name)
        for part in (one.person.name, one.person.role.zh, f"{one.total:.1f}", one.level, one.warning or "无"):
            assert part in shown, (one.person.name, part)
        for line in one.lines:
            at = shown.index(line.name)
            row = shown[at : at + 8]
            assert float(line.weight) in row
            assert line.score is None or any(
                cell == pytest.approx(float(line.score)) for cell in row[1:] if isinstance(cell, float | int)
            ), line


def test_one_person_alone_by_login_or_name(department, tmp_path) -> None:  # 1
    made = appraise_people(department, "2026年第3季度", tmp_path / "一人.xlsx", "赵静")
    assert [one.warning for one in made.people] == ["口头警告"]
    assert openpyxl.load_workbook(made.path).sheetnames == ["赵静"]


def test_the_appraisers_own_words_are_filled_in(department, facts, made) -> None:  # 2
    kept = [row for row in facts.rows("appraisal") if facts.period(row, "quarter").label == QUARTER]
    assert kept
    for row in kept:
        shown = texts(made, row.text("person"))
        assert f"{row.amount('quality_score').normalize():f}" in shown
        assert row.text("appraiser") in shown


def test_the_same_again_and_never_over_a_persons_file(department, made, tmp_path) -> None:  # 3
    again = appraise_people(department, QUARTER, tmp_path / "again.xlsx").path
    assert again.read_bytes() == made.read_bytes()
    assert is_report(made)
    own = tmp_path / "我的.xlsx"
    shutil.copyfile(department.folder / "经理-林晓峰.xlsx", own)
    before = own.read_bytes()
    with pytest.raises(BookError) as caught:
        appraise_people(department, QUARTER, own)
    assert (caught.value.code, own.read_bytes()) == ("report.not_ours", before)


def test_what_is_not_understood(department, tmp_path) -> None:
    for quarter, person, code in (
        ("2026", "", "functions.quarter_wanted"),
        ("2026Q3", "吴婷", "kpis.not_appraised"),
        ("2026Q3", "无此人", "people.unknown"),
    ):
        with pytest.raises(InputError) as caught:
            appraise_people(department, quarter, tmp_path / "x.xlsx", person)
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_the_command(department, monkeypatch, capsys, tmp_path) -> None:
    from kamxl.cli import options

    monkeypatch.setattr(options, "department", lambda given, near=None: department)
    out = tmp_path / "考核.xlsx"
    assert app._run(["appraise", QUARTER, "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert (printed.out, "口头警告" in printed.err) == (f"{out}\n", True)


def test_each_sheet_is_one_page(department, made, tmp_path) -> None:  # 4
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("没有 LibreOffice 或 poppler (soffice and pdftotext are needed to print)")
    to_pdf(made, tmp_path / "print.pdf")
    told = subprocess.run(["pdfinfo", str(tmp_path / "print.pdf")], check=True, capture_output=True, text=True).stdout
    sizes = [line for line in told.splitlines() if line.startswith("Page size") and "595" in line and "841" in line]
    printed = subprocess.run(["pdftotext", "-raw", str(tmp_path / "print.pdf"), "-"], check=True, capture_output=True)
    pages = ["".join(page.split()) for page in printed.stdout.decode().split("\f")[:-1]]
    names = openpyxl.load_workbook(made).sheetnames
    assert (len(sizes), len(pages)) == (1, len(names))
    for name, page in zip(names, pages, strict=True):
        missing = [text for text in texts(made, name) if isinstance(text, str) and "".join(text.split()) not in page]
        assert (name in page, missing, "###" in page) == (True, [], False)
