"""How much room text needs: in column widths (digits of the default font) and in wrapped lines."""

from __future__ import annotations

import unicodedata
from math import ceil

PIXELS_PER_CHARACTER = 7
CELL_PADDING = 5
_MARGIN = 2.5  # what the cell's own padding and our indent take
_WIDE = {"W": 2.0, "F": 2.0, "A": 2.0}


def text_width(text: str) -> float:
    """The width of the longest line, in characters; a Chinese character or full-width mark counts 2."""
    return max((sum(_of(char) for char in line) for line in text.split("\n")), default=0.0)


def _of(char: str) -> float:
    return _WIDE.get(unicodedata.east_asian_width(char), 1.1)


def lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    usable = max(width - _MARGIN, 1.0)
    return sum(max(1, ceil(text_width(line) / usable)) for line in text.split("\n"))


def pixels(width: float) -> int:
    """A column's width on the screen, as Excel computes it for the default font."""
    return int(width * PIXELS_PER_CHARACTER + CELL_PADDING)
