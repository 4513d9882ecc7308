"""What was gathered, kept on this machine: only workbooks that changed are read again, and a run that was cut off goes on.

One SQLite file a department below the user's cache folder. It holds nothing that could not be read again; a damaged file
is thrown away. Results are committed as they come.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from threading import Thread
from types import TracebackType
from zlib import crc32

from ..dataclass import dataclass
from ..domain.findings import Finding
from .cache_file import opened, settle
from .work import LEFT_OUT, Gathered, decode_findings

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS book (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, looked INTEGER NOT NULL,
    records INTEGER NOT NULL, forms TEXT NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL,
    notes INTEGER NOT NULL, marks BLOB NOT NULL, names TEXT NOT NULL, findings TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pack (
    section INTEGER NOT NULL, name TEXT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (section, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pack_name ON pack (name);
CREATE TABLE IF NOT EXISTS part (
    name TEXT PRIMARY KEY, about TEXT NOT NULL, digest TEXT NOT NULL, tail BLOB NOT NULL, head BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS bundle (key TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS share (
    bucket INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (bucket, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS share_name ON share (name);
CREATE TABLE IF NOT EXISTS shared (name TEXT PRIMARY KEY, names TEXT NOT NULL) WITHOUT ROWID;
"""
_FORMAT = 13
_TABLES = ("book", "pack", "part", "share")
_MADE = ("shared", "bundle")
_COMMIT_EVERY = 64
_RACY_NS = 2_000_000_000
_NOBODY = "[]"
_NO_PACKS: Mapping[int, bytes] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """A workbook's size and time (ns), and when they were looked at: a save just then could bear the same time."""

    size: int
    modified: int
    looked: int


class GatherStore:
    """The cache file, open for one run. ``key`` names what a reading depends on besides the workbook."""

    def __init__(self, file: Path, key: str) -> None:
        self.file = file
        self._connection = opened(file, _SCHEMA, _FORMAT)
        self._pending = 0
        self._changed = False
        self._settling: Thread | None = None
        if self._meta("key") != key:
            for table in (*_TABLES, *_MADE):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('key', ?)", (key,))
            self._changed = True
            self._commit()

    def __enter__(self) -> GatherStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(sqlite3.Error):
            self._commit()
        if self._settling is not None:
            self._settling.join()
        self._connection.close()

    def unchanged(self, looks: dict[str, Look]) -> set[str]:
        """Of these workbooks those that are kept as they are now; what is no longer there is forgotten."""
        found: set[str] = set()
        gone: list[str] = []
        for name, size, modified, looked in self._connection.execute("SELECT name, size, modified, looked FROM book"):
            now = looks.get(name)
            if now is None:
                gone.append(name)
            elif now.size == size and now.modified == modified and looked - modified >= _RACY_NS:
                found.add(name)
        self.forget(gone)
        self._commit()
        return found

    def incomplete(self) -> set[str]:
        """The workbooks of which some records were left out."""
        return {name for (name,) in self._connection.execute("SELECT name FROM pack WHERE payload = ?", (LEFT_OUT,))}

    def put(self, gathered: Gathered, look: Look, about: str = "") -> None:
        """Keeps a workbook that was read. One that could not be read is tried again next time.

        ``about``: what its part was made for and from, besides the workbook.
        """
        names = json.dumps(gathered.names, ensure_ascii=False)
        if gathered.problem is not None or names != self._names(gathered.book):
            self._forget_shared(gathered.book)
        self._forget(gathered.book)
        if gathered.problem is not None:
            return
        seen = (look.size, look.modified, look.looked)
        head = (gathered.records, " ".join(gathered.forms), *gathered.counts)
        row = (gathered.book, *seen, *head, _marks(gathered.names), names, gathered.findings)
        self._connection.execute("INSERT INTO book VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        packs = ((section, gathered.book, payload) for section, payload in gathered.packs.items())
        self._connection.executemany("INSERT INTO pack VALUES (?, ?, ?)", packs)
        if gathered.part is not None:
            self.put_part(gathered.book, about, gathered.part)
        self._changed = True
        self._pending += 1
        if self._pending >= _COMMIT_EVERY:
            self._commit()
            self._pending = 0

    def forget(self, names: Iterable[str]) -> None:
        """These are nobody's workbooks any more."""
        for name in names:
            self._forget_shared(name)
            self._forget(name)

    def flush(self) -> None:
        """What was put is there for every later run."""
        self._commit()

    def settle(self) -> None:
        """The same; and it moves from SQLite's log into the file while others work, whom waiting for the disk costs nothing."""
        self._commit()
        if self._settling is None:
            self._settling = Thread(target=settle, args=(self.file,))
            self._settling.start()

    @property
    def state(self) -> str:
        """Names what the workbooks that are kept say: another one whenever one was put or forgotten, and never one again."""
        return self._meta("state")

    def heads(self, names: Iterable[str]) -> Iterator[Gathered]:
        """What there is to say about those workbooks, but for their findings and records."""
        wanted = set(names)
        query = "SELECT name, records, forms, errors, warnings, notes FROM book ORDER BY name"
        for name, records, forms, *counts in self._connection.execute(query):
            if name in wanted:
                yield Gathered(name, records, _forms(forms), "[]", tuple(counts), _NO_PACKS)

    def findings(self, name: str) -> list[Finding]:
        """What the workbook's own check found, at most ``work.MOST_FINDINGS``."""
        found = self._connection.execute("SELECT findings FROM book WHERE name = ?", (name,)).fetchone()
        return decode_findings(name, found[0]) if found else []

    def packs(self, sections: Iterable[int]) -> Iterator[tuple[str, bytes]]:
        """(workbook, packed records) of these sections."""
        for section in sections:
            yield from self._connection.execute(
                "SELECT name, payload FROM pack WHERE section = ? ORDER BY name", (section,)
            )

    def pack(self, name: str, section: int) -> bytes:
        """One workbook's packed records; nothing where it has none."""
        row = self._connection.execute("SELECT payload FROM pack WHERE section = ? AND name = ?", (section, name))
        found = row.fetchone()
        return found[0] if found else b""

    def marks(self) -> Iterator[tuple[str, array[int]]]:
        """(workbook, checksums of the customers whose records it has), in the order of workbooks.

        Two workbooks that share a customer share a mark; the other way round it is nearly always so.
        """
        for name, content in self._connection.execute("SELECT name, marks FROM book ORDER BY name"):
            yield name, array("I", content)

    def customers(self, name: str) -> list[str]:
        """The customers whose records a workbook has."""
        return list(json.loads(self._names(name) or "[]"))

    def shared(self) -> dict[str, frozenset[str] | None]:
        """Each workbook with those of its customers that other workbooks have too; ``None``: not known."""
        query = "SELECT book.name, shared.names FROM book LEFT JOIN shared USING (name) ORDER BY book.name"
        rows = self._connection.execute(query)
        nobody: frozenset[str] = frozenset()
        return {name: names and (nobody if names == _NOBODY else frozenset(json.loads(names))) for name, names in rows}

    def add_shared(self, found: Mapping[str, Iterable[str]]) -> None:
        """Of these workbooks it was not known; where another run was faster, that is right which knew more."""
        rows = [(name, _sorted(names)) for name, names in found.items()]
        self._connection.executemany("INSERT OR IGNORE INTO shared VALUES (?, ?)", rows)

    def put_shared(self, found: Mapping[str, Iterable[str]]) -> None:
        """Of all workbooks, compared anew."""
        self._connection.execute("DELETE FROM shared")
        self.add_shared(found)

    def parts(self) -> dict[str, str]:
        """What each part that is kept is about."""
        return dict(self._connection.execute("SELECT name, about FROM part"))

    def put_part(self, name: str, about: str, part: tuple[bytes, bytes]) -> None:
        head, tail = part
        row = (name, about, blake2b(head, digest_size=16).hexdigest(), tail, head)
        self._connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)", row)

    def drop_part(self, name: str) -> None:
        self._connection.execute("DELETE FROM part WHERE name = ?", (name,))

    def head(self, name: str) -> bytes:
        found = self._connection.execute("SELECT head FROM part WHERE name = ?", (name,)).fetchone()
        return bytes(found[0])

    def tail(self, name: str) -> bytes:
        found = self._connection.execute("SELECT tail FROM part WHERE name = ?", (name,)).fetchone()
        return bytes(found[0])

    def head_digests(self) -> dict[str, str]:
        """Names what each part's head says."""
        return dict(self._connection.execute("SELECT name, digest FROM part"))

    def bundle(self, key: str) -> bytes | None:
        """Heads that were added up before and kept under this key."""
        found = self._connection.execute("SELECT content FROM bundle WHERE key = ?", (key,)).fetchone()
        return bytes(found[0]) if found else None

    def put_bundle(self, key: str, content: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO bundle VALUES (?, ?)", (key, content))

    def keep_bundles(self, keys: Set[str]) -> None:
        """All others are dropped."""
        found = {key for (key,) in self._connection.execute("SELECT key FROM bundle")}
        self._connection.executemany("DELETE FROM bundle WHERE key = ?", [(key,) for key in found - keys])

    def put_shares(self, name: str, shares: Mapping[int, bytes]) -> None:
        """The workbook's records of customers that other workbooks have too, by bucket."""
        self._connection.execute("DELETE FROM share WHERE name = ?", (name,))
        rows = ((bucket, name, blake2b(load, digest_size=16).hexdigest(), load) for bucket, load in shares.items())
        self._connection.executemany("INSERT INTO share VALUES (?, ?, ?, ?)", rows)

    def share_digests(self) -> dict[int, list[tuple[str, str]]]:
        """For each bucket (workbook, digest of its records there)."""
        found: dict[int, list[tuple[str, str]]] = {}
        for bucket, name, digest in self._connection.execute("SELECT bucket, name, digest FROM share ORDER BY name"):
            found.setdefault(bucket, []).append((name, digest))
        return found

    def shares(self, bucket: int) -> list[tuple[str, bytes]]:
        return list(
            self._connection.execute("SELECT name, payload FROM share WHERE bucket = ? ORDER BY name", (bucket,))
        )

    def _names(self, name: str) -> str | None:
        found = self._connection.execute("SELECT names FROM book WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def _forget_shared(self, name: str) -> None:
        """The workbook's customers are others now. If it shared any, it is not known any more who shares what."""
        found = self._connection.execute("SELECT names FROM shared WHERE name = ?", (name,)).fetchone()
        if found and found[0] != _NOBODY:
            self._connection.execute("DELETE FROM shared")
        elif found:
            self._connection.execute("DELETE FROM shared WHERE name = ?", (name,))

    def _forget(self, name: str) -> None:
        for table in _TABLES:
            gone = self._connection.execute(f"DELETE FROM {table} WHERE name = ?", (name,))  # noqa: S608 - our own names
            self._changed = self._changed or gone.rowcount > 0

    def _commit(self) -> None:
        """One transaction holds what was changed and the new name of the state."""
        if self._changed:
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('state', ?)", (token_hex(16),))
            self._changed = False
        self._connection.commit()

    def _meta(self, name: str) -> str:
        found = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""


def _sorted(names: Iterable[str]) -> str:
    return json.dumps(sorted(names), ensure_ascii=False)


def _marks(names: Iterable[str]) -> bytes:
    return array("I", [crc32(name.encode()) for name in names]).tobytes()


@lru_cache(1 << 10)
def _forms(text: str) -> tuple[str, ...]:
    """Nearly all workbooks have the same forms: kept once."""
    return tuple(text.split())
