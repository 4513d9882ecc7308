"""Notifications over real sockets on loopback.

1. One message a person with what they owe, the overdue marked; nothing but numbers, steps and customers.
2. Each robot gets its own shape and signature; one that refuses is named and does not stop the others.
3. Mail goes to those who have an address.
4. Without a configuration there are no channels; a wrong one is a clear error.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kamxl.commands.notify import Message, messages, notify
from kamxl.commands.submit import submit
from kamxl.domain.owed import Debt
from kamxl.errors import InputError
from kamxl.hosts.notify.channels import FILE, channels

from .office import OfficeInMemory, at, settings, visit

MESSAGE = Message("张伟", "张伟：待办 1 项", ("09-03 BF-001 经理审核",))
TEXT = "张伟：待办 1 项\n09-03 BF-001 经理审核"


class _Robot(BaseHTTPRequestHandler):
    seen: list[tuple[str, dict[str, object]]]
    answer: dict[str, object]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, json.loads(body)))
        content = json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def robot() -> Iterator[type[_Robot]]:
    handler = type("Robot", (_Robot,), {"seen": [], "answer": {"errcode": 0, "code": 0}})
    server = HTTPServer(("127.0.0.1", 0), handler)
    handler.url = f"http://127.0.0.1:{server.server_port}/hook?key=1"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler
    server.shutdown()
    server.server_close()


def configured(folder: Path, content: object) -> Path:
    (folder / FILE).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("kind", "secret", "path", "body"),
    [
        ("wecom", "", "/hook?key=1", {"msgtype": "text", "text": {"content": TEXT}}),
        (
            "dingtalk",
            "SEC",
            "/hook?key=1&timestamp=1700000000500&sign=LN2zw0JszqvmmoP1s%2FjjspGHI8V3P%2BEPbPvBiYAKPVs%3D",
            {"msgtype": "text", "text": {"content": TEXT}},
        ),
        (
            "feishu",
            "SEC",
            "/hook?key=1",
            {
                "msg_type": "text",
                "content": {"text": TEXT},
                "timestamp": "1700000000",
                "sign": "yKzlnG5gJbbUvULgjP0QN/V99n1fNH31XG8Rrvl9pfk=",
            },
        ),
    ],
)
def test_each_robot_gets_its_shape(
    kind: str, secret: str, path: str, body: dict[str, object], robot: type[_Robot], tmp_path: Path
) -> None:
    content = {"robots": [{"kind": kind, "url": robot.url, "secret": secret}]}  # type: ignore[attr-defined]
    senders = channels(configured(tmp_path, content), lambda: 1_700_000_000.5)
    senders[f"{kind} 1"](MESSAGE)
    assert robot.seen == [(path, body)]


def test_everybody_is_told_and_a_refusal_is_named(robot: type[_Robot], tmp_path: Path) -> None:
    office = OfficeInMemory(tmp_path, settings())
    office.add("专员-华东-张伟.xlsx", [("visit_request", visit())])
    office.add("内勤-周敏.xlsx", [
        ("weekly_report", {"week": date(2026, 8, day), "name": name})
        for day in (3, 10, 17, 24) for name in ("张伟", "李娜")
    ])  # fmt: skip
    office.found()
    submit(office, office.folder / "专员-华东-张伟.xlsx", "张伟", at())
    url = robot.url  # type: ignore[attr-defined]
    content = {"robots": [{"kind": "wecom", "url": url}, {"kind": "feishu", "url": "http://127.0.0.1:9/none"}]}
    senders = channels(configured(tmp_path, content), lambda: 0.0)
    result = notify(office, at(date(2026, 9, 4)), senders)
    assert result.told == ("林晓峰",)
    assert [(channel, reason.code) for channel, reason in result.failed] == [("feishu 2", "notify.refused")]
    assert [body["text"] for _, body in robot.seen] == [
        {"content": "林晓峰：待办 1 项，其中逾期 1 项\n09-03 【逾期】BF-001 华东机电 经理审核"}
    ]
    robot.answer = {"errcode": 93000, "errmsg": "invalid webhook"}
    refused = notify(office, at(date(2026, 9, 4)), {"wecom 1": senders["wecom 1"]})
    assert (refused.told, refused.failed[0][1].params["reason"]) == ((), "invalid webhook")


def test_long_lists_are_cut() -> None:
    found = messages([Debt("张伟", f"事 {n}", "", None, False) for n in range(25)])
    assert (found[0].title, len(found[0].lines), found[0].lines[-1]) == ("张伟：待办 25 项", 21, "……另有 5 项")


class _Smtp(socketserver.StreamRequestHandler):
    got: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                lines: list[bytes] = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.got.append(b"".join(lines).decode())
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


def test_mail(tmp_path: Path) -> None:
    handler = type("Smtp", (_Smtp,), {"got": []})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        mail = {
            "host": "127.0.0.1", "port": server.server_address[1], "tls": "none", "sender": "kamxl@example.cn",
            "addresses": {"张伟": "zhang@example.cn"},
        }  # fmt: skip
        send = channels(configured(tmp_path, {"mail": mail}), lambda: 0.0)["mail 127.0.0.1"]
        send(MESSAGE)
        send(Message("没有地址的人", "x", ()))
        server.shutdown()
    assert len(handler.got) == 1
    assert "To: zhang@example.cn" in handler.got[0]
    with pytest.raises(InputError) as refused:
        send(MESSAGE)
    assert refused.value.code == "notify.refused"


@pytest.mark.parametrize(
    "content",
    ["{", '{"robots": [{"kind": "wecom"}]}', '{"robots": [{"kind": "fax", "url": "https://x"}]}',
     '{"robots": [{"kind": "wecom", "url": "file:///etc/passwd"}]}', '{"mail": {"host": "x"}}', "[]"],
)  # fmt: skip
def test_a_wrong_configuration(content: str, tmp_path: Path) -> None:
    assert channels(tmp_path, lambda: 0.0) == {}
    with pytest.raises(InputError) as caught:
        channels(configured(tmp_path, content), lambda: 0.0)
    assert caught.value.code == "notify.bad_file"
