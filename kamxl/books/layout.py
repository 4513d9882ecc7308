"""How to read the rows of several shapes together: what stands in the same column, written alike, is read at once.

The shapes' rows are dealt out to blocks, one for each shape. A workbook made from the same template has the same layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from ..dataclass import dataclass
from .row_plan import Around, Cell, Form, Plan, plan

_T = TypeVar("_T")


class Places(NamedTuple):
    """Pieces of rows: each by its block and, at the same index, its place in a row."""

    blocks: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column (0-based), written alike: their values and, where these are pieces of their own, their styles."""

    column: int
    form: Form
    values: Places
    styles: Places | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the blocks have together, ``width`` columns. ``names`` are the pieces that say the row's number, ``styles`` those
    that say a style and nothing else; ``ends`` are the ends of what else opens or closes elements."""

    plans: tuple[Plan, ...]
    width: int
    columns: tuple[Column, ...]
    names: tuple[tuple[Around, Places], ...]
    styles: tuple[tuple[Around, Places], ...]
    ends: tuple[tuple[bytes, Places], ...]


@lru_cache(maxsize=128)
def layout(shapes: tuple[bytes, ...]) -> Layout:
    """The layout of rows of these shapes. Raises ``ValueError`` where one is not plain."""
    plans = tuple(map(plan, shapes))
    cells: dict[tuple[int, Form, bool], list[tuple[int, Cell]]] = defaultdict(list)
    for block, one in enumerate(plans):
        for cell in one.cells:
            cells[cell.column, cell.form, cell.style >= 0].append((block, cell))
    return Layout(
        plans,
        max((column for column, _, _ in cells), default=-1) + 1,
        tuple(_column(column, form, alike) for (column, form, _), alike in cells.items()),
        _together([one.names for one in plans]),
        _together([one.styles for one in plans]),
        _together([one.ends for one in plans]),
    )


def _column(column: int, form: Form, cells: Sequence[tuple[int, Cell]]) -> Column:
    styles = [(block, cell.style) for block, cell in cells if cell.style >= 0]
    return Column(
        column, form, _places([(block, cell.value) for block, cell in cells]), _places(styles) if styles else None
    )


def _together(told: Sequence[Sequence[tuple[int, _T]]]) -> tuple[tuple[_T, Places], ...]:
    """The places of each block's pieces by what is told of them."""
    found: dict[_T, list[tuple[int, int]]] = defaultdict(list)
    for block, pieces in enumerate(told):
        for place, what in pieces:
            found[what].append((block, place))
    return tuple((what, _places(places)) for what, places in found.items())


def _places(pairs: Sequence[tuple[int, int]]) -> Places:
    return Places(tuple(block for block, _ in pairs), tuple(place for _, place in pairs))
