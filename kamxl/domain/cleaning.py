"""Text that travels into another person's sheet arrives as text: no control character, no formula, no over-long string."""

from __future__ import annotations

import unicodedata

from .. import lazy

LONGEST = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = lazy.pattern(r"[-+][0-9,]+(\.[0-9]+)?%?")
_KEPT = "\n"


def travelling(text: str, longest: int = LONGEST) -> str:
    """The text without control and direction characters, at most ``longest`` long; what would start a formula if
    somebody edited the cell is led by an apostrophe."""
    kept = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if _printable(char)).strip()
    if kept.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(kept):
        kept = f"'{kept}"
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}…"


def _printable(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
