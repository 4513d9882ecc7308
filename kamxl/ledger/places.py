"""Opens what a place names: a folder's store or a database's, and this machine's index of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from .folder import FolderStore
from .index import Index
from .keys import keychain, private_folder
from .place import is_database
from .port import Store

__all__ = ["index_of", "keychain", "store_at"]


def store_at(place: str) -> Store:
    """The store there: a folder, or with ``postgresql://…`` or ``sqlite:///…`` a database."""
    if not is_database(place):
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
