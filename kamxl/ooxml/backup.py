"""Backups and undo: the states before our saves, in a hidden folder beside the workbook.

``.kamxl/backup/<workbook>/<UTC time>-<digest>.bak`` holds the bytes before a save; the digest is that of the file that
the save then wrote. So undo knows whether somebody worked in the file since, and does not throw that work away.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from .locks import owner_of
from .replacing import put_in_place, write_aside

MAX_BYTES = 256 << 20
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Backup:
    """A state of a workbook before one of our saves."""

    path: Path
    taken: datetime
    result: str
    """Digest of the file that the save wrote."""


def folder_of(book: Path) -> Path:
    """Where a workbook's backups live."""
    return book.parent / ".kamxl" / "backup" / book.name


def backups(book: str | Path) -> list[Backup]:
    """A workbook's backups, oldest first."""
    found = []
    folder = folder_of(Path(book))
    for path in folder.glob("*.bak") if folder.is_dir() else ():
        stamp, _, result = path.stem.partition("-")
        with suppress(ValueError):
            taken = datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            found.append(Backup(path, taken, result))
    return sorted(found, key=lambda backup: backup.path.name)


def take_backup(book: Path, before: bytes, after: str, keep: int) -> Path:
    """Store ``before``, the bytes that a save is about to replace by a file of digest ``after``; old ones go."""
    folder = folder_of(book)
    folder.mkdir(parents=True, exist_ok=True)
    _hide(folder.parent.parent)
    name = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}-{after}.bak"
    try:
        # The save puts a new file in the old one's place: a second name keeps the old one, which is on the disk already.
        os.link(book, folder / name)
    except OSError:  # a file system without such names
        put_in_place(write_aside(folder / name, [before], like=book), folder / name)
    _prune(book, keep)
    return folder / name


def undo(book: str | Path, *, force: bool = False) -> Backup:
    """Put the workbook back, byte for byte, to its state before our last save; again for the one before that.

    Raises ``BookError`` when there is no backup or somebody has it open, ``RefusedEdit`` when the file was changed
    since (``force`` restores all the same).
    """
    path = Path(book).resolve()
    stack = backups(path)
    if owner := owner_of(path):
        raise BookError("books.locked", path=path, owner=owner)
    try:
        current = path.read_bytes() if path.exists() else b""
        while stack and stack[-1].path.read_bytes() == current:
            stack.pop().path.unlink()  # of a save that was killed before it changed anything
        if not stack:
            raise BookError("ooxml.no_backup", path=path)
        last = stack[-1]
        if digest(current) != last.result and not force:
            raise RefusedEdit("ooxml.changed_since", path=path)
        put_in_place(write_aside(path, [last.path.read_bytes()], like=path), path)
        last.path.unlink()
        _remove_empty(path)
    except OSError as error:
        raise BookError("books.cannot_write", path=path, reason=error.strerror or str(error)) from error
    return last


def digest(*segments: bytes | memoryview) -> str:
    """Sixteen hex digits that tell one state of a file from another."""
    sha = hashlib.sha256()
    for segment in segments:
        sha.update(segment)
    return sha.hexdigest()[:_DIGEST]


def _prune(book: Path, keep: int) -> None:
    """At most ``keep`` backups, at most 256 MB; the newest always stays."""
    room = MAX_BYTES
    for number, backup in enumerate(reversed(backups(book))):
        room -= backup.path.stat().st_size
        if number and (number >= keep or room < 0):
            with suppress(OSError):  # another session may prune at the same time
                backup.path.unlink()


def _hide(folder: Path) -> None:
    """A leading dot hides nothing on Windows."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(folder), 2)


def _remove_empty(book: Path) -> None:
    """Tidy the folders once the last backup is used."""
    folder = folder_of(book)
    for directory in (folder, folder.parent, folder.parent.parent):
        with suppress(OSError):
            os.rmdir(directory)  # noqa: PTH106 - only when empty
