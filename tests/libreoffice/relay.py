"""Stands between the two ends of a Unix socket and passes everything on, until the connection is cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path


class Relay:
    """Takes the socket's path; the real one goes aside until the cut."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._real = path.with_suffix(".real")
        self._sockets: list[socket.socket] = []
        self._whole = True
        self._lock = threading.Lock()
        path.rename(self._real)
        self._listening = self._kept(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        self._listening.bind(str(path))
        self._listening.listen(8)
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Every connection ends now, on both sides; who connects from now on reaches the real socket again."""
        with self._lock:
            if not self._whole:
                return
            self._whole = False
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._real.replace(self._path)

    def _kept(self, one: socket.socket) -> socket.socket:
        with self._lock:
            self._sockets.append(one)
            if not self._whole:
                one.close()
        return one

    def _listen(self) -> None:
        with suppress(OSError), self._listening:
            while True:
                near = self._kept(self._listening.accept()[0])
                far = self._kept(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                far.connect(str(self._real))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(1 << 16):
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
