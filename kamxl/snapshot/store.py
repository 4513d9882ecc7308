"""The cache on this machine: one SQLite file a department, with every workbook's records under its content's digest.

A refresh is one transaction of one writer; readers see the snapshot before it or after it, never a mix, and wait for
nobody (write-ahead log). What the file holds can always be read again from the workbooks: a damaged file is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from ..dataclass import dataclass
from ..errors import KamxlError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS book (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, looked INTEGER NOT NULL,
    digest TEXT NOT NULL, records BLOB NOT NULL, problem TEXT NOT NULL
);
"""
_WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A workbook in the cache.

    ``modified`` is the file's time and ``looked`` when it was looked at, in ns; ``problem`` is why it could not be read.
    """

    name: str
    size: int
    modified: int
    looked: int
    digest: str
    records: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the cache held at one moment."""

    meta: Mapping[str, str]
    entries: Mapping[str, Entry]


EMPTY = Stored({}, {})


class SnapshotStore:
    """The cache file of one department. Opening makes its folder; nothing is read before it is asked for."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @classmethod
    def of(cls, department: Path, folder: Path | None = None) -> SnapshotStore:
        """The store of a department folder, below the user's cache folder (or ``folder``)."""
        name = hashlib.sha256(os.path.normcase(department.resolve()).encode()).hexdigest()[:20]
        return cls((folder or cache_folder()) / f"{name}.sqlite")

    def beside(self, name: str) -> SnapshotStore:
        """Another store of the same department."""
        return SnapshotStore(self.file.with_name(f"{self.file.stem}-{name}.sqlite"))

    def read(self) -> Stored:
        """Everything, as one transaction saw it; ``EMPTY`` before the first refresh."""
        if not self.file.exists():
            return EMPTY
        try:
            with closing(self._connect()) as connection:
                connection.execute("BEGIN")
                return _all(connection)
        except sqlite3.DatabaseError:
            return EMPTY

    def generation(self) -> str:
        """Names what the cache holds, without reading it: "" before the first refresh."""
        if not self.file.exists():
            return ""
        try:
            with closing(self._connect()) as connection:
                found = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
        except sqlite3.DatabaseError:
            return ""
        return str(found[0]) if found else ""

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The only writer, until the end of the block; another waits. An exception leaves the cache as it was."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            connection = self._prepared()
        except sqlite3.OperationalError as error:
            raise KamxlError("snapshot.busy", path=self.file, reason=error) from error
        with closing(connection):
            try:
                yield Writer(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _prepared(self) -> sqlite3.Connection:
        try:
            return self._begun()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: all of it can be read again
            for path in (self.file, *self.file.parent.glob(f"{self.file.name}-*")):
                path.unlink(missing_ok=True)
            return self._begun()

    def _begun(self) -> sqlite3.Connection:
        connection = self._connect()
        try:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes is read again
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns the write-ahead log on. SQLite does not wait for another process that is doing the same: we do."""
    for attempt in range(_WAIT_SECONDS * 20):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == _WAIT_SECONDS * 20 - 1:
                raise
            time.sleep(0.05)
        else:
            return


class Writer:
    """What the one writer may do."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stored(self) -> Stored:
        return _all(self._connection)

    def put(self, entry: Entry) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO book VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry.name, entry.size, entry.modified, entry.looked, entry.digest, entry.records, entry.problem),
        )

    def remove(self, name: str) -> None:
        self._connection.execute("DELETE FROM book WHERE name = ?", (name,))

    def set(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _all(connection: sqlite3.Connection) -> Stored:
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    rows = connection.execute("SELECT name, size, modified, looked, digest, records, problem FROM book ORDER BY name")
    return Stored(meta, {row[0]: Entry(*row) for row in rows})


def cache_folder() -> Path:
    """Where this user's caches are: ``KAMXL_CACHE``, else the system's usual place. Never the shared department folder."""
    if given := os.environ.get("KAMXL_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "kamxl" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "kamxl"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kamxl"
