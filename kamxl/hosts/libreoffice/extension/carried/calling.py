"""``KAM_*`` calls from cells: answered from what is known, else asked of the resident process over one kept connection.

A call must never raise (Basic would turn that into a 0 in the cell) and must never hang a recalculation: errors are values,
and a process that cannot be had is not tried again for a while.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
from typing import Any

import uno

from ....resident import client
from .knowing import Answers
from .pressing import Presser

_LOOK_AGAIN_SECONDS = 2.0
_REST_SECONDS = 20.0
_ANSWER_SECONDS = 60.0
# LibreOffice's error numbers; a NaN that carries one is shown as that error.
_ERRORS = {"NULL": 521, "DIV0": 532, "VALUE": 519, "REF": 524, "NAME": 525, "NUM": 503, "NA": 32767}


def error_value(code: str) -> float:
    """The number that a cell shows as ``#N/A``, ``#VALUE!`` …"""
    raw = 0x7FF8000000000000 | _ERRORS.get(code, _ERRORS["VALUE"])
    return float(struct.unpack("<d", struct.pack("<Q", raw))[0])


NOT_AVAILABLE = error_value("NA")


class Functions:
    """The functions of this LibreOffice, for all its workbooks."""

    def __init__(self, context: Any, presser: Presser) -> None:
        self._desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._presser = presser
        self._lock = threading.Lock()
        self._answers = Answers(presser.config["live"])
        self._stamp = ""
        self._stream: Stream | None = None
        self._rest_until = 0.0
        self._book = ""
        self._looked = 0.0

    def call(self, name: str, arguments: Any) -> Any:
        """The value of one call: a number, a text, rows, or a NaN that stands for an error."""
        now = time.monotonic()
        if not self._book or now - self._looked > _LOOK_AGAIN_SECONDS:
            self._look(now)
        key = (self._book, name, arguments)
        found = self._answers.get(key)
        if found is not None:
            return found
        with self._lock:
            answer = self._asked(key, now)
        return NOT_AVAILABLE if answer is None else answer

    def forget(self) -> None:
        """The figures changed: every answer is asked anew."""
        with self._lock:
            self._answers.forget()

    def _look(self, now: float) -> None:
        """Which workbook is in front, and whether the snapshot is still the one that the known answers come from."""
        self._looked = now
        self._book = self._front()
        self._answers.look()
        if self._stream is not None:
            with self._lock:
                self._exchange([])

    def _front(self) -> str:
        """The workbook in front; where none is (no window yet, another application), any open one that has a file."""
        front = _path(self._desktop.getCurrentComponent())
        if front:
            return front
        components = self._desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            found = _path(components.nextElement())
            if found:
                return found
        return self._book

    def _asked(self, key: Any, now: float) -> Any:
        """The answer, None where the process cannot be had or the workbook belongs to no department."""
        if now < self._rest_until:
            return None
        keys, ahead = self._answers.question(key)
        reply = self._exchange([[name, *map(_plain, arguments)] for _, name, arguments in keys], ahead)
        if not reply or "answers" not in reply:
            return None
        answers = [_cell(answer) for answer in reply["answers"]]
        more = [((key[0], name, tuple(given)), _cell(value)) for name, given, value in reply.get("more", ())]
        self._answers.take(keys, answers, more)
        return answers[0]

    def _exchange(self, calls: list[Any], ahead: int = 0) -> dict[str, Any] | None:
        question = json.dumps({"book": self._book, "calls": calls, "ahead": ahead}, ensure_ascii=False)
        for _ in range(2):
            try:
                if self._stream is None:
                    self._stream = Stream(self._presser.resident())
                reply = self._stream.ask(question)
            except (OSError, ValueError):
                self._stream = None
                continue
            except client.NoProcess:
                break
            self._note(reply)
            return reply
        self._rest_until = time.monotonic() + _REST_SECONDS
        return None

    def _note(self, reply: dict[str, Any]) -> None:
        stamp = str(reply.get("stamp", self._stamp))
        if stamp != self._stamp:
            self._answers.forget()
            self._stamp = stamp


class Stream:
    """A connection of ``/stream``: a line with a question, a line with its answer."""

    def __init__(self, where: Any) -> None:
        kind, _, rest = where.address.partition(":")
        if kind == "unix" and sys.platform != "win32":
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.settimeout(_ANSWER_SECONDS)
            self._socket.connect(rest)
        else:
            host, _, port = rest.rpartition(":")
            self._socket = socket.create_connection((host, int(port)), _ANSWER_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"POST /stream HTTP/1.0\r\nX-Kamxl-Token: {where.token}\r\nContent-Length: 0\r\n\r\n"
        self._socket.sendall(head.encode("ascii"))
        self._file = self._socket.makefile("rb")
        if b" 200 " not in self._file.readline():
            raise OSError("refused")
        while self._file.readline() not in (b"\r\n", b""):
            pass

    def ask(self, question: str) -> dict[str, Any]:
        self._socket.sendall(question.encode("utf-8") + b"\n")
        line = self._file.readline()
        if not line:
            raise OSError("closed")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _path(document: Any) -> str:
    url = str(getattr(document, "URL", "") or "")
    return uno.fileUrlToSystemPath(url) if url.startswith("file:") else ""


def _plain(argument: Any) -> Any:
    """An argument as JSON has it: ranges are rows; a number that stands for an error says which."""
    if isinstance(argument, tuple):
        return [_plain(one) for one in argument]
    if isinstance(argument, float) and argument != argument:
        return {"error": "NA"}
    return argument


def _cell(value: Any) -> Any:
    if value is None:
        return NOT_AVAILABLE
    if isinstance(value, dict):
        return error_value(str(value.get("error", "VALUE")))
    if isinstance(value, list):
        return tuple(tuple(_cell(one) for one in row) for row in value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
