"""The settings are kept on this machine from one command to the next.

1. Kept settings are those that were read, the department's own checks, findings and their cells included; no workbook is opened.
2. Another content of 设置.xlsx, other code or a damaged file: the workbook is read again.
3. Where nothing can be kept, or a surface names no file, the workbook is read each time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.books.port import Book
from kamxl.commands import kept_settings
from kamxl.commands.demo import lay_out
from kamxl.commands.department import SETTINGS_FILE, Department
from kamxl.domain.findings import Finding
from kamxl.domain.settings import Settings

TODAY = date(2026, 9, 30)


class Counted(Department):
    """A department that counts how often a workbook is opened."""

    def __init__(self, folder: Path, file: Path | None, today: date = TODAY) -> None:
        self.opened = 0
        super().__init__(folder, self._open, today, file)

    def _open(self, path: Path) -> Book:
        self.opened += 1
        return open_closed(path)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample's, planted faults included."""
    folder = tmp_path_factory.mktemp("部门")
    lay_out(folder)
    return (folder / SETTINGS_FILE).read_bytes()


@pytest.fixture
def folder(tmp_path: Path, workbook: bytes) -> Path:
    (tmp_path / SETTINGS_FILE).write_bytes(workbook)
    return tmp_path


def _plain(settings: Settings) -> tuple[object, ...]:
    """What can be compared: a staff by its people, a check but for its test, which is a function."""
    checks = [replace(check, test=None) for check in settings.checks]
    rest = (settings.rules, settings.targets, settings.aliases, settings.calendar, settings.today)
    return list(settings.staff), checks, rest


def _read(department: Counted) -> tuple[tuple[object, ...], tuple[Finding, ...], int]:
    return _plain(department.settings), department.setting_findings, department.opened


def test_kept_settings_are_those_that_were_read(folder: Path) -> None:  # 1
    file = folder / "cache" / "x.settings"
    first = Counted(folder, file)
    read, findings, opened = _read(first)
    assert (bool(first.settings.checks), bool(findings), opened) == (True, True, 1)
    second = Counted(folder, file)
    assert _read(second) == (read, findings, 0)
    assert [check.test is None for check in second.settings.checks] == [c.test is None for c in first.settings.checks]
    assert [type(value) for value in vars(second.settings.rules).values()] == [
        type(value) for value in vars(first.settings.rules).values()
    ]
    assert [finding.message.full("en") for finding in second.setting_findings] == [
        finding.message.full("en") for finding in findings
    ]


def test_the_day_is_not_kept(folder: Path) -> None:  # 1
    file = folder / "x.settings"
    assert _read(Counted(folder, file))[2] == 1
    later = Counted(folder, file, date(2026, 10, 1))
    assert (later.settings.today, later.opened) == (date(2026, 10, 1), 0)


def test_other_content_is_read(folder: Path, workbook: bytes) -> None:  # 2
    file = folder / "x.settings"
    _read(Counted(folder, file))
    (folder / SETTINGS_FILE).write_bytes(workbook + b"\0")  # whatever stands behind a zip archive
    assert [_read(Counted(folder, file))[2], _read(Counted(folder, file))[2]] == [1, 0]


def test_other_code_reads_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 2
    file = folder / "x.settings"
    _read(Counted(folder, file))
    monkeypatch.setattr(kept_settings, "code_stamp", lambda *rooms: "another edition")
    assert _read(Counted(folder, file))[2] == 1


@pytest.mark.parametrize("damage", ["", "half", "line", "binary"])
def test_a_damaged_file_is_not_trusted(folder: Path, damage: str) -> None:  # 2
    file = folder / "x.settings"
    read = _read(Counted(folder, file))
    content = file.read_bytes()
    stamp, *lines = content.split(b"\n")
    damaged = {
        "": b"",
        "half": content[: len(content) // 2],
        "line": b"\n".join([stamp, lines[0], b"[]", lines[2]]),
        "binary": b"\n".join([stamp, lines[0][::-1], *lines[1:]]),
    }
    file.write_bytes(damaged[damage])
    assert _read(Counted(folder, file)) == read
    assert file.read_bytes() == content


def test_what_was_saved_meanwhile_is_not_kept(folder: Path, workbook: bytes) -> None:  # 2
    class Saved(Counted):
        def _open(self, path: Path) -> Book:
            path.write_bytes(workbook + b"\0")
            return super()._open(path)

    file = folder / "x.settings"
    _read(Saved(folder, file))
    assert not file.exists()


def test_where_nothing_can_be_kept(folder: Path) -> None:  # 3
    closed = folder / "file"
    closed.touch()
    read = _read(Counted(folder, None))
    assert [_read(Counted(folder, closed / "x.settings")) for _ in range(2)] == [read, read]
    assert read[2] == 1
