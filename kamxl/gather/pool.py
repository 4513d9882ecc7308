"""Many workbooks at once: in this process when they are few, over processes of this machine, or over Dask's workers.

All three run the same tasks. A process that dies takes nothing with it: its items are done again, and one that kills its
process twice is given up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from ..dataclass import dataclass
from ..errors import InputError

Item = TypeVar("Item")
Result = TypeVar("Result")
ItemIn = TypeVar("ItemIn", contravariant=True)
ResultOut = TypeVar("ResultOut", covariant=True)

FEW = 16
_BATCH = 8
_AHEAD = 3  # batches in flight for each worker: nobody waits, and finished ones do not pile up


class Task(Protocol[ItemIn, ResultOut]):
    """What is done with each item; it travels to the workers, so that it is made of plain values."""

    def __call__(self, item: ItemIn, /) -> ResultOut: ...

    def lost(self, item: ItemIn, /) -> ResultOut:
        """The result for an item that killed its process twice."""


@dataclass(frozen=True, slots=True)
class Pool:
    """``workers``: processes on this machine (``None``: one for each core); ``scheduler``: the address of a Dask scheduler
    whose workers see the same paths.
    """

    workers: int | None = None
    scheduler: str = ""

    def run(self, task: Task[Item, Result], items: Sequence[Item]) -> Iterator[Result]:
        """The results as they are ready, in any order.

        Raises ``InputError``: ``report.no_extra`` where Dask is not installed, ``report.no_scheduler``.
        """
        count = self.workers or os.cpu_count() or 1
        if self.scheduler and items:
            return _over_dask(task, items, self.scheduler)
        if count == 1 or len(items) < FEW:
            return map(task, items)
        return _over_processes(task, items, count)


_SHARED: dict[str, Any] = {}
"""What a worker process was started with; set once by ``_start`` in that process only."""


def _start(task: Task[Any, Any]) -> None:
    _SHARED["task"] = task


def _batch(items: Sequence[Any]) -> list[Any]:
    return [_SHARED["task"](item) for item in items]


def _over_processes(task: Task[Item, Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    waiting = [tuple(items[at : at + _BATCH]) for at in range(0, len(items), _BATCH)]
    suspects: list[tuple[Item, ...]] = []
    while waiting or suspects:
        alone = not waiting
        todo, waiting = (suspects, []) if alone else (waiting, [])
        suspects = []
        broken = yield from _one_pool(task, todo, 1 if alone else count)
        for batch in broken:
            if alone and len(batch) == 1 and batch is broken[0]:
                yield task.lost(batch[0])
            else:
                suspects.extend((item,) for item in batch)


def _one_pool(
    task: Task[Item, Result], todo: list[tuple[Item, ...]], count: int
) -> Any:  # a generator that returns the batches it could not finish
    """Runs batches until they are done or a process dies; gives back the batches that were not finished then.

    With one process and one batch in flight the first of these is the one that killed it.
    """
    ahead = 1 if count == 1 else count * _AHEAD
    queue = list(reversed(todo))
    running: dict[Future[list[Result]], tuple[Item, ...]] = {}
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (task,)) as pool:
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


def _over_dask(task: Task[Item, Result], items: Sequence[Item], address: str) -> Iterator[Result]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise InputError("report.no_extra", extra="dask") from error
    try:
        client = distributed.Client(address, timeout="15s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError("report.no_scheduler", address=address, reason=str(error).splitlines()[0][:200]) from error
    with client, client.as_current():
        # The task goes with each batch: data scattered beforehand is lost with the only worker that was there to take it.
        batches = [list(items[at : at + _BATCH]) for at in range(0, len(items), _BATCH)]
        futures = client.map(_dask_batch, batches, task=task, retries=3, pure=False)
        names = {future.key: batch for future, batch in zip(futures, batches, strict=True)}
        for future in distributed.as_completed(futures):
            if future.status == "finished":
                yield from future.result()
            else:
                yield from (task.lost(item) for item in names[future.key])
            future.release()


def _dask_batch(items: Sequence[Any], task: Task[Any, Any]) -> list[Any]:
    return [task(item) for item in items]
