"""Deflate, the compression of zip files: by isal where there is a wheel of it for the machine, else by the standard library.

isal takes less than half the time. What it packs may differ in length from what zlib packs, and both read either: so it packs
what this machine keeps for itself, and never a workbook, whose bytes must not depend on what is installed.
"""

from __future__ import annotations

from typing import cast

try:
    from isal import isal_zlib as _zlib
except ImportError:
    import zlib as _zlib  # type: ignore[no-redef]

_RAW = -15  # a window of 32 KB, and no header

_Damaged = cast("type[Exception]", _zlib.error)

crc32 = _zlib.crc32


class DeflateError(ValueError):
    """What should be inflated is damaged."""


def inflate_raw(packed: bytes | memoryview, most: int) -> bytes:
    """What is in an entry of a zip file, at most ``most`` bytes of it. Raises ``DeflateError``."""
    try:
        return _zlib.decompressobj(_RAW).decompress(packed, most)
    except _Damaged as error:
        raise DeflateError(str(error)) from error


def deflate(content: bytes) -> bytes:
    """Packed quickly rather than small, for a cache or another process."""
    return _zlib.compress(content, 1)


def inflate(packed: bytes) -> bytes:
    """What was deflated, here or on another machine. Raises ``DeflateError``."""
    try:
        return _zlib.decompress(packed)
    except _Damaged as error:
        raise DeflateError(str(error)) from error
