"""Puts the extension into a user's LibreOffice, takes it out without a trace, says what is there.

LibreOffice's own ``unopkg`` does the first part, so it works for an office with a Python of its own too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from .... import __version__
from ....dataclass import dataclass
from ....errors import HostError
from ...resident import client, endpoint
from ..engine.office import find_soffice, program_folder
from .build import IDENTIFIER, oxt
from .carried.starting import LIBRARY, MODULE

_SECONDS = 180
# unopkg now and then fails as it leaves, its work done: whether it is done is looked up by those who asked.
_LEAVING = "unexpected exception while disposing"
_VERSION = re.compile(r"Identifier:\s*" + re.escape(IDENTIFIER) + r"\s+Version:\s*(\S+)")


@dataclass(frozen=True)
class Status:
    """What is installed: ``version`` of the extension or ``None``, and where the office and its profile are."""

    soffice: Path
    profile: Path
    version: str | None

    @property
    def current(self) -> bool:
        return self.version == __version__


def profile_folder() -> Path:
    """This user's LibreOffice profile: the folder that has ``user`` in it."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "libreoffice" / "4"


def install(profile: Path | None = None) -> Status:
    """Installs, or renews, the extension for this user. Raises ``HostError``; then nothing has changed."""
    home = profile or profile_folder()
    _refuse_running(home)
    with tempfile.TemporaryDirectory(prefix="kamxl-") as folder:
        package = Path(folder) / "kamxl.oxt"
        package.write_bytes(oxt())
        Path(folder).chmod(0o755)  # unopkg may run as another user where the office is wrapped
        package.chmod(0o644)
        _unopkg(home, "add", "--force", "--suppress-license", str(package))
    found = status(home)
    if not found.current:
        raise HostError("libreoffice.unopkg_failed", reason=f"unopkg add: {found.version}")
    return found


def uninstall(profile: Path | None = None) -> bool:
    """Removes the extension, its functions, its toolbar's place and its process; gives whether there was one."""
    home = profile or profile_folder()
    _refuse_running(home)
    was_there = status(home).version is not None
    if was_there:
        _unopkg(home, "remove", IDENTIFIER)
        if (left := status(home).version) is not None:
            raise HostError("libreoffice.unopkg_failed", reason=f"unopkg remove: {left}")
    _forget_functions(home)
    _forget_window_state(home)
    _forget_remains(home)
    stop_resident()
    return was_there


def status(profile: Path | None = None) -> Status:
    """What is there now."""
    home = profile or profile_folder()
    listed = _unopkg(home, "list") if (home / "user").is_dir() else ""
    found = _VERSION.search(listed)
    return Status(find_soffice(), home, found[1] if found else None)


def stop_resident() -> None:
    """Asks this user's resident process, if any, to end."""
    found = endpoint.read(endpoint.home())
    if found is not None:
        with suppress(client.NoProcess, client.Broken):
            client.call(found, "/stop", {}, 5.0)


def _refuse_running(home: Path) -> None:
    """An office that runs holds its profile, and would write its old settings over ours when it ends."""
    if (home / ".lock").exists():
        raise HostError("libreoffice.running")


def _unopkg(home: Path, *arguments: str) -> str:
    command = [str(_find_unopkg()), *arguments, f"-env:UserInstallation={home.resolve().as_uri()}"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, arguments as a list
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise HostError("libreoffice.unopkg_failed", reason=str(error)) from error
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode and _LEAVING not in said:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        reason = next((line for line in lines if "ERROR" in line), lines[-1] if lines else str(done.returncode))
        raise HostError("libreoffice.unopkg_failed", reason=reason)
    return said


def _find_unopkg() -> Path:
    named = os.environ.get("KAMXL_UNOPKG")
    name = "unopkg.com" if sys.platform == "win32" else "unopkg"
    path = Path(named) if named else program_folder(find_soffice()) / name
    if not path.is_file():
        raise HostError("libreoffice.no_unopkg", path=path)
    return path


def _forget_functions(home: Path) -> None:
    """Takes our module out of the user's Basic library, which keeps all else."""
    library = home / "user" / "basic" / LIBRARY
    listed = library / "script.xlb"
    if listed.is_file():
        text = listed.read_text(encoding="utf-8")
        listed.write_text(re.sub(rf'\s*<library:element library:name="{MODULE}"/>', "", text), encoding="utf-8")
    (library / f"{MODULE}.xba").unlink(missing_ok=True)


def _forget_remains(home: Path) -> None:
    """What unopkg unpacked and would clear away at some later start."""
    for remains in list((home / "user" / "extensions").glob("**/kamxl.oxt*")):
        shutil.rmtree(remains.parent, ignore_errors=True)


def _forget_window_state(home: Path) -> None:
    """Where the toolbar stood: LibreOffice writes one setting a line."""
    settings = home / "user" / "registrymodifications.xcu"
    if settings.is_file():
        lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "kamxl" not in line]
        if kept != lines:
            settings.write_text("".join(kept), encoding="utf-8")
