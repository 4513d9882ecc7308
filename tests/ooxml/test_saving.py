"""The safe save.

1. A workbook that somebody has open is not written; the message names them (Excel, WPS, LibreOffice).
2. A workbook that changed since it was read is not written.
3. Undo brings back the state before, byte for byte, step by step; not over somebody's later work unless forced.
4. The number of backups is bounded.
5. Nothing changed: nothing is written.
6. What fails leaves the workbook and its folder as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.errors import BookError, RefusedEdit
from kamxl.ooxml import Workbook, backups, owner_of, undo
from kamxl.ooxml.backup import take_backup

Build = Callable[[xlsxwriter.Workbook], None]


def plain(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("表").write_row("A1", ["甲", 1])


def excel_owner(name: str) -> bytes:
    ansi, wide = name.encode("gb18030"), name.encode("utf-16-le")
    head = bytes([len(ansi)]) + ansi.ljust(54, b" ")
    return head + len(name).to_bytes(2, "little") + wide + " ".encode("utf-16-le") * (54 - len(name))


@pytest.mark.parametrize(
    ("lock", "content", "owner"),
    [
        ("~$客户.xlsx", excel_owner("王小明"), "王小明"),
        (".~客户.xlsx", excel_owner("李 Lei"), "李 Lei"),
        (".~lock.客户.xlsx#", "赵\\, 六,zhao,pc-7,05.03.2024 10:00,file:///profile;".encode(), "赵, 六"),
        (".~lock.客户.xlsx#", b",zhao,pc-7,05.03.2024 10:00,;", "zhao@pc-7"),
        ("~$客户.xlsx", b"", "~$客户.xlsx"),
    ],
)
def test_open_elsewhere(book_at: Callable[[Build], Path], lock: str, content: bytes, owner: str) -> None:
    path = book_at(plain)
    before = path.read_bytes()
    (path.parent / lock).write_bytes(content)
    book = Workbook.open(path)
    book.set_cells("表", {"A1": "乙"})
    with pytest.raises(BookError) as caught:
        book.save()
    assert (caught.value.code, str(caught.value.text.params["owner"])) == ("books.locked", owner)
    assert (str(owner_of(path)), path.read_bytes()) == (owner, before)
    assert sorted(entry.name for entry in path.parent.iterdir()) == sorted([path.name, lock])


def test_saved_twice(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    book = Workbook.open(path)
    for value in (2, 3):
        book.set_cells("表", {"B1": value})
        assert book.save().changed == ("xl/worksheets/sheet1.xml",)
    assert (book.save().changed, Workbook.open(path).cell("表", "B1").value) == ((), 3.0)


def test_changed_meanwhile(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    book, other = Workbook.open(path), Workbook.open(path)
    other.set_cells("表", {"B1": 2})
    other.save()
    theirs = path.read_bytes()
    book.set_cells("表", {"A1": "乙"})
    with pytest.raises(RefusedEdit) as caught:
        book.save()
    assert (caught.value.code, path.read_bytes()) == ("ooxml.changed", theirs)


def test_undo_goes_back_step_by_step(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    states = [path.read_bytes()]
    for value in (10, 20):
        book = Workbook.open(path)
        book.set_cells("表", {"B1": value})
        book.save()
        states.append(path.read_bytes())
    undo(path)
    assert path.read_bytes() == states[1]
    undo(path)
    assert path.read_bytes() == states[0]
    with pytest.raises(BookError) as caught:
        undo(path)
    assert caught.value.code == "ooxml.no_backup"


def test_undo_keeps_later_work(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    original = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("表", {"B1": 2})
    book.save()
    path.write_bytes(original + b"later")
    with pytest.raises(RefusedEdit) as caught:
        undo(path)
    assert (caught.value.code, path.read_bytes()) == ("ooxml.changed_since", original + b"later")
    undo(path, force=True)
    assert path.read_bytes() == original


def test_undo_passes_over_a_killed_save(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    original = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("表", {"B1": 2})
    book.save()
    take_backup(path, path.read_bytes(), "0" * 16, 10)  # what a save leaves that is killed before its last step
    undo(path)
    assert (path.read_bytes(), backups(path)) == (original, [])


@pytest.mark.parametrize("linked", [True, False])
def test_backups_where_a_file_has_one_name(
    book_at: Callable[[Build], Path], monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    if not linked:
        monkeypatch.setattr("os.link", refused)
    path = book_at(plain)
    original = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("表", {"B1": 2})
    backup = book.save().backup
    assert backup is not None
    assert (backup.read_bytes(), path.read_bytes() == original) == (original, False)
    path.write_bytes(b"written in place")
    assert backup.read_bytes() == original


def test_backups_are_bounded(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    for value in range(6):
        book = Workbook.open(path)
        book.set_cells("表", {"B1": value + 2})
        book.save(keep=3)
    assert len(backups(path)) == 3


def test_no_change_writes_nothing(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    stamp = path.stat().st_mtime_ns
    saved = Workbook.open(path).save()
    assert (saved.changed, saved.backup, path.stat().st_mtime_ns) == ((), None, stamp)


def test_save_elsewhere_leaves_the_original(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    before = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("表", {"A1": "乙"})
    copy = path.with_name("副本.xlsx")
    assert book.save(copy).backup is None
    assert (path.read_bytes(), Workbook.open(copy).cell("表", "A1").value) == (before, "乙")


def test_failed_check_leaves_no_trace(book_at: Callable[[Build], Path]) -> None:
    path = book_at(plain)
    before = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("表", {"A1": "乙"})
    book.package.write("xl/theme/theme1.xml", b"<broken")
    with pytest.raises(BookError) as caught:
        book.save()
    assert (caught.value.code, path.read_bytes()) == ("ooxml.bad_xml", before)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
