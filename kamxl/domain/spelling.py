"""How people type: full-width characters, spaces inside words, brackets and dashes of every kind, made one.

Only what is read is changed; the sheet keeps what the person typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_SPACE = re.compile(r"\s+")
_ODD = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Half-width characters, single spaces, no invisible characters, no space at either end."""
    if text.isascii():
        return _SPACE.sub(" ", text).strip()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", _ODD.sub("", text))).strip()


def squeeze(text: str) -> str:
    """``fold`` without any space: for numbers, dates and codes."""
    return fold(text).replace(" ", "")


def dashes(text: str) -> str:
    """Every dash and minus sign as ``-``."""
    return text.translate(_DASHES)
