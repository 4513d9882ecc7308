"""What is killed in the middle of an action loses nothing, and the next click works again.

1. The resident process, killed while it writes into the workbook: what it wrote is taken back and the person is told; the next
   click starts a new process and does it all.
2. The resident process, killed while it submits: the ledger is whole and holds the request wholly or not at all; 同步 brings
   the workbook in line with it.
3. The sockets of both sides and the file that names the process, deleted: the next click makes new ones.
4. The connection on which LibreOffice asks the process, or on which the process drives LibreOffice, cut in the middle while
   both live: what was written is taken back, the window is drawn again, the ledger is whole, the same process does it all at
   the next click.
5. LibreOffice, killed while the process writes into the workbook: the file and the ledger are untouched, the process serves
   the LibreOffice that is started next.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("xlwings")

from kamxl.commands.audit import audit
from kamxl.hosts.libreoffice.engine.office import launch
from kamxl.hosts.resident import endpoint

from . import window
from .desk import EAST, Desk, at, said, seated, state
from .relay import Relay
from .window import Window, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="drives an X window")

REQUESTS = {4: "BF-2026-031", 5: "BF-2026-032", 6: "BF-2026-033", 7: "BF-2026-034", 8: "BF-2026-047"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with seated("张伟", tmp_path_factory.mktemp("killed")) as desk:
        yield desk


def killed(desk: Desk, opened: Window, label: str, when: Callable[[], object]) -> str:
    """Clicks a button and ends the process at that moment; gives what the person is told, "" where it was done by then."""
    running = endpoint.read(endpoint.home())
    assert running is not None
    return broken(desk, opened, label, when, lambda: os.kill(running.pid, signal.SIGKILL))


def broken(desk: Desk, opened: Window, label: str, when: Callable[[], object], breaks: Callable[[], None]) -> str:
    """Clicks a button and breaks something at that moment; gives what the person is told, "" where it was done by then."""
    if opened.bar():
        opened.controller.removeInfobar("kamxl")
    opened.click(label)
    at_moment(when)
    breaks()
    until(lambda: opened.bar() or (window.dialog() and said(desk.office)))
    if opened.bar():
        return ""
    text = said(desk.office)
    desk.keep(f"{label} 中途结束")
    window.xdotool("key", "Return")
    until(lambda: not window.dialog())
    return text


def at_moment(when: Callable[[], object]) -> None:
    """Asks without a pause: the moment is short."""
    deadline = time.monotonic() + 30
    while not when():
        assert time.monotonic() < deadline


def sheets(opened: Window) -> tuple[str, ...]:
    return tuple(opened.document.Sheets.getElementNames())


def content(opened: Window) -> dict[str, Any]:
    """All that stands in the workbook."""
    found = {}
    for sheet in map(opened.document.Sheets.getByName, sheets(opened)):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(True)
        found[str(sheet.Name)] = cursor.FormulaArray
    return found


def events(desk: Desk) -> int:
    return sum(1 for path in desk.department.joinpath(".kamxl", "ledger").rglob("*") if path.is_file())


def test_resident_killed_while_it_writes(desk: Desk) -> None:  # 1
    opened = desk.open(EAST)
    before = sheets(opened)
    text = ""
    while not text:
        desk.press(opened, "校验")
        opened.document.UndoManager.undo()
        running = endpoint.read(endpoint.home())
        text = killed(desk, opened, "校验", lambda: sheets(opened) != before)
    assert text.startswith("与 kamxl 后台进程的连接在操作中途断开，它对工作簿的改动已撤回")
    assert (sheets(opened), opened.undo_titles()) == (before, ())
    desk.press(opened, "校验")
    assert opened.text("校验结果", "A1").startswith("校验结果：7 个错误")
    again = endpoint.read(endpoint.home())
    assert again is not None
    assert running is not None
    assert again.pid != running.pid
    opened.close()


def test_resident_killed_while_it_submits(desk: Desk) -> None:  # 2
    opened = desk.open(EAST)
    for row in REQUESTS:
        desk.press(opened, "同步")
        opened.select("拜访申请", f"B{row}")
        known = events(desk)
        if text := killed(desk, opened, "提交", lambda: events(desk) != known):  # noqa: B023 - called at once
            break
    assert "点“同步”即可看到" in text
    assert audit(at(desk.department)).sound
    desk.press(opened, "同步")
    if not opened.text("拜访申请", f"M{row}"):  # killed before the event was in its place
        opened.select("拜访申请", f"B{row}")
        desk.press(opened, "提交")
    assert (opened.text("拜访申请", f"M{row}"), state(desk.department, REQUESTS[row])) == ("经理审核", "经理审核")
    opened.close()


def test_sockets_deleted(desk: Desk) -> None:  # 3
    opened = desk.open(EAST)
    for what in ("resident.sock", "office-*.sock", "resident.txt"):
        for path in endpoint.home().glob(what):
            path.unlink()
        desk.press(opened, "校验")
        assert opened.text("校验结果", "A1").startswith("校验结果：7 个错误")
        opened.document.UndoManager.undo()
    opened.close()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("resident.sock", "与 kamxl 后台进程的连接在操作中途断开，它对工作簿的改动已撤回"),
        ("office-*.sock", "与 LibreOffice 的连接在操作中途断开，kamxl 对工作簿的改动已撤回"),
    ],
    ids=["asking", "driving"],
)
def test_connection_cut(desk: Desk, line: str, told: str) -> None:  # 4
    saved = (desk.department / EAST).read_bytes()
    opened = desk.open(EAST)
    desk.press(opened, "同步")
    desk.press(opened, "校验")  # both lines stand
    opened.document.UndoManager.undo()
    running, start, steps = endpoint.read(endpoint.home()), content(opened), opened.undo_titles()
    (socket,) = endpoint.home().glob(line)

    def cut(label: str, when: Callable[[], object]) -> str:
        relay = Relay(socket)
        try:
            return broken(desk, opened, label, when, relay.cut)
        finally:
            relay.cut()

    for moment in (
        opened.document.hasControllersLocked,
        lambda: sheets(opened) != tuple(start),
    ):  # before it writes, after
        while not (text := cut("校验", moment)):
            opened.document.UndoManager.undo()
        assert text.startswith(told)
        assert (content(opened), opened.undo_titles()) == (start, steps)
        assert not opened.document.hasControllersLocked()
    desk.press(opened, "校验")
    assert opened.text("校验结果", "A1").startswith("校验结果：7 个错误")
    opened.document.UndoManager.undo()

    for row in (row for row in REQUESTS if not opened.text("拜访申请", f"M{row}")):
        opened.select("拜访申请", f"B{row}")
        start, steps, known = content(opened), opened.undo_titles(), events(desk)
        if text := cut("提交", lambda: events(desk) != known):  # noqa: B023 - called at once
            break
    assert text.startswith(told)
    assert "点“同步”即可看到" in text
    assert (content(opened), opened.undo_titles()) == (start, steps)
    desk.press(opened, "同步")
    assert (opened.text("拜访申请", f"M{row}"), state(desk.department, REQUESTS[row])) == ("经理审核", "经理审核")
    assert audit(at(desk.department)).sound
    assert not opened.document.hasControllersLocked()
    assert ((desk.department / EAST).read_bytes(), endpoint.read(endpoint.home())) == (saved, running)
    opened.close()


def test_office_killed_while_the_process_writes(desk: Desk) -> None:  # 5
    file = desk.department / EAST
    saved = file.read_bytes()
    opened = desk.open(EAST)
    before, finished = sheets(opened), True
    while finished:
        desk.press(opened, "校验")
        opened.document.UndoManager.undo()
        opened.controller.removeInfobar("kamxl")
        opened.click("校验")
        at_moment(lambda: sheets(opened) != before)
        finished = opened.bar()
    running = endpoint.read(endpoint.home())
    desk.office.kill()
    assert file.read_bytes() == saved
    assert audit(at(desk.department)).sound
    desk.office = launch(visible=True, profile=desk.department.parent / "profile")
    opened = desk.open(EAST)
    desk.press(opened, "校验")
    assert opened.text("校验结果", "A1").startswith("校验结果：7 个错误")
    assert endpoint.read(endpoint.home()) == running
    opened.close()
