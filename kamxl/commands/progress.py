"""How a long command tells how far it is: the surface that called it shows a bar, a status line or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ..errors import Text

Progress: TypeAlias = Callable[[Text, int, int], None]
"""Called with what is being done, how many are done, and of how many."""


def silent(text: Text, done: int, total: int) -> None:
    """Shows nothing."""
