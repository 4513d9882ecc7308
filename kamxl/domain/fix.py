"""What a safe fix is: one file in ``fixes/`` that writes a cell's content in its one proper way, its meaning unchanged.

    FIX = Fix(id="date_text", ..., better=better)

    def better(content: Content) -> Raw | Decimal | None: ...

A fix is applied only where the field reads the new content as the same value as before; a name is unified only with
the same company's. Cells with formulas, boxes to tick and values inside their labels' cells are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from ..dataclass import dataclass
from . import registry
from .form import Field
from .values import Raw, Value

Better: TypeAlias = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Content:
    """A field's cell: what it holds, what that means, and what else the fix may need to know.

    ``field.unit`` is the label's own; ``unit_shown`` says whether the label shows it. ``customers`` gives the profile's
    name of each company, by its bare name.
    """

    field: Field
    raw: Raw
    value: Value
    unit_shown: bool
    customers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One safe fix. ``better`` gives the content to write, or ``None``; ``renames`` marks one that changes the value."""

    id: str
    zh: str
    en: str
    better: Callable[[Content], Better]
    wrong: str
    right: str
    renames: bool = False


@cache
def fixes() -> Mapping[str, Fix]:
    """Every fix by id."""
    from . import fixes as package

    return registry.discover(package, "FIX", Fix)
