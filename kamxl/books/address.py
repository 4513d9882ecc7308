"""A1 addresses and 0-based positions."""

from __future__ import annotations

from functools import lru_cache

from .. import lazy

_A1 = lazy.pattern(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def position(address: str) -> tuple[int, int]:
    """``"B5"`` → ``(4, 1)``, 0-based row and column. Raises ``ValueError`` for anything but one cell."""
    found = _A1.fullmatch(address)
    if found is None:
        raise ValueError(f"not a cell address: {address!r}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """``27`` → ``"AB"``: the letters of a 0-based column."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """``(4, 1)`` → ``"B5"``."""
    return f"{letters(column)}{row + 1}"
