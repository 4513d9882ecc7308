"""What a sheet of the report is: one file in ``sheets/`` that draws itself onto a ``Kit``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..dataclass import dataclass
from ..domain import registry
from .page import Kit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its place in the workbook (``number``), its name on the tab, and how it is drawn."""

    number: str
    zh: str
    draw: Callable[[Kit], None]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every sheet in the workbook's order."""
    from . import sheets as package

    found = registry.discover(package, "SHEET", Sheet)
    return tuple(sorted(found.values(), key=lambda sheet: sheet.number))
