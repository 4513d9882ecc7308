"""The functions' service of this process: the snapshots that it loaded stay loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ...books.closed import open_closed
from ...commands.department import Department
from ...commands.service import Service
from ..clock import now


@cache
def functions() -> Service:
    """The one of this process."""
    return Service(_closed, now)


def _closed(folder: Path) -> Department:
    return Department(folder, open_closed, now().date())
