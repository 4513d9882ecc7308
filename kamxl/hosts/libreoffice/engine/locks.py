"""LibreOffice's lock files: ``.~lock.NAME#`` beside a file says who has it open, and stays behind an office that was killed.

It holds one line: ``,login,computer,time,address of the profile;``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_LOGIN, _COMPUTER, _PROFILE = 1, 2, 4


def holder(path: Path) -> str:
    """Who has the file open, as the lock says (``login@computer``); "" where nobody has."""
    fields = _fields(path)
    return f"{fields[_LOGIN]}@{fields[_COMPUTER]}" if fields else ""


def clear(paths: Iterable[Path], profile: Path) -> None:
    """Takes away the locks on these files that the office of that profile left behind, and no other's."""
    for path in paths:
        fields = _fields(path)
        if fields and fields[_PROFILE].rstrip(";/") == profile.resolve().as_uri():
            _lock(path).unlink(missing_ok=True)


def _lock(path: Path) -> Path:
    return path.with_name(f".~lock.{path.name}#")


def _fields(path: Path) -> list[str]:
    try:
        fields = _lock(path).read_text(encoding="utf-8").strip().split(",")
    except (OSError, UnicodeDecodeError):
        return []
    return fields if len(fields) > _PROFILE else []
