"""Openers for the tests: they must be importable by a worker process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from kamxl.books.closed import open_closed
from kamxl.books.port import Book


def slow(path: Path) -> Book:
    """So slow that a test can interfere."""
    time.sleep(0.05)
    return open_closed(path)


def deadly(path: Path) -> Book:
    """A file whose reading kills the process, always."""
    if path.name.startswith("致命"):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return open_closed(path)


def deadly_once(path: Path) -> Book:
    """A file whose reading kills the process the first time only."""
    flag = path.parent / "killed"
    if path.name.startswith("致命") and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return open_closed(path)


def faulty(path: Path) -> Book:
    """Our own fault: an exception that is no ``KamxlError``."""
    if path.name.startswith("出错"):
        raise ZeroDivisionError("our own fault")
    return open_closed(path)
