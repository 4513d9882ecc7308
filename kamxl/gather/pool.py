"""Many workbooks at once: in this process when they are few, over processes of this machine, or over Dask's workers.

All three run the same ``gather``. A process that dies takes nothing with it: its workbooks are read again, and one that
kills its process twice is skipped with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from ..domain.settings import Settings
from ..errors import InputError, say
from .work import Gathered, Job, Opener, gather

FEW = 16
_BATCH = 8
_AHEAD = 3  # batches in flight for each worker: nobody waits, and finished ones do not pile up
Runner = Callable[[Sequence[Job]], Iterator[Gathered]]


def runner(opener: Opener, settings: Settings, *, workers: int | None = None, scheduler: str = "") -> Runner:
    """How to read workbooks here. Results come as they are ready, in any order.

    ``workers``: processes on this machine (default: one for each core); ``scheduler``: the address of a Dask scheduler
    whose workers see the same paths. Raises ``InputError("report.no_extra")`` where Dask is not installed.
    """
    if scheduler:
        return lambda jobs: _over_dask(jobs, opener, settings, scheduler)
    count = workers or os.cpu_count() or 1

    def run(jobs: Sequence[Job]) -> Iterator[Gathered]:
        if count == 1 or len(jobs) < FEW:
            return (gather(job, opener, settings) for job in jobs)
        return _over_processes(jobs, opener, settings, count)

    return run


_SHARED: dict[str, Any] = {}
"""What a worker process was started with; set once by ``_start`` in that process only."""


def _start(opener: Opener, settings: Settings) -> None:
    _SHARED["opener"], _SHARED["settings"] = opener, settings


def _batch(jobs: Sequence[Job]) -> list[Gathered]:
    return [gather(job, _SHARED["opener"], _SHARED["settings"]) for job in jobs]


def _over_processes(jobs: Sequence[Job], opener: Opener, settings: Settings, count: int) -> Iterator[Gathered]:
    waiting = [tuple(jobs[at : at + _BATCH]) for at in range(0, len(jobs), _BATCH)]
    suspects: list[tuple[Job, ...]] = []
    while waiting or suspects:
        alone = not waiting
        todo, waiting = (suspects, []) if alone else (waiting, [])
        suspects = []
        broken = yield from _one_pool(todo, opener, settings, 1 if alone else count)
        for batch in broken:
            if alone and len(batch) == 1 and batch is broken[0]:
                yield _died(batch[0])
            else:
                suspects.extend((job,) for job in batch)


def _one_pool(
    todo: list[tuple[Job, ...]], opener: Opener, settings: Settings, count: int
) -> Any:  # a generator that returns the batches it could not finish
    """Runs batches until they are done or a process dies; gives back the batches that were not finished then.

    With one process and one batch in flight the first of these is the one that killed it.
    """
    ahead = 1 if count == 1 else count * _AHEAD
    queue = list(reversed(todo))
    running: dict[Future[list[Gathered]], tuple[Job, ...]] = {}
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (opener, settings)) as pool:
        try:
            while queue or running:
                while queue and len(running) < ahead:
                    batch = queue.pop()
                    running[pool.submit(_batch, batch)] = batch
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    del running[future]
                    yield from result
        except BrokenProcessPool:
            return [*running.values(), *reversed(queue)]
        finally:
            for future in running:
                future.cancel()
    return []


def _died(job: Job) -> Gathered:
    return Gathered(job.book, problem=say("report.worker_died", path=job.book))


def _over_dask(jobs: Sequence[Job], opener: Opener, settings: Settings, address: str) -> Iterator[Gathered]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise InputError("report.no_extra", extra="dask") from error
    try:
        client = distributed.Client(address, timeout="15s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError("report.no_scheduler", address=address, reason=str(error).splitlines()[0][:200]) from error
    with client, client.as_current():
        # Settings go with each batch: data scattered beforehand is lost with the only worker that was there to take it.
        batches = [list(jobs[at : at + _BATCH]) for at in range(0, len(jobs), _BATCH)]
        futures = client.map(_dask_batch, batches, opener=opener, settings=settings, retries=3, pure=False)
        names = {future.key: batch for future, batch in zip(futures, batches, strict=True)}
        for future in distributed.as_completed(futures):
            if future.status == "finished":
                yield from future.result()
            else:
                yield from (_died(job) for job in names[future.key])
            future.release()


def _dask_batch(jobs: Sequence[Job], opener: Opener, settings: Settings) -> list[Gathered]:
    return [gather(job, opener, settings) for job in jobs]
