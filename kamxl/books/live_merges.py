"""Which cells of a range are merged, asked of a live host that only answers for a whole range: yes, no, or partly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

Merge = tuple[int, int, int, int]
_AT_ONCE = 5000  # cells: a card, or the head of a long list


def merged(cells: xw.Range) -> tuple[Merge, ...]:
    """The merged areas of a range that starts at A1: first row, first column, last row, last column, from 0.

    An engine that can list them itself (``sheet.impl.merges``) is asked once for the upper part, where forms and titles
    are. Below, or without such an engine, halving the range finds them: a form has a few dozen among thousands of cells.
    """
    if cells.merge_cells is False:
        return ()
    found: dict[tuple[int, int], Merge] = {}
    rows, columns = cells.shape
    upper = min(rows, max(1, _AT_ONCE // columns))
    ask = getattr(cells.sheet.impl, "merges", None)
    listed = ask(upper, columns) if ask is not None else None
    if listed:
        found.update({area[:2]: area for area in listed})
        if upper < rows:
            _search(cells[upper:, :], found)
    else:
        _search(cells, found)
    return tuple(sorted(found.values()))


def _search(cells: xw.Range, found: dict[tuple[int, int], Merge]) -> None:
    answer = cells.merge_cells  # True, False, or (some of it) nothing, which appscript has an object of its own for
    if answer is False:
        return
    rows, columns = cells.shape
    if answer is True and _add(cells, found) and _covers(found, cells):
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
