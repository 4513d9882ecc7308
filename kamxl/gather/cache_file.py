"""The SQLite file of a cache: opened, begun anew where it is another version's or damaged, and brought onto the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path


def opened(file: Path, schema: str, version: int) -> sqlite3.Connection:
    """Raises ``sqlite3.OperationalError`` where the file can be neither opened nor written, ``OSError`` for its folder."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for attempt in (1, 2):
        connection = sqlite3.connect(file, timeout=60)
        try:
            _prepare(connection, schema, version)
        except sqlite3.OperationalError:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            if attempt == 2:
                raise
            for path in (file, *file.parent.glob(f"{file.name}-*")):
                path.unlink(missing_ok=True)
        else:
            return connection
    raise AssertionError("unreachable")


def _prepare(connection: sqlite3.Connection, schema: str, version: int) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != version:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:  # they may look different
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.executescript(schema)


def settle(file: Path) -> None:
    """What is committed moves from SQLite's log into the file. For another thread: it waits for the disk."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=60)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
