"""What was read of a workbook, kept with what the workbook then was: when it may be taken again, and when not.

A workbook is the same when its size and time are those that were stored (and the time is not so fresh that another save
could bear it too), else when its content's digest is.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .. import __version__
from ..errors import BookError, KamxlError
from ..gather.pack import pack
from ..report.mark import is_report
from ..snapshot.codec import encode_text
from ..snapshot.store import Entry
from .department import SETTINGS_FILE, Department

_RACY_NS = 2_000_000_000


def looks_same(path: Path, entry: Entry | None) -> bool:
    """Same size and time, and the time old enough when it was looked at that no later save can bear it too."""
    if entry is None or entry.problem or entry.looked - entry.modified < _RACY_NS:
        return False
    try:
        found = path.stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (entry.size, entry.modified)


def is_same(path: Path, entry: Entry | None) -> bool:
    """The same by size and time, else by content."""
    if entry is None or entry.problem:
        return False
    try:
        return looks_same(path, entry) or _digest(path) == entry.digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=20).hexdigest()


def entry_of(department: Department, name: str, path: Path, before: Entry | None) -> Entry:
    """The workbook as it is now; a report of ours is kept without records, so that it is not looked into again."""
    looked = time.time_ns()  # the file system's clock, not the department's day
    try:
        found = path.stat()
        digest = _digest(path)
    except OSError as error:
        return Entry(name, 0, 0, looked, "", problem=encode_text(_unreadable(path, error).text))
    if before is not None and before.digest == digest and not before.problem:
        return Entry(name, found.st_size, found.st_mtime_ns, looked, digest, before.records)
    if is_report(path):
        return Entry(name, found.st_size, found.st_mtime_ns, looked, digest)
    try:
        department.forget(path)
        records, problem = pack(department.read(path).blocks), ""
    except BookError as error:
        records, problem = b"", encode_text(error.text)
    return Entry(name, found.st_size, found.st_mtime_ns, looked, digest, records, problem)


def _unreadable(path: Path, error: OSError) -> KamxlError:
    return BookError("books.cannot_read", path=path, reason=error.strerror or error)


def reading_key(department: Department) -> str:
    """What a reading depends on besides the workbook: the settings' content and the code that reads."""
    settings = (department.folder / SETTINGS_FILE).read_bytes()
    return hashlib.blake2b(settings + code_stamp("domain", "sheets", "gather").encode(), digest_size=20).hexdigest()


def code_stamp(*rooms: str) -> str:
    """The version, and the modules of these rooms: a change of theirs makes what they made stale."""
    return f"{__version__}|{[_stamp(room) for room in rooms]}"


@cache
def _stamp(room: str) -> str:
    return f"{room} {sorted(_modules(Path(__file__).parent.parent / room))}"


def _modules(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Each module below a folder, with its size and time. Not by ``rglob``, which takes ten times as long."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path)
