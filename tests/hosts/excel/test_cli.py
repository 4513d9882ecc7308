"""The commands for Excel on the command line.

1. build writes the add-in; --check agrees with it, names what differs in another one, and refuses a missing file.
2. Where there is no desktop Excel, install, uninstall and status say so and exit with 2; quietly they only exit, and the log
   tells.
3. install takes a given add-in only if it is this version's, whatever its signature.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kamxl import __version__, cli
from kamxl.cli.commands import excel as commands
from kamxl.errors import BookError
from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel.build import build
from kamxl.hosts.excel.machine import this_machine


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    return int(ended.value.code or 0)


def test_build_and_check(tmp_path: Path, built: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "我的 加载项.xlam"
    assert _run("excel", "build", "-o", str(out)) == 0
    assert out.read_bytes() == built
    assert _run("excel", "build", "-o", str(out), "--check") == 0
    out.write_bytes(build(list(functions().values())[:-1], CATEGORY))
    capsys.readouterr()
    assert _run("excel", "build", "-o", str(out), "--check") == 1
    assert "不一致 xl/worksheets/sheet1.xml" in capsys.readouterr().err
    assert _run("excel", "build", "-o", str(tmp_path / "missing.xlam"), "--check") == 2
    assert _run("excel", "build", "-o", str(tmp_path / "no" / "folder.xlam")) == 2


def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("kamxl.hosts.excel.machine.this_machine", this_machine)


def test_without_a_desktop_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _linux(monkeypatch)
    assert [_run("excel", command) for command in ("install", "uninstall", "status")] == [2, 2, 2]
    assert capsys.readouterr().err.count("没有桌面版 Excel") == 3
    log = tmp_path / "日志" / "install.log"
    assert _run("excel", "install", "--quiet", "--log", str(log)) == 2
    assert capsys.readouterr() == ("", "")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("  excel.no_desktop_excel: There is no desktop Excel on this system (linux)")


def test_given_addin_must_be_this_version(tmp_path: Path, built: bytes) -> None:
    given = tmp_path / "kamxl.xlam"
    given.write_bytes(built)
    assert commands._checked(given) == built
    with zipfile.ZipFile(given, "a") as file:
        file.writestr("xl/vbaProjectSignature.bin", b"signed by the department's IT")
    assert commands._checked(given) == given.read_bytes()
    given.write_bytes(build(list(functions().values())[:-1], CATEGORY))
    with pytest.raises(BookError) as refused:
        commands._checked(given)
    assert dict(refused.value.text.params) == {
        "path": given,
        "version": __version__,
        "parts": "xl/worksheets/sheet1.xml",
    }
