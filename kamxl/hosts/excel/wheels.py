"""Which wheels a computer of another system needs: pip reads the markers of the computer that it runs on, not of the target.

A bundle made on Linux for Windows would lack pywin32 and carry what only Linux needs. So the wheels' own metadata are
read with the target's markers, from kamxl on: what is missing must still be fetched, what nobody needs is taken out.
"""

from __future__ import annotations

import zipfile
from dataclasses import field
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

from ...dataclass import dataclass

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_SYSTEMS = {
    "win": ("win32", "Windows", "nt"),
    "macosx": ("darwin", "Darwin", "posix"),
    "manylinux": ("linux", "Linux", "posix"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """The computer that the bundle is for: pip's platform tag and Python's version, such as ``win_amd64`` and ``3.12``."""

    platform: str
    python: str

    def markers(self) -> dict[str, str]:
        """The environment of PEP 508's markers there."""
        prefix, _, machine = self.platform.partition("_")
        system, name, os_name = next(
            (found for start, found in _SYSTEMS.items() if prefix.startswith(start)), _SYSTEMS["manylinux"]
        )
        return {
            "sys_platform": system,
            "platform_system": name,
            "os_name": os_name,
            "platform_machine": "AMD64" if machine == "amd64" else machine.rpartition("_")[2] or machine,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


@dataclass
class Need:
    """What the target needs: wheels that are there, and requirements that none of them meets."""

    wheels: set[Path] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


def needed(folder: Path, root: str, extras: frozenset[str], target: Target) -> Need:
    """Walks the requirements from ``root`` with its extras through the wheels of ``folder``."""
    from packaging.utils import canonicalize_name

    there = {canonicalize_name(path.name.split("-")[0]): path for path in sorted(folder.glob("*.whl"))}
    need, seen = Need(), set()
    waiting: list[tuple[str, frozenset[str], str]] = [(root, extras, root)]
    while waiting:
        name, wanted, text = waiting.pop(0)
        key = (str(canonicalize_name(name)), wanted)
        if key in seen:
            continue
        seen.add(key)
        wheel = there.get(canonicalize_name(name))
        if wheel is None:
            need.missing.append(text)
            continue
        need.wheels.add(wheel)
        for requirement in _requirements(wheel):
            if _applies(requirement, wanted, target):
                plain = f"{requirement.name}{requirement.specifier}"
                waiting.append((requirement.name, frozenset(requirement.extras), plain))
    return need


def _requirements(wheel: Path) -> list[Requirement]:
    from packaging.requirements import Requirement

    with zipfile.ZipFile(wheel) as file:
        name = next(one for one in file.namelist() if one.endswith(".dist-info/METADATA") and one.count("/") == 1)
        metadata = BytesParser().parsebytes(file.read(name), headersonly=True)
    return [Requirement(str(line)) for line in metadata.get_all("Requires-Dist") or []]


def _applies(requirement: Requirement, extras: frozenset[str], target: Target) -> bool:
    if requirement.marker is None:
        return True
    environment = target.markers()
    return any(requirement.marker.evaluate({**environment, "extra": extra}) for extra in (extras or {""}) | {""})
