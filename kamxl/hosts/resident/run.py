"""Starts the one resident process of this user, or leaves it to the one that runs already."""

from __future__ import annotations

import logging
import logging.handlers
import os
import secrets
import sys
from pathlib import Path

from . import endpoint as endpoints
from .client import find
from .endpoint import Endpoint
from .server import Desk, Service, listen

IDLE_SECONDS = 8 * 3600.0
_LOG_BYTES = 512 * 1024
_NOBODY = Endpoint("", "", 0, "")


def run(service: Service, version: str, folder: Path, *, tcp: bool = False, idle: float = IDLE_SECONDS) -> int:
    """Serves until it is asked to stop or nobody asked anything for ``idle`` seconds. Exit code 0, also where another
    process of this version serves already; 2 where the folder cannot be used."""
    try:
        endpoints.private(folder)
    except OSError as error:
        print(f"kamxl: {error}", file=sys.stderr)
        return 2
    with _Turn(folder) as turn:
        if not turn.mine or find(folder, version) is not None:
            return 0
        log = _log_to(folder)
        desk = Desk(service, version, os.getpid())
        token = secrets.token_hex(32)
        use_tcp = tcp or sys.platform == "win32"
        server, address = listen(desk, token, idle, None if use_tcp else endpoints.socket_path(folder))
        server.wanted = lambda: (endpoints.read(folder) or _NOBODY).pid == os.getpid()
        endpoints.write(folder, Endpoint(address, token, os.getpid(), version))
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        endpoints.remove(folder, os.getpid())
        server.server_close()
        desk.close()
        logging.getLogger("kamxl").removeHandler(log)
        log.close()
    return 0


class _Turn:
    """Only one process at a time may look whether one runs and, if not, become it (an OS lock: it dies with its owner)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "resident.lock"
        self.mine = False

    def __enter__(self) -> _Turn:
        self._file = self._path.open("a+b")
        try:
            if sys.platform == "win32":
                import msvcrt

                self._file.seek(0)
                msvcrt.locking(self._file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds, then raises
            else:
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX)
            self.mine = True
        except OSError:
            self.mine = False
        return self

    def __exit__(self, *exc: object) -> None:
        if self.mine and sys.platform == "win32":
            import msvcrt

            self._file.seek(0)
            msvcrt.locking(self._file.fileno(), msvcrt.LK_UNLCK, 1)
        self._file.close()


def _log_to(folder: Path) -> logging.Handler:
    handler = logging.handlers.RotatingFileHandler(
        folder / "resident.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("kamxl").addHandler(handler)
    return handler
