"""One folder for a computer without internet: the wheels, the add-in, checksums, and a script that installs for one user.

The wheels are for the system and Python that the target has, not for this computer: pip is told which.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ... import __version__
from ...errors import BookError, HostError
from .build import FILE
from .wheels import Target, needed

Runner = Callable[[Sequence[str]], None]
SCRIPT_WINDOWS = "install.cmd"
SCRIPT_MACOS = "install.command"
CHECKSUMS = "SHA256SUMS"


def bundle(folder: Path, addin: bytes, target: Target, wheel: Path | None, run: Runner | None = None) -> list[Path]:
    """Makes the folder and gives its files, relative to it.

    ``wheel`` is kamxl's own wheel; without it, it is built from the checkout that runs now. Raises ``HostError``:
    ``excel.no_checkout``, ``excel.pip_failed``; ``BookError("books.cannot_write")``.
    """
    pip = run or _pip
    wheels = folder / "wheels"
    try:
        wheels.mkdir(parents=True, exist_ok=True)
        own = _own_wheel(wheels, wheel, pip)
        pip(_download(wheels, [f"{own}[live]"], target))
        _complete(wheels, target, pip)
        (folder / FILE).write_bytes(addin)
        (folder / SCRIPT_WINDOWS).write_bytes(_windows_script().encode("ascii"))
        script = folder / SCRIPT_MACOS
        script.write_bytes(_macos_script().encode("ascii"))
        script.chmod(0o755)
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
        (folder / CHECKSUMS).write_text(
            "".join(_checksum(path, folder) for path in files), encoding="utf-8", newline="\n"
        )
    except OSError as error:
        raise BookError("books.cannot_write", path=folder, reason=error.strerror or str(error)) from error
    return [path.relative_to(folder) for path in [*files, folder / CHECKSUMS]]


def _own_wheel(wheels: Path, given: Path | None, pip: Runner) -> Path:
    if given is not None:
        own = wheels / given.name
        own.write_bytes(given.read_bytes())
        return own
    checkout = Path(__file__).resolve().parents[3]
    if not (checkout / "pyproject.toml").is_file():
        raise HostError("excel.no_checkout")
    pip(["wheel", "--no-deps", "--wheel-dir", str(wheels), str(checkout)])
    return next(wheels.glob(f"kamxl-{__version__}-*.whl"))


def _complete(wheels: Path, target: Target, pip: Runner) -> None:
    """Fetches what only the target's system needs, and takes out what only this computer's would."""
    while True:
        need = needed(wheels, "kamxl", frozenset({"live"}), target)
        if not need.missing:
            break
        pip(_download(wheels, ["--no-deps", *need.missing], target))
        if needed(wheels, "kamxl", frozenset({"live"}), target).missing == need.missing:
            raise HostError("excel.pip_failed", reason=", ".join(need.missing))
    for path in wheels.glob("*.whl"):
        if path not in need.wheels:
            path.unlink()


def _download(wheels: Path, wanted: Sequence[str], target: Target) -> list[str]:
    return [
        "download", "--dest", str(wheels), "--only-binary=:all:", "--platform", target.platform,
        "--python-version", target.python, *wanted,
    ]  # fmt: skip


def _pip(arguments: Sequence[str]) -> None:
    done = subprocess.run(  # noqa: S603 - a list, no shell
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise HostError("excel.pip_failed", reason=(done.stderr.strip().splitlines() or ["?"])[-1])


def _checksum(path: Path, folder: Path) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"


def _windows_script() -> str:
    """ASCII, since a console of another code page would spoil Chinese. Python: the first argument, else the launcher ``py``."""
    lines = [
        "@echo off",
        "rem kamxl for one user, without internet and without administrator rights. Close Excel first.",
        "rem usage: install.cmd [full path of python.exe] [options of kamxl excel install]",
        "setlocal",
        'set "HERE=%~dp0"',
        'set "VENV=%LOCALAPPDATA%\\kamxl\\venv"',
        'if "%~1"=="" (set "PYTHON=%SystemRoot%\\py.exe") else (set "PYTHON=%~1")',
        'if not exist "%PYTHON%" set "PYTHON=%LOCALAPPDATA%\\Programs\\Python\\Launcher\\py.exe"',
        'if not exist "%PYTHON%" (echo Python was not found: give the full path of python.exe as first argument. & exit /b 2)',
        '"%PYTHON%" -m venv "%VENV%" || exit /b 2',
        '"%VENV%\\Scripts\\python.exe" -m pip install --quiet --no-index --find-links "%HERE%wheels" "kamxl[live]" || exit /b 2',
        f'"%VENV%\\Scripts\\python.exe" -m kamxl excel install --from "%HERE%{FILE}" --log "%LOCALAPPDATA%\\kamxl\\install.log" '
        "%2 %3 %4",
        "exit /b %ERRORLEVEL%",
    ]
    return "\r\n".join(lines) + "\r\n"


def _macos_script() -> str:
    return (
        "#!/bin/sh\n"
        "# kamxl for one user, without internet and without administrator rights. Close Excel first.\n"
        "# usage: install.command [full path of python3] [options of kamxl excel install]\n"
        "set -e\n"
        'here=$(cd "$(dirname "$0")" && pwd)\n'
        'venv="$HOME/Library/Application Support/kamxl/venv"\n'
        "python=${1:-/Library/Frameworks/Python.framework/Versions/Current/bin/python3}\n"
        "[ $# -gt 0 ] && shift\n"
        '"$python" -m venv "$venv"\n'
        '"$venv/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" "kamxl[live]"\n'
        f'"$venv/bin/python" -m kamxl excel install --from "$here/{FILE}" "$@"\n'
    )
