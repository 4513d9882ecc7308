"""A save that is killed: the workbook is wholly the old one or wholly the new one.

1. SIGKILL is delivered at 200 points, spread over every system call that a save makes (strace's fault injection).
2. What the killed save left behind does not disturb the next one, and undo still works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kamxl.ooxml import Workbook, undo

from .conftest import kpi_book, made

POINTS = int(os.environ.get("KAMXL_KILL_POINTS", "200"))
SCRIPT = """
import sys, os
from pathlib import Path
from kamxl.ooxml import Workbook
path = Path(sys.argv[1])
book = Workbook.open(path)
book.set_cells("KPI", {"A1": "新", "B7": 3})
os.getppid()  # a mark in the trace: from here on, the save
book.save()
"""


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("这台机器上没有 strace (strace is not installed)")
    probe = subprocess.run([found, "-o", os.devnull, "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("这里不允许跟踪进程 (tracing is not permitted here)")
    return found


def run(strace: str, path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).resolve().parents[2]
    command = [
        strace,
        "-qq",
        *options,
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {str(root)!r})\n{SCRIPT}",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, timeout=60)


def calls_of_a_save(strace: str, folder: Path, original: bytes) -> list[tuple[str, int]]:
    """Each system call of the save: its name, and its number among the calls of that name since the start."""
    folder.mkdir()
    path = folder / "书.xlsx"
    trace = folder / "trace"
    for _ in range(2):  # the first run may compile modules; the second makes the calls that all others will make
        path.write_bytes(original)
        shutil.rmtree(path.parent / ".kamxl", ignore_errors=True)
        assert run(strace, path, "-o", str(trace)).returncode == 0
    counts: dict[str, int] = {}
    calls, saving = [], False
    for line in trace.read_text(errors="replace").splitlines():
        name = line.partition("(")[0]
        if not name.isidentifier():
            continue
        counts[name] = counts.get(name, 0) + 1
        if saving and name not in ("exit_group", "munmap", "rt_sigaction"):
            calls.append((name, counts[name]))
        saving = saving or name == "getppid"
    return calls


def test_killed_at_200_system_calls(strace: str, tmp_path: Path) -> None:
    original = made(kpi_book)
    calls = calls_of_a_save(strace, tmp_path / "trace", original)
    assert len(calls) > 50
    step = max(1.0, len(calls) / POINTS)
    points = [calls[min(int(number * step), len(calls) - 1)] for number in range(min(POINTS, len(calls)))]
    while len(points) < POINTS:  # fewer calls than points: go through them again, killed on the way out
        points += calls[: POINTS - len(points)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(
            pool.map(lambda job: killed(strace, tmp_path / f"k{job[0]}", original, *job[1]), enumerate(points))
        )
    states = [state for _, state in outcomes]
    assert [state for state in states if state not in ("old", "new")] == []
    assert sum(died for died, _ in outcomes) >= POINTS * 0.95  # the last calls may come after the work is done
    assert {"old", "new"} == set(states)


def killed(strace: str, folder: Path, original: bytes, call: str, number: int) -> tuple[bool, str]:
    """Whether the process died, and which workbook stands there; then the next save and undo must work."""
    folder.mkdir()
    path = folder / "书.xlsx"
    path.write_bytes(original)
    inject = f"inject={call}:signal=KILL:when={number}"
    done = run(strace, path, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
    state = state_of(path, original)
    before = path.read_bytes()
    book = Workbook.open(path)
    book.set_cells("KPI", {"A2": "后"})
    book.save()
    undo(path)
    if path.read_bytes() != before:
        state = "undo failed"
    shutil.rmtree(folder)
    return done.returncode != 0, state


def state_of(path: Path, original: bytes) -> str:
    if path.read_bytes() == original:
        return "old"
    book = Workbook.open(path)
    seen = [book.cell("KPI", "A1").value, book.cell("KPI", "B7").value]
    return "new" if seen == ["新", 3.0] else "mixed"
