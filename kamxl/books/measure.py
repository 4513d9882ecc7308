"""How much room text needs on a sheet: in column widths (digits of the default font) and in wrapped lines."""

from __future__ import annotations

import re
from math import ceil
from unicodedata import east_asian_width

from .. import lazy

MARGIN = 2.5  # what the cell's own padding and our indent take
_LATIN = 1.1  # letters are a little wider than the digits in which columns are measured
_OPENING, _CLOSING = "“‘（《【〔([", "”’）》】〕)],.;:!?，。；：、！？…%"
# What is never parted at the end of a line: a word or number, with the marks that cling to it. Elsewhere Chinese breaks.
_PIECE = lazy.pattern(
    rf"[{re.escape(_OPENING)}]*(?:[^\s\u2e80-\uffef{re.escape(_OPENING)}]+|.)[{re.escape(_CLOSING)}]*"
)


def text_width(text: str) -> float:
    """The width of the longest line, in characters; a Chinese character or full-width mark counts 2."""
    return max((_width(line) for line in text.split("\n")), default=0.0)


def lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width, broken as spreadsheets break it."""
    usable = max(width - MARGIN, 1.0)
    return sum(1 if len(line) * 2.0 <= usable else _broken(line, usable) for line in text.split("\n"))


def _width(line: str) -> float:
    return sum(2.0 if east_asian_width(char) in "WFA" else _LATIN for char in line)


def _broken(line: str, usable: float) -> int:
    count, used = 1, 0.0
    for piece in _PIECE.findall(line):
        wide = _width(piece)
        if used + wide <= usable:
            used += wide
            continue
        count += used > 0
        further = ceil(wide / usable) - 1  # a word longer than the line is parted after all
        count += further
        used = wide - further * usable
    return count
