"""The ledger as it stood on the evening of a day. One that is out of reach is a problem, not the end."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from types import TracebackType
from typing import TYPE_CHECKING

from ..errors import LedgerError
from .department import Department, Problem

if TYPE_CHECKING:
    from ..domain.request import Request
    from ..ledger.ledger import Ledger

LEDGER = "审批台账"


class LedgerDay:
    """A context manager: looks at the ledger at once, and reads its requests when they are asked for."""

    def __init__(self, department: Department, day: date) -> None:
        from .acting import ledger_if_founded

        self.day = day
        self.problems: tuple[Problem, ...] = ()
        self._ledger: Ledger | None = None
        try:
            self._ledger = ledger_if_founded(department)
        except LedgerError as error:
            self._failed(error)

    def __enter__(self) -> LedgerDay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ledger is not None:
            self._ledger.close()

    @property
    def content(self) -> str:
        """Names what the ledger holds, by the digests of all that was verified; "" without a ledger."""
        if self._ledger is None:
            return ""
        names = "\n".join((self._ledger.index.dept, *self._ledger.index.names()))
        return blake2b(names.encode(), digest_size=16).hexdigest()

    def requests(self) -> tuple[Request, ...]:
        """Every request; none where the ledger cannot be read, which is then among the ``problems``."""
        if self._ledger is None:
            return ()
        try:
            return tuple(self._ledger.requests_on(self.day))
        except LedgerError as error:
            self._failed(error)
            return ()

    def _failed(self, error: LedgerError) -> None:
        self.problems = (Problem(LEDGER, error.text),)
