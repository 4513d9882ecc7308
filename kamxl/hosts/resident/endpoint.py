"""Where a user's resident process is found: a small text file in a folder that only this user can open.

Standard library only and Python 3.8 on: the LibreOffice extension carries this file.

The file ``resident.txt`` has ``key=value`` lines (on Windows ASCII only), so that VBA reads it without a parser: ``address`` is
``unix:/path`` (Linux, macOS) or ``tcp:127.0.0.1:port`` (Windows), ``token`` must come with every request.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = "resident.txt"
# A Unix socket's path has room for 104 bytes on macOS (108 on Linux), the closing zero included.
_LONGEST_SOCKET = 100


@dataclass(frozen=True)
class Endpoint:
    """A running resident process: where it listens, the token it wants, its process id and kamxl's version."""

    address: str
    token: str
    pid: int
    version: str

    def text(self) -> str:
        return f"address={self.address}\ntoken={self.token}\npid={self.pid}\nversion={self.version}\n"

    @staticmethod
    def parse(text: str) -> Endpoint | None:
        """The endpoint that ``text`` describes, or None where a line is missing or broken."""
        fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        try:
            return Endpoint(fields["address"], fields["token"], int(fields["pid"]), fields["version"])
        except (KeyError, ValueError):
            return None


def home(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """The folder of the endpoint file and the log. ``KAMXL_RESIDENT_HOME`` overrides it (tests, roaming profiles)."""
    environ = os.environ if environ is None else environ
    given = environ.get("KAMXL_RESIDENT_HOME")
    if given:
        return Path(given)
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "kamxl" / "run"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "kamxl"
    runtime = environ.get("XDG_RUNTIME_DIR")
    return (Path(runtime) if runtime else Path.home() / ".cache") / "kamxl"


def private(folder: Path) -> Path:
    """Makes ``folder`` with no access for others. Raises ``PermissionError`` where it belongs to somebody else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sys.platform != "win32":
        if folder.stat().st_uid != os.getuid():
            raise PermissionError(f"{folder} belongs to another user")
        folder.chmod(0o700)
    return folder


def socket_path(folder: Path) -> Path:
    """The Unix socket beside the endpoint file, or in a short private folder where that path would be too long."""
    beside = folder / "resident.sock"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET:
        return beside
    short = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return private(Path(tempfile.gettempdir()) / f"kamxl-{short}") / "resident.sock"


def read(folder: Path) -> Endpoint | None:
    """The endpoint written in ``folder``, or None. It may be of a process that has died: only a request tells."""
    try:
        return Endpoint.parse((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def write(folder: Path, endpoint: Endpoint) -> None:
    """Writes the endpoint so that a reader sees it wholly or not at all, and nobody else sees it."""
    fresh = folder / f"{FILE}.{endpoint.pid}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(endpoint.text())
    fresh.replace(folder / FILE)


def remove(folder: Path, pid: int) -> None:
    """Removes the endpoint file if it is still that process's."""
    found = read(folder)
    if found is not None and found.pid == pid:
        (folder / FILE).unlink()
