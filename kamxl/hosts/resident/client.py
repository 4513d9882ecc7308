"""Asks the resident process. Standard library only and Python 3.8 on: the LibreOffice extension carries this file.

    with_process(python, version)  -> Endpoint      starts the process where none answers
    call(endpoint, "/press", {...}) -> dict          one question, one answer

Errors: ``NoProcess`` (it could not be reached or started; nothing was done), ``Broken`` (it died while it worked).
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import endpoint as endpoints
from .endpoint import Endpoint

_START_SECONDS = 20.0
_POLL_SECONDS = 0.03


class NoProcess(Exception):  # noqa: N818 - it names what is missing
    """The resident process cannot be reached or started; ``reason`` says why. Nothing was done."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Broken(Exception):  # noqa: N818
    """The connection ended before the answer: the process died or was ended while it worked."""


class _Connection(http.client.HTTPConnection):
    """HTTP over whatever the endpoint's address names."""

    def __init__(self, address: str, timeout: float) -> None:
        super().__init__("127.0.0.1", timeout=timeout)
        self._address = address

    def connect(self) -> None:
        kind, _, rest = self._address.partition(":")
        if kind == "unix" and sys.platform != "win32":
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self.timeout)
            self.sock.connect(rest)
        else:
            host, _, port = rest.rpartition(":")
            self.sock = socket.create_connection((host, int(port)), self.timeout)


def call(where: Endpoint, path: str, body: dict[str, Any], timeout: float = 600.0) -> dict[str, Any]:
    """Asks ``path`` and gives the answer. Raises ``NoProcess`` before, ``Broken`` after the question was sent."""
    connection = _Connection(where.address, timeout)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise NoProcess(str(error)) from error
        headers = {"Content-Type": "application/json", "X-Kamxl-Token": where.token}
        try:
            connection.request("POST", path, json.dumps(body).encode("utf-8"), headers)
            response = connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error)) from error
        if response.status != 200:
            raise NoProcess(f"{response.status} {response.reason}")
        try:
            answer: dict[str, Any] = json.loads(raw)
        except ValueError as error:  # cut off within the head of the answer: no length says so
            raise Broken(str(error)) from error
        return answer
    finally:
        connection.close()


def find(folder: Path, version: str, timeout: float = 2.0) -> Endpoint | None:
    """The running process of this version, or None. One of another version (after an upgrade) is asked to end."""
    found = endpoints.read(folder)
    if found is None:
        return None
    try:
        hello = call(found, "/hello", {}, timeout)
        if hello.get("version") == version:
            return found
        call(found, "/stop", {}, timeout)
    except (NoProcess, Broken):
        pass
    return None


def start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Starts the process so that it outlives the spreadsheet application and shows no window."""
    environ = {**os.environ, "KAMXL_RESIDENT_HOME": str(folder)}
    # LibreOffice sets these for its own Python; another interpreter would look there for its library and fail.
    for name in ("PYTHONHOME", "PYTHONPATH"):
        if "KAMXL_KEEP_PYTHONPATH" not in environ:
            environ.pop(name, None)
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        quiet["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        quiet["start_new_session"] = True
    try:
        return subprocess.Popen([*command, "-m", "kamxl.hosts.resident"], env=environ, **quiet)  # noqa: S603 - a list, no shell
    except OSError as error:
        raise NoProcess(str(error)) from error


def with_process(
    command: Sequence[str],
    version: str,
    folder: Path | None = None,
    seconds: float = _START_SECONDS,
) -> Endpoint:
    """The running process, started by ``command`` (the interpreter and its options) where none answers.

    Raises ``NoProcess`` where it cannot be started or says nothing within ``seconds``.
    """
    folder = endpoints.home() if folder is None else folder
    found = find(folder, version)
    if found is not None:
        return found
    process = start(command, folder)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = find(folder, version)
        if found is not None:
            return found
        # Code 0 means that another start came first and this one left it to that process.
        if process.poll() not in (None, 0):
            raise NoProcess(f"{command[0]} -m kamxl.hosts.resident: {process.returncode}")
        time.sleep(_POLL_SECONDS)
    raise NoProcess(f"{command[0]} -m kamxl.hosts.resident: {seconds:g} s")
