"""Numbers as they stand written between the same two texts, kept from workbook to workbook: row 5's ``r="A5"`` and the like.

A whole column is told, or proved to be what it must be, by comparing it with these: nothing is parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

_KEPT_BITS, _MANY_KEPT_BITS = 12, 16


def numbered(before: bytes, after: bytes, count: int) -> Sequence[bytes]:
    """So many numbers and perhaps more, from 0 on, between ``before`` and ``after``."""
    bits = count.bit_length()
    return _many_kept(before, after, bits) if bits <= _MANY_KEPT_BITS else _written(before, after, range(count))


class Numbers:
    """Some numbers, which are to be written between many texts."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = numbers
        self._last = max(numbers)
        first, stop = numbers[0], numbers[0] + len(numbers)
        self._between = (first, stop) if numbers == list(range(first, stop)) else None

    def written(self, before: bytes, after: bytes) -> list[bytes]:
        """The numbers between ``before`` and ``after``."""
        if self._last >> _KEPT_BITS:
            return _written(before, after, self._numbers)
        kept = _kept(before, after, self._last.bit_length())
        if self._between:
            first, stop = self._between
            return kept[first:stop]
        return [*itemgetter(*self._numbers)(kept)]


def read(before: bytes, after: bytes, texts: Sequence[bytes]) -> list[int]:
    """The numbers between ``before`` and ``after``, which ascend. Raises ``KeyError`` or ``ValueError`` for anything else."""
    last = int(texts[-1][len(before) : -len(after)])
    if 0 <= last < 1 << _KEPT_BITS:
        return list(map(_kept_numbers(before, after, last.bit_length()).__getitem__, texts))
    found = [int(text[len(before) : -len(after)]) for text in texts]
    if any(map(bytes.__ne__, texts, _written(before, after, found))):
        raise ValueError
    return found


@lru_cache(maxsize=8)
def _many_kept(before: bytes, after: bytes, bits: int) -> Sequence[bytes]:
    return _written(before, after, range(1 << bits))


@lru_cache(maxsize=128)
def _kept(before: bytes, after: bytes, bits: int) -> list[bytes]:
    return _written(before, after, range(1 << bits))


@lru_cache(maxsize=32)
def _kept_numbers(before: bytes, after: bytes, bits: int) -> Mapping[bytes, int]:
    kept = _kept(before, after, bits)
    return dict(zip(kept, range(len(kept)), strict=True))


def _written(before: bytes, after: bytes, numbers: Iterable[int]) -> list[bytes]:
    form = before.replace(b"%", b"%%") + b"%d" + after.replace(b"%", b"%%")
    return list(map(form.__mod__, numbers))
