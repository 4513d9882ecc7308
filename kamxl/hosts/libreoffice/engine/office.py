"""The office process: found, started with a profile of its own, waited for, asked to end, killed if it hangs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kamxl.errors import HostError

from ....dataclass import dataclass
from .bridge import Bridge, load_uno

START_SECONDS = 60.0
QUIT_SECONDS = 10.0
_POLL_SECONDS = 0.05

# What a first start would otherwise ask a person who is not there.
_QUIET_SETTINGS = (
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Setup/Product", "ooSetupLastVersion", "99.9"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
)
_ITEM = (
    '<item oor:path="/org.openoffice.{node}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
)


def find_soffice() -> Path:
    """The ``soffice`` to start: ``KAMXL_SOFFICE``, else on the PATH, else where installers put it; or ``HostError``."""
    for candidate in _candidates():
        if candidate.is_file():
            return candidate
    raise HostError("libreoffice.not_installed")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("KAMXL_SOFFICE"):
        yield Path(named)
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "win32":
        for root in filter(None, map(os.environ.get, ("ProgramFiles", "ProgramFiles(x86)"))):
            yield Path(root) / "LibreOffice" / "program" / "soffice.exe"
    elif sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    else:
        yield Path("/usr/lib/libreoffice/program/soffice")
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def program_folder(soffice: Path) -> Path:
    """The folder with the office's libraries: ``soffice`` may be a link or a small script elsewhere."""
    real = soffice.resolve()
    if real.parent.name == "program" or sys.platform != "linux":
        return real.parent
    return Path("/usr/lib/libreoffice/program")


@dataclass
class Office:
    """A running office and the bridge to it. ``process`` is ``None`` for one that somebody else started."""

    address: str
    bridge: Bridge
    pid: int
    headless: bool
    process: subprocess.Popen[bytes] | None = None
    profile: Path | None = None

    def quit(self) -> None:
        """Ask the office to end; one that does not within ``QUIT_SECONDS`` is killed."""
        asking = threading.Thread(target=self._terminate, daemon=True)
        asking.start()
        asking.join(QUIT_SECONDS)
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(QUIT_SECONDS)
        self.kill()

    def _terminate(self) -> None:
        with suppress(Exception):  # UNO's own exception tree: the far end closes the line while answering
            self.bridge.desktop.terminate()

    def kill(self) -> None:
        """End the office at once, unsaved work and all, with every process that it started; remove its own profile."""
        if self.process is not None:
            _kill_group(self.process)
        elif self.pid > 0:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)


def launch(soffice: Path | None = None, *, visible: bool = False, profile: Path | None = None) -> Office:
    """Start an office of our own and connect to it.

    ``profile`` is kept when given; without it a fresh one is made and removed at the end. Raises ``HostError`` where
    the office is missing, has no binding for this Python, or does not answer within ``START_SECONDS``.
    """
    program = soffice or find_soffice()
    uno = load_uno(program_folder(program))
    own = Path(tempfile.mkdtemp(prefix="kamxl-office-")) if profile is None else None
    home = own if own is not None else profile
    assert home is not None  # noqa: S101 - one of the two is set above
    _quieten(home)
    address = f"pipe,name=kamxl{uuid.uuid4().hex}"
    headless = not visible or not has_display()
    try:
        process, bridge = _started(uno, _command(program, home, address, headless), address)
    except HostError:
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)
        raise
    return Office(address, bridge, process.pid, headless, process, own)


def _started(uno: object, command: list[str], address: str) -> tuple[subprocess.Popen[bytes], Bridge]:
    """The office, started; once more where it ended at once: after an extension came, its first start is a restart."""
    process = _start(command)
    try:
        return process, _wait_for(uno, address, process)
    except HostError:
        ended_by_itself = process.poll() is not None
        _kill_group(process)
        if not ended_by_itself:
            raise
    process = _start(command)
    try:
        return process, _wait_for(uno, address, process)
    except HostError:
        _kill_group(process)
        raise


def attach(address: str, soffice: Path | None = None) -> Office:
    """Connect to an office that already listens at ``address`` (``pipe,name=…`` or ``socket,host=…,port=…``)."""
    uno = load_uno(program_folder(soffice or find_soffice()))
    plain = address.removeprefix("uno:").split(";")[0]
    try:
        bridge = Bridge.connect(uno, plain)
    except Exception as error:  # UNO raises its own exception types, made at run time
        raise HostError("libreoffice.no_answer", address=plain, seconds=0) from error
    # Its process id is not known to UNO; a stable negative number keeps it apart from our own.
    return Office(plain, bridge, -(uuid.uuid5(uuid.NAMESPACE_URL, plain).int % 2**31), headless=False)


def has_display() -> bool:
    """Whether a window can be shown at all."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _command(program: Path, profile: Path, address: str, headless: bool) -> list[str]:
    return [
        str(program),
        *(["--headless"] if headless else []),
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        f"--accept={address};urp;",
    ]


def _quieten(profile: Path) -> None:
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        items = "".join(_ITEM.format(node=node, name=name, value=value) for node, name, value in _QUIET_SETTINGS)
        settings.write_text(_SETTINGS.format(items=items), encoding="utf-8")


def _wait_for(uno: object, address: str, process: subprocess.Popen[bytes]) -> Bridge:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return Bridge.connect(uno, address)
        except Exception as error:  # NoConnectException is made at run time and cannot be named before uno is loaded
            if process.poll() is not None or time.monotonic() > deadline:
                raise HostError("libreoffice.no_answer", address=address, seconds=round(START_SECONDS)) from error
            time.sleep(_POLL_SECONDS)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start the office in a process group of its own: what it starts ends with it; Ctrl+C here does not reach it."""
    windows = sys.platform == "win32"
    return subprocess.Popen(  # noqa: S603 - a fixed argument list
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        start_new_session=not windows,
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """``soffice`` is a script around the real process: the whole group goes."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(QUIT_SECONDS)
