"""The add-in's branch for macOS (``#If Mac``), run like the other.

1. A press is sent and not waited for: no VBA runs while Python works on the workbook, since Excel serves no Apple event
   then. A timer looks for the answer until it is there; then it is shown as on Windows.
2. A question to the person, and the press with the answer, go the same way.
3. A process that dies while it works, none at all, and a second press in between have their messages.
4. Functions' values and the grey buttons, which need nothing of Excel, are asked for and waited for.
5. Every procedure of the branch runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyopenvba.interpreter._runtime import Slot

from kamxl import __version__
from kamxl.errors import say
from kamxl.hosts.excel.build import FILE
from kamxl.hosts.excel.config import FILE as CONFIG
from kamxl.hosts.excel.config import Config
from kamxl.hosts.resident.protocol import Ask, Reply

from .conftest import Answering
from .vba import AddIn, Cell, Control

INFORMATION, CRITICAL = 64, 16


@pytest.fixture
def addin(built: bytes, tmp_path: Path) -> AddIn:
    folder = tmp_path / "Startup 启动"
    folder.mkdir()
    (folder / FILE).write_bytes(built)
    config = Config(tmp_path / "没有" / "python3", tmp_path / "运行 run", __version__)
    (folder / CONFIG).write_bytes(config.text().encode("ascii"))
    return AddIn(folder / FILE, mac=True)


def _tick(addin: AddIn) -> None:
    """The second is over."""
    assert addin.world.timers.pop(0) == f"'{FILE}'!KamCore.Collect"
    addin.run("KamCore.Collect")


def test_press_is_not_waited_for(addin: AddIn, service: Answering, tmp_path: Path) -> None:  # 1
    service.replies.append(Reply("done", "完成：2 张表"))
    addin.press("validate")
    assert [one for one in addin.world.scripted if one != "read"] == ["begin"]
    assert (addin.messages, addin.world.statuses[-1]) == ([], say("excel.working").full())
    assert addin.world.interactive[-1] is True
    reply = tmp_path / "运行 run" / "reply.txt"
    content = reply.read_bytes()
    reply.unlink()
    _tick(addin)
    assert (addin.messages, len(addin.world.timers)) == ([], 1)
    reply.write_bytes(content)
    _tick(addin)
    assert addin.messages == [("完成：2 张表", INFORMATION)]
    assert (addin.world.timers, addin.world.statuses[-1], reply.exists()) == ([], False, False)


def test_question_goes_the_same_way(addin: AddIn, service: Answering) -> None:  # 2
    service.replies += [Reply("ask", ask=Ask("why", "text", "意见", "同意")), Reply("done", "好")]
    addin.world.inputs.append("不同意")
    addin.press("decide")
    _tick(addin)
    _tick(addin)
    assert [dict(press.answers) for press in service.pressed] == [{}, {"why": "不同意"}]
    assert addin.messages == [("好", INFORMATION)]


def test_second_press_in_between(addin: AddIn, service: Answering) -> None:  # 3
    service.replies.append(Reply("done", "好"))
    addin.press("sync")
    addin.press("sync")
    _tick(addin)
    assert addin.messages == [(say("excel.busy").full(), CRITICAL), ("好", INFORMATION)]
    service.replies.append(Reply("done", "又好"))
    addin.press("sync")
    _tick(addin)
    assert addin.messages[-1] == ("又好", INFORMATION)


def test_process_that_dies_while_it_works(addin: AddIn, service: Answering) -> None:  # 3
    addin.world.die_while_asked = True
    addin.press("submit")
    _tick(addin)
    assert addin.messages == [(say("excel.broken").full(), CRITICAL)]


def test_no_process(addin: AddIn, tmp_path: Path) -> None:  # 3
    addin.press("validate")
    python = str(tmp_path / "没有" / "python3")
    assert addin.messages == [(say("excel.no_python", python=python).full(), CRITICAL)]
    assert addin.world.timers == []


def test_values_and_grey_buttons(addin: AddIn, service: Answering) -> None:  # 4
    service.value = lambda call: 7
    service.enabled = ["help"]
    addin.world.caller = Cell()
    addin.run("KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    assert addin.run("KAM_CHURN", "2026Q3") == 7.0
    shown = Slot(None, "Variant")
    addin.run("KamEnabled", Control("kam_sync"), shown)
    assert shown.get() is False
    assert {one for one in addin.world.scripted if one != "read"} == {"ask"}


def test_every_procedure_of_the_branch(addin: AddIn, service: Answering) -> None:  # 5
    service.replies.append(Reply("done", "好"))
    addin.press("help")
    _tick(addin)
    addin.world.refuse_start = True
    addin.run("KamHost.StartProcess")
    addin.run("KamCore.Enabled", "help")
    everything = {f"KamHost.{one.name}" for one in addin.interpreter.modules["kamhost"].parsed.procedures}
    elsewhere = {"KamHost.Seconds", "KamHost.Pause", "KamHost.AskPerson", "KamHost.FitsCodePage"}
    assert everything - addin.interpreter.executed == elsewhere  # the same on both systems, run in test_press.py
