"""Gathers a whole department: what changed since last time is read by the pool, the rest comes from the cache.

The result is the same whichever way it was read: every workbook passes through the cache in its packed form.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..domain.records import Tables
from ..domain.rule import Context, rules, run
from ..errors import Text, say
from ..gather.pack import unpack
from ..gather.parts import Parts
from ..gather.pool import Pool
from ..gather.reports import Reports
from ..gather.store import GatherStore, Look
from ..gather.work import SECTIONS, Gathered, Job, Reader
from ..report.large import Grouped
from ..report.mark import is_report
from ..report.part import Asked
from ..snapshot.store import SnapshotStore
from .department import Department, Problem
from .kept import code_stamp, reading_key
from .progress import Progress, silent

# Above these the records are not held at once, and the checks that cross workbooks, which need that, are left to
# ``validate``: so that memory does not grow with the number of workbooks.
MOST_CHECKED = 200_000
MOST_BOOKS = 500


@dataclass(frozen=True, slots=True)
class Reach:
    """How to read: processes on this machine (``None``: one a core), or a Dask scheduler; ``cache``: where to keep it."""

    workers: int | None = None
    scheduler: str = ""
    cache: Path | None = None


class Harvest:
    """The department as gathered. A context manager: the cache stays open while records are drawn from it.

    ``state`` names what was read of the workbooks that could be read (see ``GatherStore.state``).
    """

    def __init__(
        self,
        department: Department,
        store: GatherStore,
        pool: Pool,
        books: Sequence[Gathered],
        read_now: int,
        state: str,
        stack: ExitStack,
    ) -> None:
        self.department = department
        self._pool = pool
        self.books = tuple(books)
        self.read_now = read_now
        self.state = state
        self.store = store
        self._stack = stack

    def __enter__(self) -> Harvest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(Problem(one.book, one.problem) for one in self.books if one.problem is not None)

    @property
    def reports(self) -> Reports:
        """Those that were made of this department before."""
        return Reports(self.store.file.with_suffix(".reports"))

    @property
    def records(self) -> int:
        return sum(one.records for one in self.books)

    @property
    def large(self) -> bool:
        """Whether the records are too many to be held at once."""
        return self.records > MOST_CHECKED or len(self.books) > MOST_BOOKS

    def tables(self, sections: Iterable[int] = SECTIONS) -> Tables:
        """The records of these sections; ``REST`` is there only where nothing was added up (see ``gather.work``)."""
        made = Tables()
        for book, payload in self.store.packs(sections):
            for block in unpack(book, payload):
                made.put(block)
        return made

    def grouped(self, asked: Asked) -> Grouped:
        """The records that name a customer, as parts that add up."""
        about = _about(self.department, asked)
        return Parts(self.store, self._pool, self.department.settings, asked, about).grouped()

    def findings(self, tables: Tables) -> list[Finding]:
        """What each workbook's own check found, and the checks that cross workbooks; ``tables`` has all records."""
        found = [finding for one in self.books for finding in self.store.findings(one.book)]
        wide = [rule.id for rule in rules().values() if rule.wide]
        found += run(Context(tables.all_blocks, tables, self.department.settings), only=wide)
        return sorted(found, key=lambda finding: finding.order)

    def worst(self, most: int) -> list[Finding]:
        """The first so many of what each workbook's own check found, errors before warnings before notes."""
        found: list[Finding] = []
        known = lru_cache(self.store.findings)
        for at, severity in enumerate(Severity):
            for one in self.books:
                if one.counts[at] and len(found) < most:
                    found += [finding for finding in known(one.book) if finding.severity is severity]
        return found[:most]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many errors, warnings and notes the workbooks' own checks found."""
        errors, warnings, notes = (
            sum(column) for column in zip((0, 0, 0), *(one.counts for one in self.books), strict=True)
        )
        return errors, warnings, notes


def gather_department(
    department: Department, reach: Reach, progress: Progress | None = None, asked: Asked | None = None
) -> Harvest:
    """Reads what has changed. Results are kept as they come: a run that is cut off goes on where it was.

    ``asked``: what a report is about; of very many workbooks each is added up for it while it is read, and the records
    that no figure needs are let go. Whoever needs these later, as a department that has become smaller does, reads again.
    """
    told = progress or silent
    with ExitStack() as stack:
        store = _store(department, reach, stack)
        files = department.named_files()
        looks = {name: look for name, path in files.items() if (look := _look(path)) is not None}
        kept = store.unchanged(looks)
        paths = {name: path for name, path in files.items() if name in kept or not is_report(Path(path))}
        store.forget(files.keys() - paths.keys())
        asked = asked if len(paths) > MOST_BOOKS else None
        if asked is None:
            kept -= store.incomplete()
        jobs = [Job(Path(path), name) for name, path in paths.items() if name not in kept]
        pool = Pool(reach.workers, reach.scheduler)
        about = _about(department, asked) if asked else ""
        problems: list[Gathered] = []
        reader = Reader(department.opener, department.settings, asked)
        for done, one in enumerate(pool.run(reader, jobs), start=1):
            told(say("progress.reading", name=one.book), done, len(jobs))
            if one.problem is not None:
                problems.append(one)
            store.put(one, looks.get(one.book, Look(0, 0, 0)), about)
        told(say("progress.read"), len(jobs), len(jobs))
        store.flush()
        state = store.state  # before it is read: should another run change it meanwhile, this state never comes again
        books = sorted([*store.heads(paths), *problems], key=lambda one: one.book)
        return Harvest(department, store, pool, books, len(jobs), state, stack.pop_all())


def _about(department: Department, asked: Asked) -> str:
    """What a part depends on besides its records and the settings: the report's dates and the code that adds up."""
    today = department.settings.today if department.settings.has_today else None
    content = f"{asked.period!r}|{asked.dated}|{today}|{code_stamp('domain', 'report', 'gather')}"
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _store(department: Department, reach: Reach, stack: ExitStack) -> GatherStore:
    """In the user's cache folder; in a temporary one where that cannot be written."""
    key = reading_key(department)
    file = SnapshotStore.of(department.folder, reach.cache).file
    try:
        return stack.enter_context(GatherStore(file.with_name(f"{file.stem}-gather.sqlite"), key))
    except (OSError, sqlite3.OperationalError):
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kamxl-", ignore_cleanup_errors=True))
        return stack.enter_context(GatherStore(Path(folder, "gather.sqlite"), key))


def _look(path: str) -> Look | None:
    looked = time.time_ns()  # the file system's clock, not the department's day
    try:
        found = os.stat(path)  # noqa: PTH116 - of thousands
    except OSError:
        return None
    return Look(found.st_size, found.st_mtime_ns, looked)


def unchecked(books: int, records: int) -> Text:
    """Why the checks that cross workbooks were left out."""
    return say("report.unchecked", books=books, records=records)
