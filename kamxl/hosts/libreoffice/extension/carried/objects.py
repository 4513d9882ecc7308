"""LibreOffice's side of the line that kamxl's engine drives a document by: objects by number, calls by name.

Runs inside LibreOffice, in whatever Python it brings (3.8 on, standard library and uno only). One connection serves one
press: the objects that it named are forgotten when it ends. Frames are four bytes of length and UTF-8 JSON:

    ["survey", object, question] | ["get", object, name] | ["set", object, name, value]
    | ["call", object, name, [arguments]] | ["drop", [objects]]
    -> {"v": value} | {"x": [exception type, message]}

Object 0 is the component context. Values: ``{"o": n}`` an object, ``{"s": type, "f": {…}}`` a struct, ``{"e": [type, name]}``
an enum, ``{"a": [type, value]}`` a value with its UNO type; lists are sequences.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import socket
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno

from .survey import SURVEYS

_LENGTH = struct.Struct(">I")
_BIGGEST_FRAME = 256 * 1024 * 1024
_PLAIN = (str, int, float, bool, type(None))


class Line:
    """Frames over a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def send(self, text: str) -> None:
        raw = text.encode("utf-8")
        self._sock.sendall(_LENGTH.pack(len(raw)) + raw)

    def receive(self) -> str | None:
        """The next frame's text, or None where the other side has gone."""
        head = self._exactly(_LENGTH.size)
        if head is None:
            return None
        (length,) = _LENGTH.unpack(head)
        raw = self._exactly(length) if length <= _BIGGEST_FRAME else None
        return None if raw is None else raw.decode("utf-8")

    def _exactly(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            piece = self._sock.recv(min(count - len(parts), 1 << 20))
            if not piece:
                return None
            parts += piece
        return bytes(parts)


class Objects:
    """What one connection knows: numbers for objects, and the translation of values."""

    def __init__(self, context: Any) -> None:
        self._by_number: dict[int, Any] = {0: context}
        self._next = 1

    def answer(self, text: str) -> str:
        """The reply to one question, as JSON."""
        try:
            question = json.loads(text, object_hook=self._decoded)
            return json.dumps({"v": self._do(question)}, default=self._encoded)
        except Exception as error:  # noqa: BLE001 - whatever UNO raises is the answer
            kind = type(error).__name__
            return json.dumps({"x": [kind, str(getattr(error, "Message", "") or error)]})

    def _do(self, question: Any) -> Any:
        verb, number = question[0], question[1]
        if verb == "drop":
            for one in number:
                self._by_number.pop(one, None)
            return None
        target = self._by_number[number]
        if verb == "survey":
            return SURVEYS[question[2]](target)
        if verb == "get":
            return getattr(target, question[2])
        if verb == "set":
            setattr(target, question[2], _sequences(question[3]))
            return None
        arguments = tuple(_sequences(argument) for argument in question[3])
        if any(isinstance(argument, uno.Any) for argument in arguments):
            return uno.invoke(target, question[2], arguments)
        return getattr(target, question[2])(*arguments)

    def _encoded(self, value: Any) -> Any:
        """What JSON does not know: structs, enums, byte sequences and objects."""
        if isinstance(value, uno.Enum):
            return {"e": [value.typeName, value.value]}
        if hasattr(type(value), "__pyunostruct__") or hasattr(value, "__pyunostruct__"):
            return {"s": value.__pyunostruct__, "f": {name: getattr(value, name) for name in dir(value.value)}}
        if isinstance(value, uno.ByteSequence):
            return list(value.value)
        if isinstance(value, uno.Type):
            return value.typeName
        number, self._next = self._next, self._next + 1
        self._by_number[number] = value
        return {"o": number}

    def _decoded(self, mark: dict[str, Any]) -> Any:
        if "o" in mark:
            return self._by_number[mark["o"]]
        if "e" in mark:
            return uno.Enum(*mark["e"])
        if "a" in mark:
            return uno.Any(mark["a"][0], _sequences(mark["a"][1]))
        if "s" in mark:
            made = uno.createUnoStruct(mark["s"])
            for name, value in mark["f"].items():
                setattr(made, name, _sequences(value))
            return made
        return mark  # the fields of a struct, on their way to the branch above


def _sequences(value: Any) -> Any:
    """Lists as tuples, all the way down: pyuno takes nothing else for a sequence. Rows of plain values go fast."""
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], list) and all(type(cell) in _PLAIN for row in value for cell in row):
        return tuple(map(tuple, value))
    return tuple(map(_sequences, value))


class Door:
    """Listens for kamxl's resident process, for this user alone; each press gets a key that opens once."""

    def __init__(self, context: Any, folder: Path, tcp: bool = False) -> None:
        self._context = context
        self._keys: set[str] = set()
        self._lock = threading.Lock()
        if tcp or sys.platform == "win32":
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._socket.bind(("127.0.0.1", 0))
            self.address = f"tcp:127.0.0.1:{self._socket.getsockname()[1]}"
            self._path: Path | None = None
        else:
            self._path = folder / f"office-{os.getpid()}.sock"
            if self._path.exists():
                self._path.unlink()
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.bind(str(self._path))
            self._path.chmod(0o600)
            self.address = f"unix:{self._path}"
        self._serving: dict[threading.Thread, socket.socket] = {}
        self._socket.listen(8)
        threading.Thread(target=self._listen, name="kamxl door", daemon=True).start()

    def key(self) -> str:
        """A new key for one connection."""
        key = secrets.token_hex(24)
        with self._lock:
            self._keys.add(key)
        return key

    def stands(self) -> bool:
        """Whether others can still find it."""
        return self._path is None or self._path.exists()

    def hang_up(self, seconds: float = 5.0) -> None:
        """Ends every line, and no key opens one any more: what drives the document for a press that failed must not go on.
        Waits for the question that came last: it may still be at work."""
        with self._lock:
            self._keys.clear()
            serving = dict(self._serving)
        for connection in serving.values():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in serving:
            thread.join(seconds)

    def close(self) -> None:
        self._socket.close()
        if self._path is not None and self._path.exists():
            self._path.unlink()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._served, args=(connection,), name="kamxl line", daemon=True)
            with self._lock:
                self._serving[thread] = connection
                thread.start()

    def _served(self, connection: socket.socket) -> None:
        try:
            self._serve(connection)
        finally:
            with self._lock:
                del self._serving[threading.current_thread()]

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(30)
            line = Line(connection)
            try:
                if not self._opens(line.receive()):
                    return
                connection.settimeout(None)
                line.send('{"v": "ok"}')
                objects = Objects(self._context)
                for question in iter(line.receive, None):
                    line.send(objects.answer(question))
            except OSError:
                return

    def _opens(self, key: str | None) -> bool:
        with self._lock:
            for known in self._keys:
                if hmac.compare_digest(known, key or ""):
                    self._keys.remove(known)
                    return True
        return False
