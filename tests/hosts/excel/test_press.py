"""Each button pressed in the built add-in: the real VBA, run without Excel, asks a real server.

1. Every button asks for its own action, with the workbook, sheet, cell, language and window; nothing else of the
   business is sent.
2. Success is told (or nothing pops up where there is nothing to say), a finding warns, an error is an error.
3. Excel is frozen while Python works and free afterwards, whatever happened.
4. A question is put to the person and the button pressed again with the answer; cancelling ends it. Yes/no, text, choice.
5. Python not found, not allowed to start, silent, dying while it works, of another version: each has its message, in the
   user's language, and nothing is done twice.
6. Where no process runs, a press starts the real one and gets its answer.
7. Text that Windows' code page lacks is shown by the script host; other text by MsgBox.
8. A second press during the first is refused.
9. Grey buttons: Python is asked once for a workbook; all are on while nobody answers, and no process is started for that.
10. Labels and tips are there for each button, group and the tab, in both languages.
11. A reply may open a workbook or a page and may bring another stamp.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pyopenvba.interpreter._runtime import Slot

from kamxl import __version__
from kamxl.errors import BookError, say
from kamxl.hosts.excel.config import FILE as CONFIG
from kamxl.hosts.excel.config import Config
from kamxl.hosts.resident import endpoint as endpoints
from kamxl.hosts.resident.client import call
from kamxl.hosts.resident.protocol import Ask, Reply
from kamxl.hosts.resident.service import available
from kamxl.ribbon import Group

from .conftest import Answering
from .vba import ENGLISH, AddIn, Control

BARE: str = getattr(sys, "_base_executable", sys.executable)  # the interpreter behind the virtual environment: no kamxl
INFORMATION, EXCLAMATION, CRITICAL, QUESTION_YES_NO_CANCEL = 64, 48, 16, 32 + 3
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("action", [one.id for one in available()])
def test_each_button_asks_for_its_action(addin: AddIn, service: Answering, action: str) -> None:
    service.replies.append(Reply("done", "完成：2 张表"))
    addin.press(action)
    assert addin.messages == [("完成：2 张表", INFORMATION)]
    presses = [json.loads(body) for path, body in addin.world.requests if path == "/press"]
    assert presses == [
        {
            "action": action,
            "host": "excel",
            "book": str(addin.own.vba_get("FullName")),
            "sheet": "KamText",
            "cell": "A1",
            "language": "zh",
            "answers": {},
            "app": {"hwnd": 4711},
        }
    ]
    assert addin.world.interactive[0] is False
    assert addin.world.interactive[-1] is True


def test_nothing_pops_up_where_there_is_nothing_to_say(addin: AddIn, service: Answering) -> None:
    service.replies.append(Reply("done"))
    addin.press("sync")
    assert addin.messages == []


def test_finding_warns(addin: AddIn, service: Answering) -> None:
    service.replies.append(Reply("finding", "第 3 行：电话不对\n请修改"))
    addin.press("validate")
    assert addin.messages == [("第 3 行：电话不对\n请修改", EXCLAMATION)]


def test_error_is_told_and_excel_is_free_again(addin: AddIn, service: Answering) -> None:
    addin.press("submit")
    assert addin.messages == [(BookError("books.locked", path="a.xlsx", owner="周敏").text.full(), CRITICAL)]
    assert addin.world.interactive[-1] is True


@pytest.mark.parametrize(("button", "answer"), [(6, "yes"), (7, "no")])
def test_yes_no_question(addin: AddIn, service: Answering, button: int, answer: str) -> None:
    service.replies += [Reply("ask", ask=Ask("go", "yesno", "要继续吗")), Reply("done", "好")]
    addin.interpreter.answers.append(button)
    addin.press("submit")
    assert [dict(press.answers) for press in service.pressed] == [{}, {"go": answer}]
    assert addin.messages == [("要继续吗", QUESTION_YES_NO_CANCEL), ("好", INFORMATION)]


def test_cancelled_question_ends_it(addin: AddIn, service: Answering) -> None:
    service.replies += [Reply("ask", ask=Ask("go", "yesno", "要继续吗")), Reply("done", "好")]
    addin.interpreter.answers.append(2)
    addin.press("submit")
    service.replies[:] = [Reply("ask", ask=Ask("why", "text", "意见", "同意"))]
    addin.world.inputs.append(False)
    addin.press("decide")
    assert [press.action for press in service.pressed] == ["submit", "decide"]


def test_text_and_choice_questions(addin: AddIn, service: Answering) -> None:
    service.replies += [
        Reply("ask", ask=Ask("why", "text", "意见", "同意")),
        Reply("ask", ask=Ask("who", "choice", "转给谁", options=("林晓峰", "陈国栋"))),
        Reply("done", "好"),
    ]
    addin.world.inputs += ['请改"金额"\\', "9", "2"]
    addin.press("decide")
    assert dict(service.pressed[-1].answers) == {"why": '请改"金额"\\', "who": "陈国栋"}
    assert addin.world.prompts == ["意见", "转给谁\n1  林晓峰\n2  陈国栋", "转给谁\n1  林晓峰\n2  陈国栋"]


def test_python_not_found(addin: AddIn, tmp_path: Path) -> None:
    addin.press("validate")
    python = str(tmp_path / "没有" / "python.exe")
    assert addin.messages == [(say("excel.no_python", python=python).full(), CRITICAL)]
    assert addin.world.started == []
    assert addin.world.interactive[-1] is True


def test_python_not_found_in_english(addin: AddIn, tmp_path: Path) -> None:
    addin.world.language = ENGLISH
    addin.press("validate")
    python = str(tmp_path / "没有" / "python.exe")
    assert addin.messages == [(say("excel.no_python", python=python).full("en"), CRITICAL)]


def _configure(addin: AddIn, tmp_path: Path, python: Path) -> None:
    folder = Path(str(addin.own.vba_get("Path")))
    (folder / CONFIG).write_text(
        Config(python, tmp_path / "运行 run", __version__).text(), encoding="ascii", newline=""
    )


def test_start_forbidden_by_policy(addin: AddIn, tmp_path: Path) -> None:
    _configure(addin, tmp_path, Path(sys.executable))
    addin.world.refuse_start = True
    addin.press("validate")
    assert addin.messages == [(say("excel.no_python", python=sys.executable).full(), CRITICAL)]


def test_silent_process(addin: AddIn, tmp_path: Path) -> None:
    """An interpreter without kamxl starts and says nothing: after 20 seconds (of a fast clock) the person is told."""
    _configure(addin, tmp_path, Path(BARE))
    addin.world.python_path = str(tmp_path)
    addin.interpreter.seconds_a_look = 7.0
    addin.press("validate")
    assert addin.messages == [(say("excel.silent", python=BARE).full(), CRITICAL)]
    assert len(addin.world.started) == 1
    assert addin.world.processes[0].wait(20) == 1


def test_process_that_dies_while_it_works(addin: AddIn, service: Answering) -> None:
    addin.world.die_while_asked = True
    addin.press("submit")
    assert addin.messages == [(say("excel.broken").full(), CRITICAL)]
    assert addin.world.started == []


def test_stale_endpoint_of_a_killed_process(addin: AddIn, tmp_path: Path) -> None:
    endpoints.write(
        endpoints.private(tmp_path / "运行 run"), endpoints.Endpoint("tcp:127.0.0.1:9", "t", 99999, __version__)
    )
    addin.press("validate")
    assert addin.messages == [(say("excel.no_python", python=str(tmp_path / "没有" / "python.exe")).full(), CRITICAL)]


def test_press_starts_the_real_process(addin: AddIn, tmp_path: Path) -> None:
    _configure(addin, tmp_path, Path(sys.executable))
    addin.world.python_path = str(ROOT)
    run = endpoints.private(tmp_path / "运行 run")
    endpoints.write(run, endpoints.Endpoint("tcp:127.0.0.1:9", "t", 99999, "0.0.1"))
    addin.press("help")
    found = endpoints.read(run)
    assert found is not None, (addin.messages, addin.world.started)
    try:
        assert addin.world.started == [f'"{sys.executable}" -m kamxl.hosts.resident']
        assert call(found, "/hello", {}) == {"version": __version__, "pid": addin.world.processes[0].pid}
        assert [path for path, _ in addin.world.requests].count("/press") == 1
        assert len(addin.messages) == 1
    finally:
        call(found, "/stop", {})
        addin.world.processes[0].wait(20)


def test_new_process_is_not_stopped_for_the_old_one(addin: AddIn, service: Answering, tmp_path: Path) -> None:
    """Of two versions the old one is told to end, also where the new one takes its place at that very moment."""
    file = tmp_path / "运行 run" / endpoints.FILE
    new = file.read_text(encoding="ascii")
    file.write_text(endpoints.Endpoint("tcp:127.0.0.1:9", "t", 99999, "0.0.1").text(), encoding="ascii")
    addin.world.after_reading = lambda path: path == file and file.write_text(new, encoding="ascii")
    _configure(addin, tmp_path, Path(BARE))
    addin.world.python_path = str(tmp_path)
    service.replies.append(Reply("done", "完成"))
    addin.press("sync")
    assert addin.messages == [("完成", INFORMATION)]
    found = endpoints.read(file.parent)
    assert found is not None
    assert call(found, "/hello", {})["version"] == __version__
    addin.world.processes[0].wait(20)


def test_text_that_the_code_page_lacks(addin: AddIn, service: Answering) -> None:
    addin.world.code_page = "cp1252"
    service.replies.append(Reply("done", "完成"))
    addin.press("sync")
    assert (addin.interpreter.dialogs, addin.world.popups) == ([], [("完成", INFORMATION + 4096)])


def test_second_press_is_refused(addin: AddIn, service: Answering) -> None:
    addin.interpreter.initialise()
    addin.interpreter.modules["kamcore"].variables["mpressing"].set(True)
    addin.press("sync")
    assert addin.messages == [(say("excel.busy").full(), CRITICAL)]
    assert service.pressed == []


def _enabled(addin: AddIn, action: str) -> object:
    returned = Slot(None, "Variant")
    addin.run("KamEnabled", Control(f"kam_{action}"), returned)
    return returned.get()


def test_grey_buttons_ask_once_for_a_workbook(addin: AddIn, service: Answering) -> None:
    service.enabled = ["help", "sync"]
    assert [a.id for a in available() if _enabled(addin, a.id)] == ["sync", "help"]
    assert service.wheres == 1
    addin.run("KamCore.Forget")
    service.enabled = []
    assert [a.id for a in available() if _enabled(addin, a.id)] == []
    assert service.wheres == 2


def test_all_buttons_are_on_while_nobody_answers(addin: AddIn) -> None:
    assert [a.id for a in available() if not _enabled(addin, a.id)] == []
    assert addin.world.started == []


@pytest.mark.parametrize(("language", "column"), [(2052, "zh"), (1028, "zh"), (ENGLISH, "en"), (1031, "en")])
def test_labels_and_tips(addin: AddIn, language: int, column: str) -> None:
    addin.world.language = language

    def said(callback: str, control: str) -> object:
        returned = Slot(None, "Variant")
        addin.run(callback, Control(f"kam_{control}"), returned)
        return returned.get()

    assert said("KamLabel", "tab") == {"zh": "大客户", "en": "Key accounts"}[column]
    assert [said("KamLabel", group) for group in Group] == [getattr(group, column) for group in Group]
    assert [said("KamLabel", a.id) for a in available()] == [getattr(a, column) for a in available()]
    assert [said("KamTip", a.id) for a in available()] == [getattr(a, f"tip_{column}") for a in available()]


def test_reply_opens_a_page_and_brings_a_stamp(addin: AddIn, service: Answering) -> None:
    service.replies.append(Reply("done", extra={"open": "https://example.org/手册", "stamp": "s9"}))
    addin.press("help")
    assert addin.world.followed == ["https://example.org/手册"]
    assert addin.world.calculations == ["full"]
    addin.run("KamValues.Renew", "s9")
    assert addin.world.calculations == ["full"]


def test_target_that_cannot_be_opened(addin: AddIn, service: Answering) -> None:
    missing = "file://没有.html"
    service.replies.append(Reply("done", extra={"open": missing}))
    addin.press("settings")
    assert addin.messages == [(say("excel.no_open", target=missing).full(), CRITICAL)]
