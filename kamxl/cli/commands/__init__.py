"""One file a command (or a small family); importing it registers them on ``app``."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module


def register(arguments: Sequence[str]) -> None:
    """Registers what these arguments may call: the one command with a file of its name, else (help too) all of them."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    asked = next(iter(arguments), "")
    for name in [asked] if asked in names else names:
        import_module(f"{__name__}.{name}")
