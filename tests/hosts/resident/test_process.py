"""The process itself: really started, found again, replaced and killed.

1. Asked for where none runs, it is started; asked for again, the same one answers.
2. Many starts at once leave one process.
3. One of another version is ended and replaced.
4. A killed process is started again at the next question; its stale endpoint file does no harm.
5. An interpreter that is not there, or without kamxl, is a clear error and not a wait.
6. The folder, the endpoint file and the socket are the user's alone.
7. Grey buttons: what makes sense without a workbook, with one, and inside a department folder.
8. It starts without pandas, openpyxl, xlwings or SQLAlchemy.
9. A press of an action that nobody built says so.
10. A warm question costs a small part of the 150 ms that a click may take; the first one after a start, a few seconds at most.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import pytest

from kamxl import __version__
from kamxl.hosts.resident import endpoint as endpoints
from kamxl.hosts.resident.client import Broken, NoProcess, call, find, with_process
from kamxl.hosts.resident.endpoint import Endpoint
from kamxl.hosts.resident.service import LiveService, available
from kamxl.ribbon import When

ROOT = Path(__file__).resolve().parents[3]
PYTHON = [sys.executable]
BARE: str = getattr(sys, "_base_executable", sys.executable)  # the interpreter behind the virtual environment: no kamxl


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("KAMXL_KEEP_PYTHONPATH", "1")
    # One that starts too late to be stopped below ends by itself.
    monkeypatch.setenv("KAMXL_RESIDENT_IDLE", "15")
    home = tmp_path / "用户 甲"
    yield home
    found = endpoints.read(home)
    if found is not None:
        try:
            call(found, "/stop", {}, 5)
        except (NoProcess, Broken):
            return


def test_started_once_and_found_again(folder: Path) -> None:
    first = with_process(PYTHON, __version__, folder)
    assert with_process(PYTHON, __version__, folder) == first
    assert call(first, "/hello", {}) == {"version": __version__, "pid": first.pid}


def test_many_starts_leave_one_process(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: with_process(PYTHON, __version__, folder), range(4)))
    assert len({one.pid for one in found}) == 1


def test_other_version_is_replaced(folder: Path) -> None:
    old = with_process(PYTHON, __version__, folder)
    assert find(folder, "99.0") is None
    fresh = with_process(PYTHON, __version__, folder)
    assert fresh.pid != old.pid


def test_killed_process_is_started_again(folder: Path) -> None:
    first = with_process(PYTHON, __version__, folder)
    os.kill(first.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    second = with_process(PYTHON, __version__, folder)
    assert second.pid != first.pid
    assert call(second, "/hello", {})["pid"] == second.pid


def test_interpreter_that_is_not_there(folder: Path) -> None:
    with pytest.raises(NoProcess) as missing:
        with_process([str(folder / "python.exe")], __version__, folder)
    assert str(folder / "python.exe") in missing.value.reason


def test_interpreter_without_kamxl(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with pytest.raises(NoProcess) as failed:
        with_process([BARE, "-I"], __version__, folder)
    assert failed.value.reason == f"{BARE} -m kamxl.hosts.resident: 1"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in access lists, not in modes")
def test_files_are_the_users_alone(folder: Path) -> None:
    found = with_process(PYTHON, __version__, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / endpoints.FILE).stat().st_mode) == 0o600
    assert Path(found.address.removeprefix("unix:")).is_socket()


def test_socket_path_that_would_be_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("很长的文件夹" * 10)
    assert len(os.fsencode(endpoints.socket_path(deep))) <= 100


@pytest.mark.parametrize("text", ["", "address=tcp:1\n", "address=a\ntoken=b\npid=x\nversion=1\n"])
def test_broken_endpoint_file_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / endpoints.FILE).write_text(text, encoding="ascii")
    assert endpoints.read(tmp_path) is None


def test_endpoint_survives_its_file(tmp_path: Path) -> None:
    endpoint = Endpoint("tcp:127.0.0.1:5000", "ab", 9, "0.1.0")
    endpoints.write(tmp_path, endpoint)
    assert endpoints.read(tmp_path) == endpoint
    endpoints.remove(tmp_path, 8)
    assert endpoints.read(tmp_path) == endpoint
    endpoints.remove(tmp_path, 9)
    assert endpoints.read(tmp_path) is None


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("win32", {"LOCALAPPDATA": "L"}, Path("L", "kamxl", "run")),
        ("linux", {"XDG_RUNTIME_DIR": "/run/user/7"}, Path("/run/user/7/kamxl")),
        ("linux", {}, Path.home() / ".cache" / "kamxl"),
        ("darwin", {}, Path.home() / "Library" / "Caches" / "kamxl"),
        ("linux", {"KAMXL_RESIDENT_HOME": "/x"}, Path("/x")),
    ],
)
def test_home(platform: str, environ: dict[str, str], expected: Path) -> None:
    assert endpoints.home(environ, platform) == expected


def test_grey_buttons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMXL_DEPT", raising=False)
    lone, member = tmp_path / "a.xlsx", tmp_path / "部门" / "2026" / "b.xlsx"
    member.parent.mkdir(parents=True)
    (tmp_path / "部门" / "设置.xlsx").touch()
    ids = {when: [a.id for a in available() if a.when is when] for when in When}
    service = LiveService()
    assert service.where("") == ids[When.ALWAYS]
    assert service.where("工作簿1") == ids[When.ALWAYS]
    assert set(service.where(str(lone))) == {*ids[When.ALWAYS], *ids[When.WORKBOOK]}
    assert service.where(str(member)) == [a.id for a in available()]


def test_starts_without_heavy_libraries() -> None:
    heavy = "{'pandas', 'openpyxl', 'xlwings', 'sqlalchemy', 'pydantic'}"
    code = f"import sys, kamxl.hosts.resident.__main__; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_action_that_nobody_built(folder: Path) -> None:
    answer = call(with_process(PYTHON, __version__, folder), "/press", {"action": "fly", "host": "excel"})
    assert (answer["kind"], "fly" in answer["text"]) == ("error", True)


def test_a_warm_question_is_quick(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "设置.xlsx").touch()
    book = tmp_path / "a.xlsx"
    started = time.perf_counter()
    found = with_process(PYTHON, __version__, folder)
    assert len(call(found, "/where", {"book": str(book)})["enabled"]) > 10
    first = time.perf_counter() - started
    warm = []
    for _ in range(50):
        started = time.perf_counter()
        call(found, "/where", {"book": str(book)})
        warm.append(time.perf_counter() - started)
    print(f"first {first * 1000:.0f} ms, warm median {median(warm) * 1000:.1f} ms")
    assert first < 5.0  # 0.3 s on an idle machine; a busy one may take longer
    assert median(warm) < 0.05
