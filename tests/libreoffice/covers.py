"""Which members of xlwings' API a test proves; the docs table may call nothing else working."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
MARK = "kamxl_covers"


def covers(*members: str) -> Callable[[F], F]:
    """``@covers("Range.color", …)``: the members, as ``Class.member``, whose promise this test checks."""

    def mark(function: F) -> F:
        setattr(function, MARK, members)
        return function

    return mark
