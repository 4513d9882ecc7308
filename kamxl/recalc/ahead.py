"""A first evaluation in a thread of its own, while Python still reads the formulas.

The engine needs nothing of us for a workbook that it can load as it lies on the disk, and holds no lock of Python's
meanwhile: on two cores a large workbook takes a third less time. Whether the result may be used is only known when the
formulas have been read; where it may not, nothing but another core's time is lost.
"""

from __future__ import annotations

from datetime import datetime
from threading import Thread

from ..ooxml import Workbook
from .engine import Engine

_WORTH_IT = 250_000
"""Bytes of a file from which reading takes long enough to be worth a thread."""


class Ahead:
    """The engine at work on ``book``, where that promises anything."""

    def __init__(self, book: Workbook, now: datetime) -> None:
        self._engine: Engine | None = None
        self._thread: Thread | None = None
        path, date1904 = book.package.path, book.date1904
        if path.stat().st_size < _WORTH_IT or book.tables or book.strict:
            return

        def work() -> None:
            try:
                engine = Engine(path, date1904=date1904, now=now)
                engine.evaluate([])
            except BaseException:  # noqa: BLE001 - whatever it is (Rust panics are no Exception) is met again, and told
                return
            self._engine = engine

        self._thread = Thread(target=work, name="kamxl-recalc", daemon=True)
        self._thread.start()

    def engine(self) -> Engine | None:
        """The engine with everything evaluated; ``None`` where it was not tried or gave up."""
        if self._thread is not None:
            self._thread.join()
        return self._engine
