"""The engine over kamxl's own line to an extension inside LibreOffice, where no binding for this Python is at hand.

:func:`connect` gives a :class:`~.bridge.Bridge` like the direct one: objects are stand-ins whose properties (capital letter
first, as everywhere in UNO) are asked for and whose methods are called over the line. The other side, and the form of a
frame, is ``extension/carried/objects.py``.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import weakref
from functools import cache
from typing import Any

from kamxl.errors import HostError

from .bridge import Bridge

_LENGTH = struct.Struct(">I")
_SECONDS = 120.0


class RemoteError(Exception):
    """An exception that UNO raised at the other end; its class is named as UNO's type is."""


@cache
def _error_class(name: str) -> type[RemoteError]:
    return type(name, (RemoteError,), {})


class Enum:
    """A UNO enum value."""

    def __init__(self, type_name: str, value: str) -> None:
        self.typeName = type_name
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Enum) and (other.typeName, other.value) == (self.typeName, self.value)

    def __hash__(self) -> int:
        return hash((self.typeName, self.value))


class Typed:
    """A value with its UNO type."""

    def __init__(self, type_name: str, value: Any) -> None:
        self.type_name = type_name
        self.content = value


class Struct:
    """A UNO struct: a value, copied whole each way."""

    _type_name: str

    def __init__(self, type_name: str, fields: dict[str, Any] | None = None) -> None:
        self.__dict__["_type_name"] = type_name
        self.__dict__.update(fields or {})

    def fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_type_name"}


class Remote:
    """An object at the other end."""

    def __init__(self, wire: Wire, number: int) -> None:
        self.__dict__["_wire"] = wire
        self.__dict__["_number"] = number
        if number:
            weakref.finalize(self, wire.dropped, number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name[0].isupper():
            return self._wire.ask("get", self._number, name)
        return _Method(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._wire.ask("set", self._number, name, value)


class _Method:
    def __init__(self, target: Remote, name: str) -> None:
        self._target = target
        self._name = name

    def __call__(self, *arguments: Any) -> Any:
        target = self._target
        return target._wire.ask("call", target._number, self._name, list(arguments))


class Wire:
    """One connection: a question, then its answer; safe to share between threads. ``broken`` once it was lost."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.RLock()
        self._dropped: list[int] = []
        self.broken = False

    def close(self) -> None:
        self._sock.close()

    def dropped(self, number: int) -> None:
        """A stand-in is gone; the other end hears of it with the next question."""
        self._dropped.append(number)

    def ask(self, *question: Any) -> Any:
        """One question. Raises UNO's exception by its name, ``HostError`` where LibreOffice has gone."""
        with self._lock:
            if len(self._dropped) > 200:
                numbers, self._dropped = self._dropped, []
                self._exchange(["drop", numbers])
            answer = self._exchange(question)
        if "x" in answer:
            kind, message = answer["x"]
            raise _error_class(kind)(message)
        return answer["v"]

    def hello(self, key: str) -> None:
        try:
            self._send(key.encode("ascii"))
            if self._receive():
                return
        except OSError as error:
            raise HostError("libreoffice.gone", reason=str(error)) from error

    def _exchange(self, question: Any) -> dict[str, Any]:
        try:
            self._send(json.dumps(question, default=_encoded, ensure_ascii=False).encode("utf-8"))
            answer: dict[str, Any] = json.loads(self._receive(), object_hook=self._decoded)
        except (OSError, ValueError) as error:
            self.broken = True
            raise HostError("libreoffice.gone", reason=str(error) or type(error).__name__) from error
        return answer

    def _send(self, raw: bytes) -> None:
        self._sock.sendall(_LENGTH.pack(len(raw)) + raw)

    def _receive(self) -> bytes:
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            piece = self._sock.recv(min(count - len(parts), 1 << 20))
            if not piece:
                raise ConnectionResetError("connection closed")
            parts += piece
        return bytes(parts)

    def _decoded(self, mark: dict[str, Any]) -> Any:
        if "o" in mark and len(mark) == 1:
            return Remote(self, mark["o"])
        if "e" in mark and len(mark) == 1:
            return Enum(*mark["e"])
        if "s" in mark and "f" in mark:
            return Struct(mark["s"], mark["f"])
        return mark


def _encoded(value: Any) -> Any:
    if isinstance(value, Remote):
        return {"o": value._number}
    if isinstance(value, Struct):
        return {"s": value._type_name, "f": value.fields()}
    if isinstance(value, Enum):
        return {"e": [value.typeName, value.value]}
    if isinstance(value, Typed):
        return {"a": [value.type_name, value.content]}
    raise TypeError(f"UNO has no {type(value).__name__}")


class _Uno:
    """What the bridge asks of the ``uno`` module."""

    Enum = Enum
    Any = Typed

    @staticmethod
    def createUnoStruct(name: str) -> Struct:  # noqa: N802 - uno's own name
        return Struct(name)

    @staticmethod
    def invoke(target: Remote, method: str, arguments: tuple[object, ...]) -> object:
        return _Method(target, method)(*arguments)


class LineBridge(Bridge):
    """A bridge whose line can be closed."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        super().__init__(_Uno(), Remote(wire, 0))

    def survey(self, question: str, cells: Any) -> Any:
        return self.wire.ask("survey", cells._number, question)


def connect(address: str, key: str) -> LineBridge:
    """The extension that listens at ``unix:/path`` or ``tcp:127.0.0.1:port``. Raises ``HostError("libreoffice.gone")``."""
    kind, _, rest = address.partition(":")
    try:
        if kind == "unix" and sys.platform != "win32":
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.settimeout(_SECONDS)
            sock.connect(rest)
        else:
            host, _, port = rest.rpartition(":")
            sock = socket.create_connection((host, int(port)), _SECONDS)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise HostError("libreoffice.gone", reason=str(error)) from error
    wire = Wire(sock)
    wire.hello(key)
    return LineBridge(wire)
