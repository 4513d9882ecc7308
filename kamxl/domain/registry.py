"""How one small file in a folder becomes known: every module of a package that defines the wanted constant is found.

Adding a form, a field type, a rule, a flow or a KPI means adding one file; nothing else lists it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeVar

T = TypeVar("T")


def discover(package: ModuleType, constant: str, kind: type[T]) -> Mapping[str, T]:
    """``{file name: its constant}`` for each public module of ``package``, in the order of the file names.

    A module without ``constant``, or one of another type, is our own mistake and raises ``TypeError`` at once.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        value = getattr(import_module(f"{package.__name__}.{info.name}"), constant, None)
        if not isinstance(value, kind):
            raise TypeError(f"{package.__name__}.{info.name}.{constant} is not a {kind.__name__}")
        found[info.name] = value
    return MappingProxyType(found)
