"""Bad input on the command line (issue: the main job, “Done when” 5).

1. Each kind of bad input ends with exit code 2 (or 1 where it is a finding), a Chinese message first, English second.
2. Nothing is written: every file of the department is what it was, byte for byte, and there is no new one.
3. No traceback reaches the person.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.cli.conftest import Ran

Kamxl = Callable[..., Ran]
_NOBODY = 65534
SPECIALIST = "专员-华东-张伟.xlsx"


def _state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def untouched(dept: Path) -> Iterator[Path]:
    """The department, which must be the same afterwards."""
    before = _state(dept)
    yield dept
    assert _state(dept) == before


def _said(ran: Ran, chinese: str, english: str) -> None:
    assert ran.code == 2
    assert chinese in ran.err
    assert english in ran.err
    assert ran.err.index(chinese) < ran.err.index(english)
    assert "Traceback" not in ran.err


def test_a_file_that_is_no_workbook(kamxl: Kamxl, untouched: Path, tmp_path: Path) -> None:
    text = tmp_path / "会议纪要.xlsx"
    text.write_text("客户，金额", encoding="utf-8")
    _said(kamxl("validate", text), "不是 Excel 工作簿，或文件已损坏", "is not an Excel workbook, or it is damaged")


def test_a_password_protected_workbook(kamxl: Kamxl, untouched: Path, tmp_path: Path) -> None:
    locked = tmp_path / "加密.xlsx"
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    locked.write_bytes(signature + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1024)
    _said(kamxl("submit", locked, "--as", "张伟"), "设置了打开密码，无法读取", "is protected by a password to open")


def test_a_form_without_a_required_label(kamxl: Kamxl, untouched: Path, tmp_path: Path) -> None:
    path = tmp_path / "缺标签.xlsx"
    workbook = Workbook(path)
    sheet = workbook.add_worksheet("拜访申请")
    sheet.write_row("A1", ["编号", "客户", "拜访日期", "拜访目的", "费用预算", "申请人", "申请日期"])
    sheet.write_row("A2", ["BF-2026-900", "华东机电股份有限公司", "2026-07-08", "回访", 500, "张伟", "2026-07-01"])
    workbook.close()
    ran = kamxl("validate", path, "--json")
    assert ran.code == 1
    assert '"rule": "missing_label"' in ran.out
    assert "拜访对象" in ran.out


@pytest.mark.parametrize("text", ["Q3", "2026Q7", "三季度", "明年"])
def test_an_unknown_quarter(kamxl: Kamxl, untouched: Path, text: str) -> None:
    _said(kamxl("kpi", "churn", text), f"看不懂期间“{text}”", f"“{text}” is not a period")
    out = untouched / "季度.xlsx"
    _said(kamxl("consolidate", untouched, "--quarter", text, "-o", out), f"看不懂期间“{text}”", "is not a period")


@pytest.mark.parametrize(
    "arguments",
    [
        ("inbox", "--as", "王二"),
        ("submit", SPECIALIST, "--as", "王二"),
        ("decide", "BF-2026-031", "approve", "--as", "王二"),
        ("withdraw", "BF-2026-031", "--as", "王二"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_unknown_person(kamxl: Kamxl, untouched: Path, arguments: tuple[str, ...]) -> None:
    given = [str(untouched / part) if part == SPECIALIST else part for part in arguments]
    _said(kamxl(*given), "设置里没有“王二”这个人", "Nobody called “王二” is in the settings")


def test_a_missing_department_folder(kamxl: Kamxl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMXL_DEPT", raising=False)
    nowhere = tmp_path / "没有这个部门"
    _said(
        kamxl("kpi", "churn", "2026Q3", "--dept", nowhere), "找不到部门文件夹", "The department folder does not exist"
    )
    monkeypatch.chdir(tmp_path)
    _said(kamxl("inbox", "--as", "张伟"), "都没有找到部门文件夹", "No department folder")
    _said(kamxl("sync", tmp_path), "不是部门文件夹", "it is no department folder")


def test_an_unknown_request_kpi_scope_and_option(kamxl: Kamxl, untouched: Path) -> None:
    _said(kamxl("decide", "BF-0000", "approve", "--as", "林晓峰"), "找不到编号为“BF-0000”的申请", "There is no request")
    assert kamxl("kpi", "毛利率", "2026Q3").code == 2
    assert kamxl("kpi", "churn", "2026Q3", "--scope", "火星").code == 2
    _said(kamxl("kpi", "churn"), "命令写得不对", "Wrong usage")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="giving up rights needs fork (not on Windows)")
def test_a_read_only_folder(dept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As somebody without the right to write: a child process, because root may write everywhere.

    In a folder of its own, because the test runner closes its temporary folders to others.
    """
    with tempfile.TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o755)
        keys = Path(shutil.copytree(os.environ["KAMXL_KEYS"], Path(open_to_all, "keys")))
        monkeypatch.setenv("KAMXL_KEYS", str(keys))
        monkeypatch.setenv("KAMXL_HOME", str(keys))
        _try_to_write(Path(shutil.copytree(dept, Path(open_to_all, dept.name))), keys, monkeypatch)


def test_a_folder_that_may_not_be_entered(dept: Path) -> None:
    with tempfile.TemporaryDirectory() as closed:  # made with no right for others
        code, said = _as_nobody(["kpi", "churn", "2026Q3", "--dept", str(Path(closed, "部门"))])
    assert (code, "系统不允许访问" in said, "Traceback" in said) == (2, os.geteuid() == 0, False)


def _try_to_write(dept: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMXL_DEPT", str(dept))
    before = _state(dept)
    _give_away(dept, keys)
    for arguments in (
        ["consolidate", str(dept), "--quarter", "2026Q3", "-o", str(dept / "季度.xlsx")],
        ["validate", str(dept / SPECIALIST), "--mark"],
        ["submit", str(dept / SPECIALIST), "--as", "张伟"],
    ):
        code, said = _as_nobody(arguments)
        assert (code in (1, 2), "Traceback" in said) == (True, False), f"{arguments} {code} {said}"
        assert re.search("无法写入|不能读写", said), said
    for path in (dept, *dept.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    assert _state(dept) == before


def _give_away(dept: Path, keys: Path) -> None:
    """The department to be read only, the keys to whoever has given up its rights."""
    for path in (dept, *dept.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        for path in (keys, *keys.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def _as_nobody(arguments: list[str]) -> tuple[int, str]:
    """Runs the command line in a fork that has given up its rights, and gives its exit code and what it said."""
    from kamxl.cli.app import main

    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        sys.stdout = sys.stderr = os.fdopen(writer, "w", encoding="utf-8")
        try:
            _preload()
            if os.geteuid() == 0:
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            main(arguments)
        except SystemExit as ended:
            sys.stderr.flush()
            os._exit(int(ended.code or 0))
        finally:  # whatever else escaped is what this test looks for
            traceback.print_exc(file=sys.stderr)
            sys.stderr.flush()
            os._exit(99)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode("utf-8")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _preload() -> None:
    """Imports everything first: the user who has given up its rights may not be able to read the checkout."""
    import pkgutil
    from importlib import import_module
    from importlib.metadata import version

    import kamxl
    from kamxl.domain.guard import guarded

    for found in pkgutil.walk_packages(kamxl.__path__, "kamxl."):
        if not found.name.startswith(("kamxl.hosts", "kamxl.books.live", "kamxl.__main__")):
            import_module(found.name)
    guarded({})  # and what is loaded only when it is needed
    version("pydantic")
