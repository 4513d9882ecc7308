"""Where a department's ledger is. Loads nothing: most commands only ask whether there is one."""

from __future__ import annotations

import os
from pathlib import Path

from .. import lazy
from ..errors import LedgerError

_URL = lazy.pattern(r"^[a-z][a-z0-9+]*://")
_POINTER = "ledger.url"


def place_of(own_folder: Path) -> str:
    """The department's ledger: ``KAMXL_LEDGER``, else the address in ``.kamxl/ledger.url``, else ``.kamxl/ledger``.

    A database's password belongs into ``KAMXL_LEDGER`` or the system's ``pgpass`` file, not into the shared folder.
    """
    named = os.environ.get("KAMXL_LEDGER", "")
    if named:
        return named
    try:
        return (own_folder / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return str(own_folder / "ledger")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError("ledger.unreachable", place=own_folder / _POINTER, reason=error) from error


def is_database(place: str) -> bool:
    return bool(_URL.match(place))


def may_hold_a_ledger(place: str) -> bool:
    """Whether it is worth looking: a database, or a folder that is there."""
    return is_database(place) or Path(place).is_dir()
