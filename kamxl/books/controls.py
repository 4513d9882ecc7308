"""Boxes to tick that are drawn over cells, read as if they had been typed into them: ☑上市公司 □民营企业."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..domain.values import Raw, is_blank
from ..ooxml.controls import TickBox
from .address import address
from .port import Grid

Cell = tuple[int, int]


def with_boxes(grid: Grid, boxes: Sequence[TickBox]) -> tuple[Grid, frozenset[str]]:
    """The sheet with the boxes' text in their cells, and these cells' addresses: nobody may write there."""
    over: dict[Cell, list[TickBox]] = defaultdict(list)
    for box in boxes:
        over[_anchor(grid, box)].append(box)
    rows: list[Sequence[Raw]] = list(grid.rows)
    drawn: set[str] = set()
    for (row, column), here in over.items():
        text = _text(grid, grid.at(row, column), here)
        if text is not None:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            cells = list(rows[row])
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column], rows[row] = text, cells
            drawn.add(address(row, column))
    return replace(grid, rows=rows, texts=None), frozenset(drawn)


def _anchor(grid: Grid, box: TickBox) -> Cell:
    """The cell, or the first of the merged area, over which the box stands."""
    row, column = box.cell.row - 1, box.cell.column - 1
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def _text(grid: Grid, held: Raw, boxes: Sequence[TickBox]) -> str | None:
    """What the cell says with its boxes; ``None`` where its own TRUE or FALSE says it already."""
    if all(not box.caption for box in boxes):
        if isinstance(held, bool):
            return None
        if isinstance(held, str) and not is_blank(held):
            return f"{_mark(grid, boxes[0])}{held.strip()}" if len(boxes) == 1 else None
    said = " ".join(f"{_mark(grid, box)}{box.caption}" for box in boxes)
    own = held.strip() if isinstance(held, str) else ""
    return f"{own} {said}".strip() if own and not any(box.caption in own for box in boxes) else said


def _mark(grid: Grid, box: TickBox) -> str:
    """The linked cell knows best: a formula or another program may have set it."""
    linked = grid.at(box.link.row - 1, box.link.column - 1) if box.link else None
    return "☑" if (linked if isinstance(linked, bool) else box.ticked) else "□"
