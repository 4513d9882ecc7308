"""The registry: what the one in memory does, Windows' own must do too (where the tests run on Windows).

1. Values come back with their kinds; names and keys are found whatever their letters' case.
2. Subkeys are named once; a missing key is empty.
3. Removing what is not there does nothing; a key with subkeys stays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from kamxl.hosts.excel.registry import MemoryRegistry, Registry, user_registry

KEY = r"Software\kamxl-test"


def _windows() -> Registry:
    found = user_registry()
    assert found is not None
    return found


REGISTRIES: list[Callable[[], Registry]] = [MemoryRegistry, *([_windows] if sys.platform == "win32" else [])]


@pytest.mark.parametrize("make", REGISTRIES)
def test_registry(make: Callable[[], Registry]) -> None:
    registry = make()
    registry.set(rf"{KEY}\甲\Deep", "Text", "值")
    registry.set(rf"{KEY}\甲\Deep", "number", 4)
    registry.set(rf"{KEY}\Other", "x", "y")
    assert registry.values(rf"{KEY.upper()}\甲\deep") == {"Text": "值", "number": 4}
    assert sorted(registry.subkeys(KEY)) == ["Other", "甲"]
    registry.set(rf"{KEY}\other", "X", "z")
    assert list(registry.values(rf"{KEY}\Other").values()) == ["z"]
    registry.remove(rf"{KEY}\Other", "X")
    registry.remove(rf"{KEY}\Other", "missing")
    registry.remove(rf"{KEY}\nowhere", "missing")
    registry.remove_key(rf"{KEY}\甲")
    assert registry.subkeys(rf"{KEY}\甲") == ["Deep"]
    for key in (rf"{KEY}\甲\Deep", rf"{KEY}\甲", rf"{KEY}\Other", rf"{KEY}\nowhere", KEY):
        registry.remove_key(key)
    assert (registry.values(KEY), registry.subkeys(KEY)) == ({}, [])


def test_only_windows_has_one() -> None:
    assert (user_registry() is None) == (sys.platform != "win32")
