"""The port to wherever events are kept: blobs that are added, listed and read, never changed or removed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Store(Protocol):
    """Immutable blobs named by the digest of their content. Every method raises ``LedgerError`` when out of reach."""

    def put(self, name: str, content: bytes) -> None:
        """Keeps ``content`` under ``name``, wholly or not at all; the same name again changes nothing."""

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Everything, in the order in which it was added."""
