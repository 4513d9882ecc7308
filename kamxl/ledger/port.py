"""The port to wherever events are kept: blobs that are added, listed and read, never changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from ..dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Blob:
    """Content as found: under which name, and where (for messages). ``content`` is ``None`` where it cannot be read.

    ``spare`` marks a synced folder's conflict copy of a name that is there too.
    """

    name: str
    place: str
    content: bytes | None
    spare: bool = False


class Store(Protocol):
    """Immutable blobs named by the digest of their content. Every method raises ``LedgerError`` when out of reach."""

    @property
    def place(self) -> str:
        """Where it is, for messages: without any password."""

    def put(self, name: str, day: str, content: bytes) -> None:
        """Keeps ``content`` under ``name``, wholly or not at all; the same name again changes nothing.

        ``day`` (2026-09-01) only says where a folder keeps it.
        """

    def since(self, mark: str, known: Callable[[str], bool]) -> tuple[list[Blob], str]:
        """What was added since ``mark`` ("" for everything) and is not ``known``, and the mark for the next time.

        May give a blob again, never leaves one out for good.
        """

    def everything(self) -> Iterator[Blob]:
        """All that is there, however it came there, in the store's own order."""

    def clock(self) -> datetime:
        """The time where the store is: the file server's or the database's own, which is nobody's computer. This machine's
        where the store has none to tell."""

    def close(self) -> None:
        """Lets go of connections."""
