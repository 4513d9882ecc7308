"""Where a workbook that Excel names by an ``https://`` address lies on this machine.

A workbook in a synchronised OneDrive or SharePoint folder has an address as its ``FullName`` (xlwings/xlwings#1630, #2017,
#2554). On Windows the OneDrive client says which address it keeps in which folder, below
``HKCU\\Software\\SyncEngines\\Providers\\OneDrive\\*`` (``UrlNamespace``, ``MountPoint``). On macOS it says nothing: there the
folders of ``~/Library/CloudStorage`` are searched for the end of the address.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ...dataclass import dataclass
from .registry import Registry, user_registry

_PROVIDERS = r"Software\SyncEngines\Providers\OneDrive"


@dataclass(frozen=True, slots=True)
class Mount:
    """An address whose content the OneDrive client keeps in a folder; "" where the client does not say which."""

    address: str
    folder: Path


def local_file(address: str, mounts: Iterable[Mount] | None = None) -> Path | None:
    """The file of ``address`` on this machine, None where no folder holds it or the file is not there.

    The longest matching address wins. A mount may begin deeper than its address says (a synchronised subfolder), so
    the first parts of the rest may be missing below the folder: they are dropped one by one until a file is found.
    Where the client does not tell the address, the file's folder must have the same name as well.
    """
    wanted = _parts(address)
    found = list(_mounts() if mounts is None else mounts)
    for mount in sorted(found, key=lambda one: len(_parts(one.address)), reverse=True):
        base = _parts(mount.address)
        if [part.casefold() for part in wanted[: len(base)]] != [part.casefold() for part in base]:
            continue
        rest = wanted[len(base) :]
        for dropped in range(len(rest) if base else len(rest) - 1):
            candidate = mount.folder.joinpath(*rest[dropped:])
            if candidate.is_file():
                return candidate
    return None


def _parts(address: str) -> list[str]:
    """Host and path, decoded; an address with ``..`` could leave the folder and has no parts."""
    split = urlsplit(address)
    parts = [part for part in (split.hostname or "", *map(unquote, split.path.split("/"))) if part]
    return [] if any(part == ".." or "/" in part or "\\" in part for part in parts) else parts


def mounts_of(registry: Registry) -> Iterator[Mount]:
    """The synchronised folders that the OneDrive client has registered for this user."""
    for provider in registry.subkeys(_PROVIDERS):
        known = registry.values(f"{_PROVIDERS}\\{provider}")
        address, folder = known.get("UrlNamespace"), known.get("MountPoint")
        if isinstance(address, str) and isinstance(folder, str):
            yield Mount(address, Path(folder))


def _mounts() -> Iterator[Mount]:
    """The synchronised folders of this user."""
    registry = user_registry()
    if registry is not None:
        yield from mounts_of(registry)
    elif sys.platform == "darwin":
        for folder in sorted((Path.home() / "Library" / "CloudStorage").glob("OneDrive*")):
            yield Mount("", folder)
