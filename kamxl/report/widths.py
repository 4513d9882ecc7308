"""Column widths on the screen."""

from __future__ import annotations

PIXELS_PER_CHARACTER = 7
CELL_PADDING = 5


def pixels(width: float) -> int:
    """A column's width on the screen, as Excel computes it for the default font."""
    return int(width * PIXELS_PER_CHARACTER + CELL_PADDING)
