r"""The part of the Windows registry that an installation without administrator rights may use: below ``HKEY_CURRENT_USER``.

``Registry`` is the port, ``UserRegistry`` the real one (Windows only), ``MemoryRegistry`` the one for tests. Keys are
paths such as ``Software\Microsoft\Office``; names and keys are matched without regard to letters' case, as Windows does.
"""

from __future__ import annotations

import sys
from typing import Protocol, TypeAlias

Value: TypeAlias = str | int


class Registry(Protocol):
    """Keys with values, below the user's root."""

    def values(self, key: str) -> dict[str, Value]:
        """The texts and numbers of a key, {} where there is no such key."""

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys directly below, [] where there is no such key."""

    def set(self, key: str, name: str, value: Value) -> None:
        """Writes a text (``REG_SZ``) or number (``REG_DWORD``), making the key where it is missing."""

    def remove(self, key: str, name: str) -> None:
        """Removes a value; nothing happens where there is none."""

    def remove_key(self, key: str) -> None:
        """Removes a key that has no subkeys; nothing happens where there is none."""


class MemoryRegistry:
    """A registry in memory."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, Value]] = {}

    def values(self, key: str) -> dict[str, Value]:
        return dict(self._keys.get(self._found(key), {}))

    def subkeys(self, key: str) -> list[str]:
        start = key.casefold() + "\\"
        below = [one[len(start) :] for one in self._keys if one.casefold().startswith(start)]
        return list(dict.fromkeys(name.split("\\")[0] for name in below))

    def set(self, key: str, name: str, value: Value) -> None:
        held = self._keys.setdefault(self._found(key), {})
        held[self._name(held, name)] = value

    def remove(self, key: str, name: str) -> None:
        held = self._keys.get(self._found(key), {})
        held.pop(self._name(held, name), None)

    def remove_key(self, key: str) -> None:
        if not self.subkeys(key):
            self._keys.pop(self._found(key), None)

    def everything(self) -> dict[str, dict[str, Value]]:
        """All keys with their values, for tests to compare."""
        return {key: dict(values) for key, values in sorted(self._keys.items())}

    def _found(self, key: str) -> str:
        return next((one for one in self._keys if one.casefold() == key.casefold()), key)

    @staticmethod
    def _name(held: dict[str, Value], name: str) -> str:
        return next((one for one in held if one.casefold() == name.casefold()), name)


if sys.platform == "win32":
    import winreg

    class UserRegistry:
        """``HKEY_CURRENT_USER``."""

        def values(self, key: str) -> dict[str, Value]:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    found = [winreg.EnumValue(opened, index) for index in range(winreg.QueryInfoKey(opened)[1])]
            except FileNotFoundError:
                return {}
            return {name: value for name, value, kind in found if kind in (winreg.REG_SZ, winreg.REG_DWORD)}

        def subkeys(self, key: str) -> list[str]:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return [winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0])]
            except FileNotFoundError:
                return []

        def set(self, key: str, name: str, value: Value) -> None:
            kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, kind, value)

        def remove(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

        def remove_key(self, key: str) -> None:
            if self.subkeys(key):
                return
            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return


def user_registry() -> Registry | None:
    """This user's registry, None where the system has none."""
    if sys.platform == "win32":
        return UserRegistry()
    return None
