"""``sync`` on the sample department's real workbooks.

1. Afterwards every workbook differs only in the cells and sheets that kamxl owns, part by part.
2. A second ``sync`` changes not one byte.
3. A workbook that cannot be written is named and left as it is, and done the next time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.decide import decide
from kamxl.commands.demo import lay_out
from kamxl.commands.department import Department
from kamxl.commands.init import init
from kamxl.commands.submit import submit
from kamxl.commands.sync import sync
from kamxl.domain.flow import Action
from kamxl.domain.form import STATUS_FIELDS
from kamxl.sheets.inbox import SHEET

NOW = datetime(2026, 9, 30, 10)
# What any new sheet changes: the list of sheets, its relations and types, the styles that it brings.
_WHOLE_BOOK = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|docProps/app\.xml"
)


@pytest.fixture(autouse=True)
def _private_home() -> None:
    """The tests of this file share one department, so they share the session's keys too."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("样本") / "部门"
    lay_out(made)
    department = opened(made)
    init(department, "周敏", NOW, everyone=True, simulated=True)
    sent = 0
    for path in department.workbooks():
        person = path.stem.split("-")[-1]
        if path.name.startswith("专员"):
            result = submit(department, path, person, NOW)
            sent += len(result.submitted)
            for each in result.submitted[:2]:
                decide(department, each.request.no, Action.APPROVE, "林晓峰", NOW, comment="=同意")
    assert sent > 8
    return made


def opened(folder: Path) -> Department:
    return Department(folder, open_closed, date(2026, 9, 30))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def owned(folder: Path) -> set[tuple[str, str, str]]:
    """(workbook, sheet, cell) of every status cell."""
    department = opened(folder)
    return {
        (reading.book, record.source.sheet, record.source.cell(field.id))
        for reading in department.read_all()
        for record in reading.records
        for field in STATUS_FIELDS
        if record.source.cell(field.id)
    }


def cells(path: Path) -> Iterator[tuple[str, str, object]]:
    from kamxl.books.address import address

    book = open_closed(path)
    for sheet in book.sheet_names():
        if sheet == SHEET:
            continue
        for row, values in enumerate(book.grid(sheet).rows):
            for column, value in enumerate(values):
                if value is not None:
                    yield sheet, address(row, column), value


def test_only_what_is_ours_differs(folder: Path) -> None:
    books = opened(folder).workbooks()
    before_parts = {path: parts(path) for path in books}
    before_cells = {path: {(s, c): v for s, c, v in cells(path)} for path in books}
    ours = owned(folder)
    result = sync(opened(folder), NOW)
    assert result.waiting == ()
    assert sum(pushed.cells for pushed in result.written) > 20
    department = opened(folder)
    for path in books:
        after = {(s, c): v for s, c, v in cells(path)}
        differing = {
            key for key in after.keys() | before_cells[path].keys() if after.get(key) != before_cells[path].get(key)
        }
        name = department.relative(path)
        assert {(name, *key) for key in differing} <= ours
        _same_parts(before_parts[path], parts(path))


def _same_parts(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    assert before.keys() <= after.keys()
    for name, content in before.items():
        if after[name] == content or _WHOLE_BOOK.fullmatch(name):
            continue
        assert re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name), name
        assert _without_rows(content) == _without_rows(after[name]), name
    assert all(
        re.fullmatch(r"xl/worksheets/(_rels/)?[^/]+\.xml(\.rels)?", name) for name in after.keys() - before.keys()
    )


def _without_rows(sheet: bytes) -> bytes:
    """A worksheet's XML but for its rows and used range: views, widths, filters, rules, merges, print set-up."""
    return re.sub(rb"<dimension [^>]*>", b"", re.sub(rb"<sheetData>.*</sheetData>", b"", sheet, flags=re.S))


def test_the_second_time_changes_nothing(folder: Path) -> None:
    sync(opened(folder), NOW)
    before = {path: path.read_bytes() for path in opened(folder).workbooks()}
    assert sync(opened(folder), NOW).written == ()
    assert {path: path.read_bytes() for path in opened(folder).workbooks()} == before


def test_what_cannot_be_written_is_named_and_done_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kamxl.books.closed import ClosedBook
    from kamxl.errors import BookError

    sync(opened(folder), NOW)
    path = next(path for path in opened(folder).workbooks() if "张伟" in path.name)
    department = opened(folder)
    with monkeypatch.context() as open_elsewhere:
        plain = ClosedBook.apply

        def locked(self: ClosedBook, change: object) -> None:
            if self.path.name == path.name:
                raise BookError("books.locked", path=self.path, owner="张伟")
            plain(self, change)  # type: ignore[arg-type]

        open_elsewhere.setattr(ClosedBook, "apply", locked)
        no = next(r.number for r in department.read(path).records if r.raw.get("flow_status") == "总监审核"
                  or r.raw.get("flow_status") == "总监审批")  # fmt: skip
        decide(opened(folder), no, Action.APPROVE, "陈国栋", NOW)
        before = path.read_bytes()
        result = sync(opened(folder), NOW)
        assert [(problem.book, problem.reason.code) for problem in result.waiting] == [(path.name, "books.locked")]
        assert path.read_bytes() == before
    assert [pushed.book for pushed in sync(opened(folder), NOW).written] == [path.name]
