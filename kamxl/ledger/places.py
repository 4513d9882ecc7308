"""Where a ledger is: a folder, or the address of a database."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from ..errors import LedgerError
from .folder import FolderStore
from .index import Index
from .keys import keychain, private_folder
from .port import Store

__all__ = ["index_of", "keychain", "place_of", "store_at"]

_URL = re.compile(r"^[a-z][a-z0-9+]*://")
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


def store_at(place: str) -> Store:
    """The store there: a folder, or with ``postgresql://…`` or ``sqlite:///…`` a database."""
    if not _URL.match(place):
        return FolderStore(Path(place))
    from .sql import SqlStore

    url = place
    if url.startswith("postgresql://"):
        url = f"postgresql+psycopg://{url.removeprefix('postgresql://')}"
    return SqlStore(url)


def index_of(place: str) -> Index:
    """This machine's index of that ledger."""
    name = sha256(str(place).encode()).hexdigest()[:24]
    return Index(private_folder() / "index" / f"{name}.sqlite")
