"""Putting a finished report on the disk: whole or not at all, and never over a person's workbook."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..errors import BookError
from ..report.mark import is_report


def refuse_foreign(path: Path) -> None:
    """Raises ``BookError("report.not_ours")`` when a file is there that no report command of ours made."""
    if path.is_dir():
        raise BookError("report.is_folder", path=path)
    if path.exists() and not is_report(path):
        raise BookError("report.not_ours", path=path)


def write_whole(path: Path, content: bytes) -> None:
    """Writes the file aside and puts it in place in one step. Raises ``BookError``; then nothing has changed."""
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="~kamxl-", suffix=".tmp", dir=path.parent)
        aside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o666 & ~_umask())
        aside.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise BookError("books.cannot_write", path=path, reason=error.strerror or type(error).__name__) from error


def _umask() -> int:
    """The permissions that new files do not get; a file made aside must not be more private than one made in place."""
    current = os.umask(0)
    os.umask(current)
    return current
