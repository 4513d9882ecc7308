"""Putting a file in place of another so that a crash leaves one or the other, never a mixture."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_MARK = ".~kamxl-"
_STALE = 3600.0


def write_aside(target: Path, segments: Iterable[bytes | memoryview], *, like: Path) -> Path:
    """Write the segments beside ``target``, flushed to the disk, with ``like``'s permissions."""
    handle, name = tempfile.mkstemp(prefix=_MARK, suffix=".tmp", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for segment in segments:
                file.write(segment)
            file.flush()
            os.fsync(file.fileno())
        if like.exists():
            shutil.copymode(like, aside)
        else:
            aside.chmod(0o666 & ~_umask())
    except BaseException:
        discard(aside)
        raise
    return aside


def put_in_place(aside: Path, target: Path) -> None:
    """Rename over the target: atomic on every system; the folder is flushed where that is possible."""
    try:
        aside.replace(target)
    except BaseException:
        discard(aside)
        raise
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        except OSError:
            pass  # some network drives cannot flush a folder; the rename stands
        finally:
            os.close(folder)


def discard(aside: Path) -> None:
    """Remove a temporary file, if it is still there."""
    with suppress(OSError):
        aside.unlink()


def sweep(folder: Path) -> None:
    """Remove temporary files that a killed process left more than an hour ago."""
    for aside in folder.glob(f"{_MARK}*.tmp"):
        with suppress(OSError):
            if time.time() - aside.stat().st_mtime > _STALE:
                aside.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
