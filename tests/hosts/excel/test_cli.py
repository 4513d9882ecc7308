"""The commands for Excel on the command line.

1. build writes the add-in; --check agrees with it, names what differs in another one, and refuses a missing file.
2. Where there is no desktop Excel, install, uninstall and status say so and exit with 2; quietly they only exit, and the log
   tells.
3. Quietly, success says nothing, exits with 0 and is in the log; a refusal exits with 2, with its reason in the log.
4. install takes a given add-in only if it is this version's, whatever its signature.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from kamxl import __version__
from kamxl.cli.app import main
from kamxl.cli.commands import excel as commands
from kamxl.errors import BookError
from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel.build import build
from kamxl.hosts.excel.machine import Machine, _unmark_on_windows, this_machine
from kamxl.hosts.excel.registry import MemoryRegistry


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
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


def test_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a made-up Windows profile, as software distribution runs it."""
    registry = MemoryRegistry()
    registry.set(r"Software\Microsoft\Office\16.0\Excel\Options", "GridlineColor", 0)
    opened: list[bool] = [False]
    machine = Machine(
        platform="win32",
        addins=tmp_path / "用户 张伟" / "AddIns" / "kamxl",
        run=tmp_path / "用户 张伟" / "run",
        python=Path(sys.executable),
        registry=registry,
        excel_runs=lambda: opened[0],
        unmark=_unmark_on_windows,
    )
    monkeypatch.setattr("kamxl.hosts.excel.machine.this_machine", lambda: machine)
    log = tmp_path / "日志" / "install.log"
    assert _run("excel", "install", "--quiet", "--log", str(log)) == 0
    assert (machine.addins / "kamxl.xlam").is_file()
    opened[0] = True
    assert _run("excel", "uninstall", "--quiet", "--log", str(log)) == 2
    assert (machine.addins / "kamxl.xlam").is_file()
    opened[0] = False
    assert _run("excel", "uninstall", "--quiet", "--log", str(log)) == 0
    assert not machine.addins.exists()
    assert capsys.readouterr() == ("", "")
    told = [line.strip().split(":")[0] for line in log.read_text(encoding="utf-8").splitlines() if line[:2] == "  "]
    assert told == [
        "excel.did_copy", "excel.did_register", "excel.did_trust", "excel.running", "excel.did_unregister",
        "excel.did_remove", "excel.did_remove",
    ]  # fmt: skip


def test_mark_of_the_web_of_our_file_only(tmp_path: Path) -> None:
    """The stream is a file of its own here; on NTFS it hangs on the file."""
    ours, theirs = tmp_path / "kamxl.xlam", tmp_path / "other.xlam"
    for path in (ours, theirs):
        path.write_bytes(b"x")
        Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    _unmark_on_windows(ours)
    _unmark_on_windows(ours)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kamxl.xlam",
        "other.xlam",
        "other.xlam:Zone.Identifier",
    ]


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
