"""``consolidate`` on real files: the sample department on disk.

1. The workbook on disk is what the tables give; a second run gives the same bytes, also when a report stands in the folder.
2. A person's workbook is never overwritten, a folder neither; a report of ours is.
3. A workbook that cannot be read never stops the run: it is named with its reason and the result is incomplete.
4. A year is no quarter.
5. Nothing is left beside the report; where it cannot be written nothing changes.
6. Each link in 明细 leads to a cell whose content is the record's.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from kamxl.books.closed import open_closed
from kamxl.commands import consolidate as command
from kamxl.commands.consolidate import consolidate
from kamxl.commands.department import Department
from kamxl.domain.periods import Period, PeriodKind
from kamxl.errors import BookError, InputError
from kamxl.templates import sample
from kamxl.templates.book import build

QUARTER = Period(2026, 3, PeriodKind.QUARTER)


@pytest.fixture(scope="session")
def sample_books() -> dict[str, bytes]:
    office = sample.office()
    return {book.name: build(book, office) for book in sample.books()}


@pytest.fixture
def folder(tmp_path: Path, sample_books: dict[str, bytes]) -> Path:
    made = tmp_path / "大客户部"
    for name, content in sample_books.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    return made


def department(folder: Path) -> Department:
    return Department(folder, open_closed, date(2026, 10, 9))


def test_twice_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 1
    monkeypatch.setattr(command, "recall", lambda *_: None)  # each is drawn
    out = folder / "大客户部季度KPI-2026Q3.xlsx"
    first = consolidate(department(folder), QUARTER, out)
    content = out.read_bytes()
    second = consolidate(department(folder), QUARTER, out)
    assert out.read_bytes() == content
    assert (first.read, first.complete, second.read) == (9, True, 9)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("~")) == []  # 5


def test_a_persons_workbook_is_not_overwritten(folder: Path) -> None:  # 2
    person = folder / "经理-林晓峰.xlsx"
    before = person.read_bytes()
    with pytest.raises(BookError) as refused:
        consolidate(department(folder), QUARTER, person)
    assert refused.value.code == "report.not_ours"
    assert person.read_bytes() == before
    with pytest.raises(BookError) as refused:
        consolidate(department(folder), QUARTER, folder)
    assert refused.value.code == "report.is_folder"


def test_unreadable_workbooks_are_named(folder: Path, tmp_path: Path) -> None:  # 3
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    (folder / "空的.xlsx").write_bytes(b"")
    result = consolidate(department(folder), QUARTER, tmp_path / "报告.xlsx")
    assert [problem.book for problem in result.problems] == ["坏的.xlsx", "空的.xlsx"]
    assert (result.read, result.complete) == (9, False)
    sheet = load_workbook(result.path)["数据质量"]
    listed = [sheet.cell(row, 3).value for row in range(1, 40) if sheet.cell(row, 2).value == "未读取"]
    assert listed == ["坏的.xlsx", "空的.xlsx"]


def test_a_year_is_no_quarter(folder: Path, tmp_path: Path) -> None:  # 4
    with pytest.raises(InputError) as refused:
        consolidate(department(folder), QUARTER.fiscal_year, tmp_path / "报告.xlsx")
    assert refused.value.code == "report.not_a_quarter"


def test_a_place_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:  # 5
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(BookError) as refused:
        consolidate(department(folder), QUARTER, tmp_path / "文件" / "报告.xlsx")
    assert refused.value.code == "books.cannot_write"


def test_links_lead_to_their_cells(folder: Path, tmp_path: Path, sample_books: dict[str, bytes]) -> None:  # 6
    out = tmp_path / "别处" / "报告.xlsx"
    consolidate(department(folder), QUARTER, out)
    sheet = load_workbook(out)["明细"]
    opened = {name: load_workbook(BytesIO(content)) for name, content in sample_books.items()}
    followed = 0
    for row in range(1, sheet.max_row + 1):
        link = sheet.cell(row, 9).hyperlink
        if link is None:
            continue
        target = unquote(link.target).replace("\\", "/").removeprefix("file:///")
        assert (out.parent / target).resolve().is_file()
        page, cell = link.location.rsplit("!", 1)
        content = opened[Path(target).name][page.strip("'")][cell].value
        said = sheet.cell(row, 6).value
        assert content is not None
        if isinstance(content, int | float):
            assert f"{content:,.4f}".rstrip("0").rstrip(".") in said
        elif isinstance(content, str) and not content.startswith("20"):
            assert content.split("万")[0].strip() in said or content in said
        followed += 1
    assert followed > 100
