"""When two results are the same: numbers to nine significant digits, text, truth values and errors exactly."""

from __future__ import annotations

import math

from ..ooxml.reading import Value
from ..ooxml.values import CellError


def same(one: Value, two: Value) -> bool:
    """Whether two results mean the same. No result and empty text are one."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, str) and isinstance(two, str):
        return one.replace("\r\n", "\n") == two.replace("\r\n", "\n")
    return (one or None) == (two or None) if isinstance(one, str | None) and isinstance(two, str | None) else one == two


def shown(value: Value) -> str:
    """A result as people see it in messages."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, float):
        return f"{value:.15g}"
    return value
