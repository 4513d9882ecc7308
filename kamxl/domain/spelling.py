"""How people type: full-width characters, spaces inside words, brackets and dashes of every kind, made one.

Only what is read is changed; the sheet keeps what the person typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from .. import lazy

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_SPACE = lazy.pattern(r"\s+")
_ODD = lazy.pattern(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


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
    if text.isascii():
        return text
    return text.translate(_DASHES)


_COMPANY = lazy.pattern(r"[（）()\[\]\s·.,，、]|股份|有限|责任|公司|集团|总公司|分公司")


def company(name: str) -> str:
    """What is left of a company's name without its legal form and punctuation: two names with the same rest are one."""
    bare = _COMPANY.sub("", fold(name)).casefold()
    return bare or fold(name).casefold()


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The one known text that is a single slip away (a character changed, left out, put in, or two exchanged)."""
    close = sorted(other for other in known if abs(len(other) - len(text)) <= 1 and _one_slip(text, other))
    return close[0] if len(close) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    if len(one) == len(other):
        differ = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
        swapped = len(differ) == 2 and differ[1] - differ[0] == 1 and sorted(one) == sorted(other)
        return len(differ) == 1 or swapped
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
