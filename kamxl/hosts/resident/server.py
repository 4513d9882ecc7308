"""Answers the hosts. One thread a question, but presses run one after the other on a thread of their own.

COM on Windows wants one apartment for a workbook's objects, and two actions on one workbook at once would be half
actions: so a second press while one runs is refused with a clear message, not queued behind the person's back.
"""

from __future__ import annotations

import hmac
import json
import logging
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol

from ...commands.progress import Progress
from ...dataclass import dataclass
from ...errors import KamxlError, Text, say
from ...errors.text import Language
from . import plain
from .protocol import Press, Reply

_BIGGEST_BODY = 32 * 1024 * 1024
_DRAINED = 64 * 1024
_LOOK_SECONDS = 5.0
_MOST_AHEAD = 4096
_log = logging.getLogger(__name__)


class Service(Protocol):
    """What the process can do. Every method may import what it needs when it is first called, not before."""

    def press(self, press: Press, progress: Progress) -> Reply:
        """Runs an action. Raises ``KamxlError`` where the tool cannot go on; then nothing was changed."""

    def where(self, book: str) -> list[str]:
        """The ids of the actions that make sense for the workbook of that full name ("" for none)."""

    def warm(self, book: str) -> None:
        """Reads ahead what the first press on that workbook will need."""

    def values(self, book: str, calls: list[list[Any]]) -> tuple[list[Any], str]:
        """The value of each call, in their order, and the stamp of the snapshot that they come from."""

    def following(self, book: str, call: list[Any], count: int) -> list[list[Any]]:
        """``[name, arguments, value]`` of at most ``count`` calls that are likely to come after this one."""

    def prepare_thread(self) -> None:
        """Called once on the thread that runs the presses."""


@dataclass
class _Running:
    """The press that runs now, for ``/progress``."""

    text: str = ""
    done: int = 0
    total: int = 0
    active: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Desk:
    """Takes the questions, whatever wire they come by."""

    def __init__(self, service: Service, version: str, pid: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.service = service
        self.version = version
        self.pid = pid
        self.stopping = threading.Event()
        self._clock = clock
        self._last = clock()
        self._running = _Running()
        self._presses = ThreadPoolExecutor(1, "press", initializer=service.prepare_thread)

    def may_end(self, idle: float) -> bool:
        """Whether it was asked to stop or nobody asked anything for ``idle`` seconds, and no action runs."""
        return not self._running.active and (self.stopping.is_set() or self.idle_seconds() > idle)

    def idle_seconds(self) -> float:
        """Seconds since the last question or the end of the last action."""
        return self._clock() - self._last

    def answer(self, path: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer as a JSON object, None for a path that nobody serves. Errors become replies of kind ``error``."""
        self._last = self._clock()
        language: Language = "en" if body.get("language") == "en" else "zh"
        try:
            return self._route(path, body)
        except KamxlError as error:
            return Reply("error", error.text.full(language)).body()
        except Exception:  # noqa: BLE001 - the process's edge: our own mistake must not end it
            _log.exception("%s", path)
            return Reply("error", say("resident.bug").full(language)).body()

    def close(self) -> None:
        self._presses.shutdown(wait=False, cancel_futures=True)

    def _route(self, path: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        if path == "/press":
            return self._press(Press.parse(body)).body()
        if path == "/values":
            return self._values(str(body.get("book", "")), list(body.get("calls", [])), body.get("ahead"))
        if path == "/where":
            return {"enabled": self.service.where(str(body.get("book", "")))}
        if path == "/warm":
            self._presses.submit(self._warm, str(body.get("book", "")))
            return {}
        if path == "/progress":
            return {"text": self._running.text, "done": self._running.done, "total": self._running.total}
        if path == "/hello":
            # One that was asked to stop is nobody's process any more: a new one may take its place at once.
            return {"version": "" if self.stopping.is_set() else self.version, "pid": self.pid}
        if path == "/stop":
            return {}
        return None

    def _warm(self, book: str) -> None:
        try:
            self.service.warm(book)
        except Exception:  # noqa: BLE001 - nobody waits for it: the press will say what is wrong
            _log.info("/warm", exc_info=True)
        self._last = self._clock()

    def _values(self, book: str, calls: list[Any], ahead: Any) -> dict[str, Any]:
        """The answers; with ``ahead`` also, as ``more``, those that the first call makes likely to be asked next."""
        answers, stamp = self.service.values(book, calls)
        reply = {"answers": answers, "stamp": stamp}
        if calls and isinstance(ahead, int) and ahead > 0:
            reply["more"] = self.service.following(book, calls[0], min(ahead, _MOST_AHEAD))
        return reply

    def _press(self, press: Press) -> Reply:
        running = self._running
        if not running.lock.acquire(blocking=False):
            return Reply("error", say("resident.busy").full(press.language))
        try:
            running.text, running.done, running.total, running.active = "", 0, 0, True
            return self._presses.submit(self.service.press, press, self._reporter(press.language)).result()
        finally:
            running.active = False
            running.lock.release()
            self._last = self._clock()

    def _reporter(self, language: Language) -> Progress:
        """Keeps for ``/progress`` how far the press is, in the language of whoever pressed."""
        running = self._running

        def report(text: Text, done: int, total: int) -> None:
            running.text, running.done, running.total = text.what(language), done, total

        return report


class _Handler(BaseHTTPRequestHandler):
    """HTTP around the desk. Questions without the token get 403 and nothing else."""

    server: _Server
    timeout = 30

    def do_POST(self) -> None:
        given = self.headers.get("X-Kamxl-Token", "")
        if not hmac.compare_digest(given.encode(), self.server.token.encode()):
            self._drain()
            self.send_error(403)
            return
        if self.path == "/stream":
            self._stream()
            return
        body = self._body()
        answer = None if body is None else self.server.desk.answer(self.path, body)
        if answer is None:
            self.send_error(400 if body is None else 404)
            return
        wants_lines = self.headers.get("Accept", "").startswith("text/plain")
        text = _lines(answer) if wants_lines else json.dumps(answer, ensure_ascii=False, default=_cell)
        self._send(
            text.encode("utf-8"), "text/plain; charset=us-ascii" if wants_lines else "application/json; charset=utf-8"
        )
        if self.path == "/stop":  # after the answer: the process may be gone a moment later
            self.server.desk.stopping.set()

    def _stream(self) -> None:
        """``/values`` again and again on one connection, a line each way: a function's call must cost microseconds."""
        self.send_response(200)
        self.end_headers()
        self.connection.settimeout(None)
        for line in self.rfile:
            try:
                body = json.loads(line)
            except ValueError:
                return
            answer = self.server.desk.answer("/values", body) if isinstance(body, dict) else None
            self.wfile.write(json.dumps(answer, ensure_ascii=False, default=_cell).encode("utf-8") + b"\n")

    def _drain(self) -> None:
        """Reads what a refused client sends, so that it gets the refusal and not a broken pipe."""
        length = self.headers.get("Content-Length", "")
        if length.isdigit():
            self.rfile.read(min(int(length), _DRAINED))

    def _body(self) -> dict[str, Any] | None:
        try:
            length = int(self.headers.get("Content-Length", ""))
            if not 0 <= length <= _BIGGEST_BODY:
                return None
            body = json.loads(self.rfile.read(length))
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _send(self, raw: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(raw)

    def address_string(self) -> str:
        return "local"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        _log.debug(format, *args)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    request_queue_size = 32

    def __init__(self, address: Any, desk: Desk, token: str, idle: float) -> None:
        self.desk = desk
        self.token = token
        self.idle = idle
        self.wanted: Callable[[], bool] = lambda: True
        self._looked = time.monotonic()
        super().__init__(address, _Handler)

    def service_actions(self) -> None:
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            if not self.wanted():  # its endpoint file is gone or another process's: nobody can find it any more
                self.desk.stopping.set()
        if self.desk.may_end(self.idle):
            # shutdown() waits for serve_forever(), which runs this very method: it needs a thread of its own.
            threading.Thread(target=self.shutdown, daemon=True).start()


class _UnixServer(_Server):
    address_family = getattr(socket, "AF_UNIX", socket.AF_INET)

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)

    def get_request(self) -> tuple[Any, Any]:
        request, _ = super().get_request()
        return request, ("local", 0)


def listen(desk: Desk, token: str, idle: float, socket_path: Path | None) -> tuple[_Server, str]:
    """A server that is bound but does not serve yet, and its address. ``socket_path`` None: TCP on 127.0.0.1."""
    if socket_path is None:
        server = _Server(("127.0.0.1", 0), desk, token, idle)
        return server, f"tcp:127.0.0.1:{server.server_address[1]}"
    socket_path.unlink(missing_ok=True)
    return _UnixServer(str(socket_path), desk, token, idle), f"unix:{socket_path}"


def _lines(answer: Mapping[str, Any]) -> str:
    return plain.answers(answer["answers"], answer["stamp"]) if "answers" in answer else plain.lines(answer)


def _cell(value: Any) -> Any:
    """What JSON does not know, in an answer's values."""
    if hasattr(value, "isoformat"):
        return {"date": value.isoformat()}
    return float(value)
