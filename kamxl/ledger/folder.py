"""Events as files in a shared folder: one immutable file an event, named by its digest, in a folder for its day.

Nothing is locked and nothing is ever changed, so SMB shares and synced folders (OneDrive, 坚果云) are safe: two
machines that add files at the same time have added two files. A file is written aside under a name that readers skip,
and renamed. Conflict copies of the sync tools hold the same bytes or bytes that fail their digest; neither harms.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from .. import lazy
from ..errors import LedgerError
from .port import Blob

_SUFFIX = ".json"
_NAME = lazy.pattern(r"^[0-9a-f]{64}$")
_LEADING_NAME = lazy.pattern(r"^[0-9a-f]{64}")
_DAY = lazy.pattern(r"^\d{4}-\d{2}-\d{2}$")
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # Windows would translate line ends
_USUAL = 1 << 14  # more than most events hold
# A folder whose time stamp is younger than this may get another file within the same tick: it is listed again.
_SETTLED_NS = 2_000_000_000


class FolderStore:
    """The folder ``root``; made at the first event."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def place(self) -> str:
        return str(self._root)

    def put(self, name: str, day: str, content: bytes) -> None:
        target = self._root / day / f"{name}{_SUFFIX}"
        aside = target.with_name(f".{uuid4().hex}.part")
        try:
            if target.exists():
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with aside.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                _rename(aside, target)
            finally:
                with suppress(OSError):
                    aside.unlink(missing_ok=True)
            _sync_folder(target.parent)
        except OSError as error:
            raise self._unreachable(error) from error

    def since(self, mark: str, known: Callable[[str], bool]) -> tuple[list[Blob], str]:
        seen: dict[str, int] = json.loads(mark) if mark else {}
        found: list[Blob] = []
        marks: dict[str, int] = {}
        for folder in self._folders():
            changed = self._changed(folder)
            marks[folder.name] = changed if time.time_ns() - changed > _SETTLED_NS else 0
            if seen.get(folder.name, 0) != changed or changed == 0:
                found.extend(self._unknown(folder, known))
        return found, json.dumps(marks)

    def everything(self) -> Iterator[Blob]:
        for folder in self._folders():
            yield from self._unknown(folder, lambda name: False)

    def clock(self) -> datetime:
        """The time that whoever keeps the files stamps on a new one."""
        probe = self._root / f".{uuid4().hex}.part"
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            try:
                probe.touch(exist_ok=False)
                return datetime.fromtimestamp(probe.stat().st_mtime, UTC)
            finally:
                probe.unlink(missing_ok=True)
        except OSError:
            return datetime.now(UTC)

    def close(self) -> None:
        """Nothing is held open."""

    def _folders(self) -> list[Path]:
        try:
            with os.scandir(self._root) as entries:
                names = sorted(entry.name for entry in entries if _DAY.match(entry.name) and entry.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unreachable(error) from error
        return [self._root / name for name in names]

    def _changed(self, folder: Path) -> int:
        try:
            return folder.stat().st_mtime_ns
        except OSError as error:
            raise self._unreachable(error) from error

    def _unknown(self, folder: Path, known: Callable[[str], bool]) -> Iterator[Blob]:
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError as error:
            raise self._unreachable(error) from error
        present = {name[: -len(_SUFFIX)] for name in names if name.endswith(_SUFFIX)}
        for file in names:
            stem = file[: -len(_SUFFIX)] if file.endswith(_SUFFIX) else file
            leading = _LEADING_NAME.match(stem)
            name = leading.group() if leading else stem
            spare = bool(leading) and not _NAME.match(stem) and name in present
            if not known(name):
                yield Blob(name, f"{folder.name}/{file}", _read(f"{folder}{os.sep}{file}"), spare)

    def _unreachable(self, error: OSError) -> LedgerError:
        return LedgerError("ledger.unreachable", place=self._root, reason=error.strerror or error)


def _read(path: str) -> bytes | None:
    """The content, ``None`` where it cannot be read now (a sync tool holds it, or it is not downloaded yet)."""
    try:
        handle = os.open(path, _READ)  # a hundred thousand times: pathlib and file objects take as long again
        try:
            content = os.read(handle, _USUAL)
            while len(content) >= _USUAL and (more := os.read(handle, _USUAL)):
                content += more
            return content
        finally:
            os.close(handle)
    except OSError:
        return None


def _rename(aside: Path, target: Path) -> None:
    try:
        aside.replace(target)
    except PermissionError:
        if not target.exists():  # Windows: somebody reads the same event, written by another process just now
            raise


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
