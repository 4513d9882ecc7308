"""What this machine has read and verified of a ledger: a private SQLite file that can be thrown away at any time.

It makes one request's state a look-up instead of a walk over every event, and it remembers what was once seen, so an
event that disappears later is missed even if nothing else builds on it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from .envelope import Envelope, Kind, open_envelope

_VERSION = 2  # another for every change of the schema: an index of this version is taken as it is
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS envelope (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, request TEXT NOT NULL, author TEXT NOT NULL, seq INTEGER NOT NULL,
  content BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_request ON envelope (request) WHERE request <> '';
CREATE INDEX IF NOT EXISTS by_kind ON envelope (kind) WHERE kind <> 'event';
CREATE TABLE IF NOT EXISTS head (author TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (author, id));
CREATE TABLE IF NOT EXISTS linked (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (name TEXT PRIMARY KEY, place TEXT NOT NULL, content BLOB, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS standing (request TEXT PRIMARY KEY, ended INTEGER NOT NULL, law TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


class Index:
    """One connection to the index file; in memory where no file can be written."""

    def __init__(self, path: Path | None) -> None:
        self._database = _open(path)

    def close(self) -> None:
        self._database.close()

    # -- remembering ---------------------------------------------------------------------------------------------

    def keep(
        self, envelopes: Iterable[Envelope], pending: Iterable[tuple[str, str, bytes | None, str]], mark: str
    ) -> None:
        """Stores verified envelopes, replaces what is pending, and moves the mark, all at once."""
        new = list(envelopes)
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(
                "INSERT OR IGNORE INTO envelope VALUES (?, ?, ?, ?, ?, ?)",
                [(e.id, e.kind.value, e.request, e.author, e.seq, e.content) for e in new],
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO linked VALUES (?)", [(parent,) for e in new for parent in e.prev]
            )
            self._database.executemany(
                "DELETE FROM head WHERE author = ? AND id = ?", [(e.author, parent) for e in new for parent in e.prev]
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO head SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM linked WHERE id = ?)",
                [(e.author, e.id, e.seq, e.id) for e in new],
            )
            self._database.executemany(
                "DELETE FROM standing WHERE request = ?", [(e.request,) for e in new if e.request]
            )
            if any(e.kind is Kind.LAW for e in new):
                self._database.execute("DELETE FROM standing")
            self._database.execute("DELETE FROM pending")
            self._database.executemany("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?)", list(pending))
            self._database.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (mark,))

    def set_standing(self, rows: Iterable[tuple[str, bool, str]]) -> None:
        """Remembers which requests have ended, under which law that was found."""
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?, ?)", list(rows))

    def pin(self, dept: str) -> None:
        """Remembers the department's id, once and for all."""
        with self._database:
            self._database.execute("INSERT OR IGNORE INTO meta VALUES ('dept', ?)", (dept,))

    def clear(self) -> None:
        """Forgets everything."""
        with self._database:
            for table in ("envelope", "head", "linked", "pending", "standing", "meta"):
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand here

    # -- looking up ----------------------------------------------------------------------------------------------

    def _one(self, query: str, *values: object) -> str:
        row = self._database.execute(query, values).fetchone()
        return "" if row is None or row[0] is None else str(row[0])

    @property
    def mark(self) -> str:
        return self._one("SELECT value FROM meta WHERE key = 'mark'")

    @property
    def dept(self) -> str:
        return self._one("SELECT value FROM meta WHERE key = 'dept'")

    def knows(self, name: str) -> bool:
        return bool(self._one("SELECT id FROM envelope WHERE id = ?", name))

    def names(self) -> Iterator[str]:
        """The id of every envelope that was ever verified here."""
        for (name,) in self._database.execute("SELECT id FROM envelope ORDER BY id"):
            yield str(name)

    def content(self, name: str) -> bytes | None:
        row = self._database.execute("SELECT content FROM envelope WHERE id = ?", (name,)).fetchone()
        return bytes(row[0]) if row is not None else None

    def of_request(self, request: str) -> list[Envelope]:
        rows = self._database.execute(
            "SELECT id, content FROM envelope WHERE request = ? AND request <> ''", (request,)
        )
        return [open_envelope(content, known_as=name) for name, content in rows]

    def of_kind(self, kind: Kind) -> list[Envelope]:
        rows = self._database.execute(
            "SELECT id, content FROM envelope WHERE kind = ? AND kind <> 'event'", (kind.value,)
        )
        return [open_envelope(content, known_as=name) for name, content in rows]

    def requests(self) -> list[str]:
        rows = self._database.execute("SELECT DISTINCT request FROM envelope WHERE request <> '' ORDER BY request")
        return [str(row[0]) for row in rows]

    def unsettled(self, law: str) -> list[str]:
        """Requests that are open, or of which it is not known under this law."""
        rows = self._database.execute(
            "SELECT DISTINCT e.request FROM envelope e LEFT JOIN standing s ON s.request = e.request "
            "WHERE e.request <> '' AND (s.request IS NULL OR s.ended = 0 OR s.law <> ?) ORDER BY e.request",
            (law,),
        )
        return [str(row[0]) for row in rows]

    def heads(self, author: str) -> tuple[int, tuple[str, ...]]:
        """The author's highest number, and their envelopes that none of theirs follows."""
        rows = self._database.execute("SELECT id, seq FROM head WHERE author = ? ORDER BY id", (author,)).fetchall()
        return max((int(seq) for _, seq in rows), default=0), tuple(str(name) for name, _ in rows)

    def pending(self) -> list[tuple[str, str, bytes | None, str]]:
        """Blobs that are there but not accepted (yet): name, place, content and the reason's code."""
        return list(self._database.execute("SELECT name, place, content, reason FROM pending ORDER BY name"))

    def version(self) -> int:
        """Changes when another process has written to the same index."""
        return int(self._one("PRAGMA data_version"))

    def move_mark(self, mark: str) -> None:
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (mark,))

    def count(self) -> int:
        return int(self._one("SELECT count(*) FROM envelope") or 0)


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        with suppress(OSError, sqlite3.Error):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return _prepared(sqlite3.connect(path, timeout=30, isolation_level=None))
        with suppress(OSError, sqlite3.Error):  # damaged: it is only a copy of what the store holds
            path.unlink(missing_ok=True)
            return _prepared(sqlite3.connect(path, timeout=30, isolation_level=None))
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        # The second column reads the schema, so that a damaged one is found here.
        query = "SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
        version, _ = database.execute(query).fetchone()
        if version != _VERSION:
            database.execute("PRAGMA journal_mode = WAL")
            with closing(database.cursor()) as cursor:
                cursor.executescript(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database
