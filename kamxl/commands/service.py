"""``KAM_*`` calls for a host that lives long: it loads the last snapshot once, then answers from memory.

A call never opens a workbook, save the very first of a department that was never refreshed on this machine. Another
process' refresh is noticed within seconds, and so is midnight; what changed since the last refresh, ``KAM_SOURCE`` says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from threading import RLock

from ..functions.calculator import Calculator
from ..functions.values import Result
from ..snapshot.snapshot import Snapshot
from ..snapshot.store import SnapshotStore
from .department import Department
from .progress import Progress
from .refresh import Decoded, changed_since, last, refresh

_LOOK_AGAIN_SECONDS = 2.0


class Service:
    """The functions of every department that is asked for.

    ``open_department`` opens a department folder as of today, ``now`` gives the time for the snapshot's label, ``cache``
    is where snapshots are kept (the user's cache folder by default).
    """

    def __init__(
        self,
        open_department: Callable[[Path], Department],
        now: Callable[[], datetime],
        cache: Path | None = None,
    ) -> None:
        self._open = open_department
        self._now = now
        self._cache = cache
        self._desks: dict[Path, _Office] = {}
        self._lock = RLock()

    def call(self, folder: Path, name: str, *args: object) -> Result:
        """One call. Raises ``KeyError`` for an unknown function, ``KamxlError`` when the department cannot be used."""
        return self._office(folder).calculator().call(name, *args)

    def calls(self, folder: Path, calls: Iterable[Sequence[object]]) -> list[Result]:
        """Many calls ``(name, argument, …)`` from one and the same snapshot."""
        calculator = self._office(folder).calculator()
        return [calculator.call(str(name), *args) for name, *args in calls]

    def calculator(self, folder: Path) -> Calculator:
        """The functions over the present snapshot."""
        return self._office(folder).calculator()

    def refresh(self, folder: Path, progress: Progress | None = None) -> Snapshot:
        """刷新KPI: reads what changed and answers from it from now on."""
        return self._office(folder).refresh(progress)

    def _office(self, folder: Path) -> _Office:
        found = self._desks.get(folder)
        if found is None:
            with self._lock:
                found = self._desks.setdefault(folder, _Office(self._open, self._now, folder, self._cache))
        return found


class _Office:
    """One department: its store, what was decoded of it, and the calculator over the present snapshot."""

    def __init__(
        self,
        open_department: Callable[[Path], Department],
        now: Callable[[], datetime],
        folder: Path,
        cache: Path | None,
    ) -> None:
        self._open = open_department
        self._now = now
        self._folder = folder
        self._store = SnapshotStore.of(folder, cache)
        self._decoded: Decoded = {}
        self._calculator: Calculator | None = None
        self._loaded = ("", "")
        self._looked = 0.0
        self._changed = (0.0, 0)
        self._lock = RLock()

    def calculator(self) -> Calculator:
        if self._calculator is not None and time.monotonic() - self._looked < _LOOK_AGAIN_SECONDS:
            return self._calculator
        with self._lock:
            self._looked = time.monotonic()
            if self._calculator is None or self._present() != self._loaded:
                self._load()
            return self._calculator or self._use(self._refreshed(None))

    def refresh(self, progress: Progress | None) -> Snapshot:
        with self._lock:
            snapshot = self._refreshed(progress)
            self._use(snapshot)
            return snapshot

    def _present(self) -> tuple[str, str]:
        return (self._store.generation(), f"{self._now():%Y-%m-%d}")

    def _load(self) -> None:
        """The last snapshot. Where there is none for the present settings, what was loaded before stays."""
        snapshot = last(self._open(self._folder), self._store, decoded=self._decoded)
        if snapshot is not None:
            self._use(snapshot)

    def _refreshed(self, progress: Progress | None) -> Snapshot:
        return refresh(self._open(self._folder), self._store, self._now(), decoded=self._decoded, progress=progress)

    def _use(self, snapshot: Snapshot) -> Calculator:
        self._calculator = Calculator(snapshot, self._count_changed)
        self._loaded = self._present()
        self._looked = time.monotonic()
        self._changed = (0.0, 0)
        return self._calculator

    def _count_changed(self) -> int:
        """How many workbooks changed since; looked up at most every two seconds."""
        when, count = self._changed
        if not when or time.monotonic() - when > _LOOK_AGAIN_SECONDS:
            count = len(changed_since(self._open(self._folder), self._store.read()))
            self._changed = (time.monotonic(), count)
        return count
