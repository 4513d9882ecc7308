"""Questions about many cells that UNO answers only in many small calls.

These run wherever the calls are cheap: in the engine for an office that is driven directly, inside LibreOffice for one that
is reached over the line (the extension carries this file: Python 3.8 on, nothing imported).
"""

from __future__ import annotations

from typing import Any


def format_areas(cells: Any) -> list[list[int]]:
    """The areas of a range that share a number format: row, column, rows, columns and the format's key."""
    # A property of cells that differ is their default, not void: only its state tells.
    if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        return [[*_area(cells.RangeAddress), int(cells.NumberFormat)]]
    found: list[list[int]] = []
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        key = int(group.NumberFormat)
        found.extend([*_area(address), key] for address in group.getRangeAddresses())
    return found


def merged_areas(cells: Any) -> list[list[int]]:
    """The merged areas whose upper left cell lies in the range: row, column, rows, columns."""
    address = cells.RangeAddress
    sheet = cells.getSpreadsheet()
    found: list[list[int]] = []
    waiting = [(address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)]
    while waiting:
        top, left, bottom, right = waiting.pop()
        part = sheet.getCellRangeByPosition(left, top, right, bottom)
        if not part.getIsMerged():
            continue
        if (top, left) == (bottom, right):
            cursor = sheet.createCursorByRange(part)
            cursor.collapseToMergedArea()
            found.append(_area(cursor.RangeAddress))
        elif bottom - top >= right - left:
            middle = (top + bottom) // 2
            waiting += [(top, left, middle, right), (middle + 1, left, bottom, right)]
        else:
            middle = (left + right) // 2
            waiting += [(top, left, bottom, middle), (top, middle + 1, bottom, right)]
    return sorted(found)


def _area(address: Any) -> list[int]:
    return [
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    ]


SURVEYS = {"format_areas": format_areas, "merged_areas": merged_areas}
