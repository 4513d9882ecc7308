"""刷新KPI: brings the snapshot up to date. Only workbooks whose content changed are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from ..domain.owed import Debt, debts
from ..domain.records import Block, Tables
from ..errors import say
from ..gather.pack import unpack
from ..snapshot.codec import decode_text
from ..snapshot.snapshot import Snapshot
from ..snapshot.store import Entry, SnapshotStore, Stored, Writer
from .department import SETTINGS_FILE, Department
from .kept import entry_of, is_same, looks_same, reading_key
from .progress import Progress, silent

Decoded = dict[tuple[str, str], tuple[Block, ...]]


def refresh(
    department: Department,
    store: SnapshotStore,
    now: datetime,
    *,
    decoded: Decoded | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """The department as it is now, kept in the store.

    A workbook is taken from the store when its size and time are those that were stored (and the time is not so fresh
    that another save could bear it too), else when its content's digest is. One that cannot be read is a problem of the
    snapshot, and is tried again at each refresh. ``decoded`` lets a long-lived caller keep what it decoded before.
    Raises ``KamxlError`` when the settings cannot be read or the store cannot be written.
    """
    reading = reading_key(department)
    with store.writing() as writer:
        stored = writer.stored()
        known = stored.entries if stored.meta.get("reading") == reading else {}
        fresh = _update(department, writer, known, progress or silent)
        for name in stored.entries.keys() - fresh.keys():
            writer.remove(name)
        meta = {"reading": reading, "taken_at": now.isoformat(), "generation": _generation(reading, fresh.values())}
        for name, value in meta.items():
            writer.set(name, value)
    return _snapshot(department, Stored(meta, fresh), decoded)


def last(department: Department, store: SnapshotStore, *, decoded: Decoded | None = None) -> Snapshot | None:
    """The snapshot of the last refresh, without looking at a workbook; ``None`` when there is none to use."""
    stored = store.read()
    if stored.meta.get("reading") != reading_key(department):
        return None
    try:
        return _snapshot(department, stored, decoded)
    except (ValueError, KeyError):
        return None


def changed_since(department: Department, stored: Stored) -> tuple[str, ...]:
    """The workbooks that are new, gone or changed since the store was written, the settings too."""
    paths = department.files()
    differing = [name for name, path in paths.items() if not is_same(path, stored.entries.get(name))]
    settings = [] if stored.meta.get("reading") == reading_key(department) else [SETTINGS_FILE]
    return tuple(sorted({*settings, *differing, *(stored.entries.keys() - paths.keys())}))


def _update(department: Department, writer: Writer, known: Mapping[str, Entry], told: Progress) -> dict[str, Entry]:
    paths = department.files()
    fresh: dict[str, Entry] = {}
    for done, (name, path) in enumerate(paths.items()):
        before = known.get(name)
        if before is not None and looks_same(path, before):
            fresh[name] = before
            continue
        told(say("progress.reading", name=name), done, len(paths))
        fresh[name] = entry_of(department, name, path, before)
        writer.put(fresh[name])
    told(say("progress.read"), len(paths), len(paths))
    return fresh


def _snapshot(department: Department, stored: Stored, decoded: Decoded | None) -> Snapshot:
    kept = decoded if decoded is not None else {}
    entries = {name: entry for name, entry in stored.entries.items() if entry.records}
    wanted = {(name, entry.digest): entry for name, entry in entries.items()}
    for key in kept.keys() - wanted.keys():
        del kept[key]
    for key, entry in wanted.items():
        if key not in kept:
            kept[key] = tuple(unpack(entry.name, entry.records))
    tables = Tables(block for blocks in kept.values() for block in blocks)
    requests, owed = _approvals(department, tables)
    states = hashlib.blake2b(repr((sorted(requests.items()), owed)).encode(), digest_size=8).hexdigest()
    return Snapshot(
        tables=tables,
        settings=department.settings,
        taken_at=datetime.fromisoformat(stored.meta["taken_at"]),
        stamp=f"{stored.meta['generation']}-{states}-{department.settings.today:%Y%m%d}",
        books=tuple(entries),
        problems={name: decode_text(entry.problem) for name, entry in stored.entries.items() if entry.problem},
        requests=requests,
        debts=owed,
    )


def _approvals(department: Department, tables: Tables) -> tuple[dict[str, str], tuple[Debt, ...]]:
    """Each request's state by its number, and what people owe; only weekly reports where there is no ledger yet."""
    from .acting import ledger_if_founded

    settings = department.settings
    ledger = ledger_if_founded(department)
    if ledger is None:
        return {}, debts((), tables, settings, settings.staff, department.today)
    with ledger:
        states = {request.no: request.state for request in ledger.requests()}
        return states, debts(ledger.open_requests(), tables, settings, ledger.staff, department.today)


def _generation(reading: str, entries: Iterable[Entry]) -> str:
    content = "|".join(
        f"{entry.name}:{entry.digest or entry.problem}" for entry in sorted(entries, key=lambda e: e.name)
    )
    return hashlib.blake2b(f"{reading}|{content}".encode(), digest_size=12).hexdigest()
