"""Where Excel keeps a user's add-ins on this computer, behind one value that tests can make up.

Nothing here needs an administrator: the user's own folders and ``HKEY_CURRENT_USER``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ...dataclass import dataclass
from ...errors import HostError
from ..resident.endpoint import home
from .registry import Registry, user_registry

_OFFICE_ON_MACOS = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_SCRIPTS_ON_MACOS = "Library/Application Scripts/com.microsoft.Excel"


@dataclass(frozen=True, slots=True)
class Machine:
    """A user's computer, as far as an installation touches it.

    ``addins`` is our own folder among Excel's add-ins; ``scripts`` Excel's AppleScript folder (macOS); ``run`` the
    resident process's folder; ``python`` the interpreter that has kamxl; ``excel_runs`` says whether Excel is open;
    ``unmark`` takes the mark "from the internet" off a file.
    """

    platform: str
    addins: Path
    run: Path
    python: Path
    registry: Registry | None
    excel_runs: Callable[[], bool]
    unmark: Callable[[Path], None]
    scripts: Path | None = None


def this_machine() -> Machine:
    """This user's computer. Raises ``HostError("excel.no_desktop_excel")`` where there is no Excel for the desktop."""
    if sys.platform == "win32":
        roaming = Path(os.environ["APPDATA"])
        return Machine(
            platform="win32",
            addins=roaming / "Microsoft" / "AddIns" / "kamxl",
            run=home(),
            python=_interpreter(),
            registry=user_registry(),
            excel_runs=_runs_on_windows,
            unmark=_unmark_on_windows,
        )
    if sys.platform == "darwin":
        return Machine(
            platform="darwin",
            addins=Path.home() / _OFFICE_ON_MACOS,
            run=home(),
            python=_interpreter(),
            registry=None,
            excel_runs=lambda: _succeeds(["/usr/bin/pgrep", "-x", "Microsoft Excel"]),
            unmark=lambda path: None,  # files that we write ourselves carry no quarantine
            scripts=Path.home() / _SCRIPTS_ON_MACOS,
        )
    raise HostError("excel.no_desktop_excel", platform=sys.platform)


def _interpreter() -> Path:
    """The interpreter that runs now; on Windows its sister without a console window."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    return windowless if sys.platform == "win32" and windowless.is_file() else python


def _runs_on_windows() -> bool:
    """Asks Windows' own list of processes; from System32, not from PATH."""
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "tasklist.exe")
    command = [str(program), "/FI", "IMAGENAME eq EXCEL.EXE", "/NH", "/FO", "CSV"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=30, check=False)  # noqa: S603
    return "excel.exe" in done.stdout.lower()


def _unmark_on_windows(path: Path) -> None:
    """Removes the alternate stream in which Windows notes where a file came from; of this file only."""
    Path(f"{path}:Zone.Identifier").unlink(missing_ok=True)


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0  # noqa: S603
