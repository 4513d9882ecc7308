"""What the department's other workbooks say, for the checks that cross workbooks.

Kept on this machine, apart from the snapshot that KPI functions answer from, which only a refresh may change. A workbook
is taken from there while it is what it was when it was read, by the same measure as in a refresh; any other is read now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from ..domain.records import Block
from ..errors import KamxlError, say
from ..gather.pack import unpack
from ..snapshot.store import EMPTY, Entry, SnapshotStore, Stored
from .department import Department
from .kept import entry_of, looks_same, reading_key
from .progress import Progress


def background(department: Department, store: SnapshotStore, without: Collection[Path], told: Progress) -> list[Block]:
    """The records of every workbook but those named; one that cannot be read has none to give."""
    named = {path.resolve() for path in without}
    reading = reading_key(department)
    stored = _stored(store)
    known = stored.entries if stored.meta.get("reading") == reading else {}
    paths = {name: path for name, path in department.files().items() if path not in named}
    blocks: list[Block] = []
    fresh: dict[str, Entry] = {}
    for done, (name, path) in enumerate(paths.items()):
        entry = known.get(name)
        try:
            same = entry is not None and looks_same(path, entry)
            blocks += unpack(name, entry.records) if entry is not None and same else ()
        except (ValueError, KeyError):  # what was kept is damaged
            same, entry = False, None
        if not same:
            told(say("progress.reading", name=name), done, len(paths))
            fresh[name] = entry_of(department, name, path, entry)
            blocks += unpack(name, fresh[name].records)
    if fresh:
        _keep(store, reading, fresh, department.files())
    told(say("progress.read"), len(paths), len(paths))
    return blocks


def _stored(store: SnapshotStore) -> Stored:
    """What was kept; nothing where the cache is closed to this person."""
    try:
        return store.read()
    except (OSError, sqlite3.Error):
        return EMPTY


def _keep(store: SnapshotStore, reading: str, fresh: Mapping[str, Entry], present: Collection[str]) -> None:
    """Keeps what was read now. Where nothing can be kept the next check reads again: nothing worse."""
    with suppress(OSError, sqlite3.Error, KamxlError), store.writing() as writer:
        kept = writer.stored()
        stale = kept.meta.get("reading") != reading
        for name in kept.entries:
            if stale or name not in present:
                writer.remove(name)
        writer.set("reading", reading)
        for entry in fresh.values():
            writer.put(entry)
