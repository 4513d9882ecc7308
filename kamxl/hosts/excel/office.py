r"""What Excel remembers about add-ins in the user's registry, and what a policy may forbid.

- ``Software\Microsoft\Office\16.0\Excel\Options``: ``OPEN``, ``OPEN1``, ``OPEN2`` … name what Excel loads, without a gap.
- ``…\Excel\Add-in Manager``: add-ins that are known but not loaded.
- ``…\Excel\Security\Trusted Locations\LocationN``: folders whose macros run without a question.
- ``Software\Policies\…``: an administrator's word; never written here, always obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .registry import Registry

_OFFICE = r"Software\Microsoft\Office"
_POLICIES = r"Software\Policies\Microsoft\Office"
_VERSION = re.compile(r"1[4-9]\.0")
_OPEN = re.compile(r"OPEN(\d*)", re.IGNORECASE)
_DESCRIPTION = "kamxl"
_MACROS_OFF_SILENTLY = 4


def versions(registry: Registry) -> list[str]:
    """The versions of Excel that this user has started at least once, such as ``16.0``."""
    found = [name for name in registry.subkeys(_OFFICE) if _VERSION.fullmatch(name)]
    return [name for name in found if "excel" in (key.lower() for key in registry.subkeys(rf"{_OFFICE}\{name}"))]


def loaded(registry: Registry, version: str, file: str) -> list[str]:
    """What ``OPEN…`` says for an add-in of that file name, wherever it lies."""
    return [value for value in _opened(registry, version) if _names(value, file)]


def load(registry: Registry, version: str, path: Path) -> None:
    """Has Excel load the add-in when it starts; another copy of the same name is replaced."""
    others = [value for value in _opened(registry, version) if not _names(value, path.name)]
    _write_opened(registry, version, [*others, f'"{path}"'])


def unload(registry: Registry, version: str, file: str) -> None:
    """Forgets the add-in of that name; the others move up, since Excel stops at a gap."""
    _write_opened(registry, version, [value for value in _opened(registry, version) if not _names(value, file)])
    manager = rf"{_excel(version)}\Add-in Manager"
    for name in registry.values(manager):
        if _names(name, file):
            registry.remove(manager, name)


def trusted(registry: Registry, version: str, folder: Path) -> bool:
    """Whether macros in the folder run without a question."""
    return any(True for _ in _locations(registry, version, folder))


def trust(registry: Registry, version: str, folder: Path) -> None:
    """Makes the folder (not those below it) a trusted location."""
    if trusted(registry, version, folder):
        return
    taken = {name.lower() for name in registry.subkeys(_trusted(version))}
    number = next(number for number in range(1000) if f"location{number}" not in taken)
    key = rf"{_trusted(version)}\Location{number}"
    registry.set(key, "Path", f"{folder}\\")
    registry.set(key, "AllowSubfolders", 0)
    registry.set(key, "Description", _DESCRIPTION)


def distrust(registry: Registry, version: str, folder: Path) -> None:
    """Takes back a trust that ``trust`` gave; one that somebody else described stays."""
    for key in list(_locations(registry, version, folder)):
        if registry.values(key).get("Description") == _DESCRIPTION:
            for name in registry.values(key):
                registry.remove(key, name)
            registry.remove_key(key)


def locations_forbidden(registry: Registry, version: str) -> bool:
    """Whether a policy or the user has switched trusted locations off."""
    return any(
        registry.values(rf"{root}\{version}\Excel\Security\Trusted Locations").get("AllLocationsDisabled") == 1
        for root in (_POLICIES, _OFFICE)
    )


def macros_forbidden(registry: Registry, version: str) -> bool:
    """Whether a policy switches all macros off without a question, except in trusted locations or by a trusted publisher."""
    return registry.values(rf"{_POLICIES}\{version}\Excel\Security").get("VBAWarnings") == _MACROS_OFF_SILENTLY


def _opened(registry: Registry, version: str) -> list[str]:
    values = registry.values(rf"{_excel(version)}\Options")
    numbered = {int(match[1] or 0): str(value) for name, value in values.items() if (match := _OPEN.fullmatch(name))}
    return [numbered[number] for number in sorted(numbered)]


def _write_opened(registry: Registry, version: str, values: list[str]) -> None:
    key = rf"{_excel(version)}\Options"
    if values == _opened(registry, version):
        return
    for name in registry.values(key):
        if _OPEN.fullmatch(name):
            registry.remove(key, name)
    for number, value in enumerate(values):
        registry.set(key, f"OPEN{number or ''}", value)


def _names(value: str, file: str) -> bool:
    r"""Whether ``/R "C:\…\kamxl.xlam"`` names that file."""
    last = re.split(r"[\\/]", value.rstrip().rstrip('"'))[-1].lstrip('"')
    return last.casefold() == file.casefold()


def _locations(registry: Registry, version: str, folder: Path) -> Iterator[str]:
    wanted = str(folder).rstrip("\\/").casefold()
    for name in registry.subkeys(_trusted(version)):
        key = rf"{_trusted(version)}\{name}"
        if str(registry.values(key).get("Path", "")).rstrip("\\/").casefold() == wanted:
            yield key


def _excel(version: str) -> str:
    return rf"{_OFFICE}\{version}\Excel"


def _trusted(version: str) -> str:
    return rf"{_excel(version)}\Security\Trusted Locations"
