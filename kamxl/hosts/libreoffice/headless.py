"""LibreOffice without a window, for one conversion: its own profile, bounded in time, killed with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from .engine.office import find_soffice


def converted(source: Path, kind: str, folder: Path, seconds: float) -> Path | None:
    """``source`` as ``kind`` (``pdf``, ``xlsx`` …) in ``folder``, which also takes the profile; ``None`` if nothing came.

    Raises ``HostError`` where LibreOffice is missing, ``TimeoutError`` after ``seconds``. A window that is open elsewhere
    does not matter.
    """
    profile = (folder / "profile").as_uri()
    command = [
        str(find_soffice()),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
    ]
    _run([*command, "--outdir", str(folder), str(source)], seconds)
    made = folder / (source.stem + "." + kind.partition(":")[0])
    return made if made.is_file() else None


def _run(command: list[str], seconds: float) -> None:
    process = subprocess.Popen(  # noqa: S603 - a fixed program, arguments as a list
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        _kill(process)
        raise TimeoutError from error
    except BaseException:
        _kill(process)
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """``soffice`` is a script around the real process: the whole group goes."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
