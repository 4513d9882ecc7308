"""Converted copies.

1. Every readable format becomes an .xlsx that the engine opens; values survive and the original stays.
2. Nothing is overwritten; other files, missing ones and a soffice that hangs are refused with a clear error.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.errors import BookError, HostError, KamxlError
from kamxl.hosts.libreoffice.convert import convert
from kamxl.ooxml import Workbook

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="这台机器上没有 LibreOffice (LibreOffice is not installed)"
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "客户 表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表").write_row("A1", ["甲", 1.5])
    return path


@needs_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_converted(workbook: Path, tmp_path: Path, kind: str) -> None:
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(workbook)], check=True, capture_output=True, timeout=120)
    workbook.unlink()
    source = workbook.with_suffix("." + kind)
    before = source.read_bytes()
    made = convert(source)
    book = Workbook.open(made)
    assert (made, book.cell("表", "A1").value, book.cell("表", "B1").value) == (workbook, "甲", 1.5)
    assert source.read_bytes() == before
    with pytest.raises(BookError) as caught:
        convert(source)
    assert caught.value.code == "libreoffice.target_exists"


@pytest.mark.parametrize(
    ("name", "code"), [("无.xls", "books.not_found"), ("客户 表.xlsx", "libreoffice.not_convertible")]
)
def test_refused(workbook: Path, name: str, code: str) -> None:
    with pytest.raises(KamxlError) as caught:
        convert(workbook.with_name(name))
    assert caught.value.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_hanging_office_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexec sleep 600\n")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("KAMXL_SOFFICE", str(office))
    source = tmp_path / "旧.xls"
    source.write_bytes(b"x")
    started = time.monotonic()
    with pytest.raises(HostError) as caught:
        convert(source, seconds=0.5)
    assert caught.value.code == "libreoffice.cannot_convert"
    assert time.monotonic() - started < 30
    assert sorted(path.name for path in tmp_path.iterdir()) == ["soffice", "旧.xls"]
