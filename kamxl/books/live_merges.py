"""Which cells of a range are merged, asked of a live host that only answers for a whole range: yes, no, or partly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

Merge = tuple[int, int, int, int]


def merged(cells: xw.Range) -> tuple[Merge, ...]:
    """The merged areas of a range that starts at A1: first row, first column, last row, last column, from 0.

    A form has a few dozen among thousands of cells: halving the range finds them in few questions.
    """
    found: dict[tuple[int, int], Merge] = {}
    _search(cells, found)
    return tuple(sorted(found.values()))


def _search(cells: xw.Range, found: dict[tuple[int, int], Merge]) -> None:
    if cells.merge_cells is False:
        return
    rows, columns = cells.shape
    if cells.merge_cells and _add(cells, found) and _covers(found, cells):
        return
    if (rows, columns) == (1, 1):
        return
    if rows >= columns:
        middle = rows // 2
        _search(cells[:middle, :], found)
        _search(cells[middle:, :], found)
    else:
        middle = columns // 2
        _search(cells[:, :middle], found)
        _search(cells[:, middle:], found)


def _add(cells: xw.Range, found: dict[tuple[int, int], Merge]) -> bool:
    """The merged area at the upper left cell, noted."""
    row, column = cells.row - 1, cells.column - 1
    if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in found.values()):
        return True
    area = cells[0, 0].merge_area
    if area.shape == (1, 1):
        return False
    top, left = area.row - 1, area.column - 1
    found[top, left] = (top, left, top + area.shape[0] - 1, left + area.shape[1] - 1)
    return True


def _covers(found: dict[tuple[int, int], Merge], cells: xw.Range) -> bool:
    """Whether one area holds the whole range: then there is nothing left to search in it."""
    top, left = cells.row - 1, cells.column - 1
    bottom, right = top + cells.shape[0] - 1, left + cells.shape[1] - 1
    return any(one[0] <= top and one[1] <= left and one[2] >= bottom and one[3] >= right for one in found.values())
