"""A protected sheet refuses. LibreOffice's API does not always: it silently writes a locked cell's formula."""

from __future__ import annotations

from typing import Any

from kamxl.errors import HostError

from .units import shared


def check_unlocked(sheet: Any, cells: Any, name: str, address: str) -> None:
    """Raise ``HostError`` where the sheet is protected and not all of the cells are unlocked."""
    if sheet.isProtected() and _locked(cells):
        raise HostError("libreoffice.protected", sheet=name, cell=address)


def _locked(cells: Any) -> bool:
    protection = shared(cells, "CellProtection")
    return protection is None or bool(protection.IsLocked)
