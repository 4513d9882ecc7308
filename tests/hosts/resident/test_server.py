"""The resident process's answers, over both wires.

1. A press reaches the service with all that the host said, on the press thread, and its reply comes back whole.
2. A question without the token gets 403 and reaches nobody; a broken body 400, an unknown path 404.
3. An error of ours is a reply in the host's language; a bug is logged, says so, and the process goes on.
4. While one press runs, a second is refused and the progress of the first can be asked.
5. It stops when asked, when nobody asked anything for the idle time, and when its endpoint file is gone, but not while
   an action runs.
6. Values come in bulk, as JSON or in lines.
7. Asked in bodies that no host of ours sends, it says which field is wrong.
8. Reading ahead is answered at once and done on the thread of the presses; where it fails, nobody hears of it.
"""

from __future__ import annotations

import http.client
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamxl.commands.progress import Progress
from kamxl.errors import BookError, InputError, say
from kamxl.hosts.resident.client import NoProcess, call
from kamxl.hosts.resident.endpoint import Endpoint
from kamxl.hosts.resident.protocol import Press, Reply
from kamxl.hosts.resident.server import Desk, listen

HAS_UNIX = hasattr(socket, "AF_UNIX")
PRESS = {
    "action": "validate",
    "host": "excel",
    "book": r"C:\部门\a b.xlsx",
    "sheet": "客户",
    "cell": "B3",
    "app": {"pid": 7},
}


@dataclass
class FakeService:
    """Remembers what it was asked; presses of ``slow`` wait until the test lets them go on."""

    pressed: list[Press] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    started: threading.Event = field(default_factory=threading.Event)

    def press(self, press: Press, progress: Progress) -> Reply:
        self.pressed.append(press)
        self.threads.append(threading.current_thread().name)
        if press.action == "slow":
            progress(say("progress.reading", name="甲.xlsx"), 3, 9)
            self.started.set()
            assert self.go_on.wait(10)
        if press.action == "locked":
            raise BookError("books.locked", path="a.xlsx", owner="周敏")
        if press.action == "bug":
            raise ZeroDivisionError
        return Reply("finding", "2 处需要修改", extra={"count": 2})

    def where(self, book: str) -> list[str]:
        return ["help", book]

    def warm(self, book: str) -> None:
        self.threads.append(f"{threading.current_thread().name} {book}")
        self.started.set()
        raise InputError("resident.bad_request", field="book")

    def values(self, book: str, calls: list[list[Any]]) -> tuple[list[Any], str]:
        return [len(call) for call in calls] + [date(2026, 9, 30)], "stamp-1"

    def prepare_thread(self) -> None:
        self.threads.append("prepared")


@dataclass
class Running:
    service: FakeService
    desk: Desk
    where: Endpoint
    thread: threading.Thread


@pytest.fixture(
    params=["tcp", pytest.param("unix", marks=pytest.mark.skipif(not HAS_UNIX, reason="no Unix sockets here"))]
)
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    service = FakeService()
    desk = Desk(service, "1.2.3", 42)
    server, address = listen(desk, "secret", 60.0, tmp_path / "s" if request.param == "unix" else None)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Running(service, desk, Endpoint(address, "secret", 42, "1.2.3"), thread)
    service.go_on.set()
    desk.stopping.set()
    thread.join(10)
    server.server_close()
    desk.close()


def test_press(running: Running) -> None:
    answer = call(running.where, "/press", PRESS)
    assert answer == {"kind": "finding", "text": "2 处需要修改", "ask": None, "extra": {"count": 2}}
    assert running.service.pressed == [
        Press("validate", "excel", r"C:\部门\a b.xlsx", "客户", "B3", "zh", {}, {"pid": 7})
    ]
    assert running.service.threads == ["prepared", "press_0"]


def _raw(address: str, headers: dict[str, str], body: bytes, path: str = "/press") -> int:
    host, _, port = address.removeprefix("tcp:").rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=5)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("running", ["tcp"], indirect=True)
def test_refused_questions(running: Running) -> None:
    token = {"X-Kamxl-Token": "secret"}
    assert _raw(running.where.address, {}, b"{}") == 403
    assert _raw(running.where.address, {"X-Kamxl-Token": "Secret"}, b"{}") == 403
    assert _raw(running.where.address, token, b"{") == 400
    assert _raw(running.where.address, token, b"[]") == 400
    assert _raw(running.where.address, token | {"Content-Length": "99999999999"}, b"{}") == 400
    assert _raw(running.where.address, token, b"{}", "/elsewhere") == 404
    assert running.service.pressed == []


def test_client_says_why_it_was_refused(running: Running) -> None:
    stranger = Endpoint(running.where.address, "wrong", 42, "1.2.3")
    with pytest.raises(NoProcess) as refused:
        call(stranger, "/press", PRESS)
    assert refused.value.reason == "403 Forbidden"


def test_error_in_the_hosts_language(running: Running) -> None:
    error = BookError("books.locked", path="a.xlsx", owner="周敏").text
    zh = call(running.where, "/press", PRESS | {"action": "locked"})
    en = call(running.where, "/press", PRESS | {"action": "locked", "language": "en"})
    assert [(a["kind"], a["text"]) for a in (zh, en)] == [("error", error.full()), ("error", error.full("en"))]


def test_bug_is_logged_and_the_process_goes_on(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="kamxl"):
        answer = call(running.where, "/press", PRESS | {"action": "bug"})
    assert (answer["kind"], answer["text"]) == ("error", say("resident.bug").full())
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]
    assert call(running.where, "/press", PRESS)["kind"] == "finding"


def test_second_press_is_refused_and_progress_can_be_asked(running: Running) -> None:
    first = threading.Thread(target=call, args=(running.where, "/press", PRESS | {"action": "slow", "language": "en"}))
    first.start()
    assert running.service.started.wait(10)
    assert call(running.where, "/progress", {}) == {"text": "Reading 甲.xlsx", "done": 3, "total": 9}
    assert call(running.where, "/press", PRESS)["text"] == say("resident.busy").full()
    running.desk.stopping.set()
    assert not running.desk.may_end(0.0)
    running.desk.stopping.clear()
    running.service.go_on.set()
    first.join(10)
    assert [press.action for press in running.service.pressed] == ["slow"]
    assert call(running.where, "/press", PRESS)["kind"] == "finding"


def test_stops_when_asked(running: Running) -> None:
    assert call(running.where, "/stop", {}) == {}
    running.thread.join(10)
    assert not running.thread.is_alive()


def test_stops_after_idle_time() -> None:
    now = [0.0]
    desk = Desk(FakeService(), "1", 1, clock=lambda: now[0])
    server, _ = listen(desk, "t", 100.0, None)
    now[0] = 99.0
    server.service_actions()
    assert desk.idle_seconds() == 99.0
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    now[0] = 101.0
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    server.server_close()
    desk.close()


def test_stops_when_nobody_can_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamxl.hosts.resident.server._LOOK_SECONDS", 0.0)
    desk = Desk(FakeService(), "1", 1)
    server, _ = listen(desk, "t", 100.0, None)
    answers = iter([True, False])
    server.wanted = lambda: next(answers)
    server.service_actions()
    assert not desk.stopping.is_set()
    server.service_actions()
    assert desk.stopping.is_set()
    server.server_close()
    desk.close()


def test_values_as_json_and_in_lines(running: Running) -> None:
    body = {"book": "", "calls": [["KAM_CHURN", "2026Q3"], ["KAM_CHURN"]]}
    assert call(running.where, "/values", body) == {"answers": [2, 1, {"date": "2026-09-30"}], "stamp": "stamp-1"}


@pytest.mark.parametrize("running", ["tcp"], indirect=True)
def test_values_in_lines(running: Running) -> None:
    host, _, port = running.where.address.removeprefix("tcp:").rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=5)
    connection.request("POST", "/values", b'{"calls": [["X"]]}', {"X-Kamxl-Token": "secret", "Accept": "text/plain"})
    response = connection.getresponse()
    assert response.getheader("Content-Type") == "text/plain; charset=us-ascii"
    assert response.read().decode() == "stamp\tstamp-1\nanswer\tn:1\nanswer\td:46295\n"
    connection.close()


def test_where(running: Running) -> None:
    assert call(running.where, "/where", {"book": "x"}) == {"enabled": ["help", "x"]}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"action": 3}, "action"),
        ({"host": "word"}, "host"),
        ({"language": "fr"}, "language"),
        ({"answers": {"a": 1}}, "answers"),
        ({"app": []}, "app"),
    ],
)
def test_body_that_no_host_sends(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InputError) as refused:
        Press.parse(PRESS | change)
    assert dict(refused.value.text.params) == {"field": wrong}


def test_reading_ahead(running: Running) -> None:
    assert call(running.where, "/warm", {"book": "a.xlsx"}) == {}
    assert running.service.started.wait(10)
    assert call(running.where, "/press", PRESS)["kind"] == "finding"
    assert running.service.threads == ["prepared", "press_0 a.xlsx", "press_0"]
