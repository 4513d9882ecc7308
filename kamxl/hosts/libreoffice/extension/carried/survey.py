"""Questions about many cells that UNO answers only in many small calls.

These run wherever the calls are cheap: in the engine for an office that is driven directly, inside LibreOffice for one that
is reached over the line (the extension carries this file: Python 3.8 on, nothing imported).
"""

from __future__ import annotations

from typing import Any

_FORMULA = 16  # com.sun.star.sheet.CellFlags
_DEFAULT = "DEFAULT_VALUE"  # com.sun.star.beans.PropertyState


def format_areas(cells: Any) -> list[list[int]]:
    """The areas of a range that share a number format: row, column, rows, columns and the format's key."""
    # A property of cells that differ is their default, not void: only its state tells.
    if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        return [[*_area(cells.RangeAddress), int(cells.NumberFormat)]]
    return _looks(cells)[0]


def merged_areas(cells: Any) -> list[list[int]]:
    """The merged areas whose upper left cell lies in the range: row, column, rows, columns."""
    return _looks(cells)[1] if cells.getIsMerged() else []


def whole_sheet(sheet: Any) -> dict[str, Any]:
    """All that reading a sheet needs: the area from A1 to the last used cell, its values, formats, merged areas, where
    formulas stand, and its validations."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    cells = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    limits: list[list[Any]] = []
    formats, merges = _looks(cells, limits)
    formulas = [_area(address) for address in cells.queryContentCells(_FORMULA).getRangeAddresses()]
    return {
        "area": _area(cells.RangeAddress),
        "data": cells.getDataArray(),
        "formats": formats,
        "merges": merges,
        "formulas": formulas,
        "limits": limits,
    }


def names(found: Any) -> list[tuple[str, str]]:
    """Defined names, each with what it refers to."""
    return [(name, found.getByName(name).Content) for name in found.getElementNames()]


def _looks(cells: Any, limits: list[list[Any]] | None = None) -> tuple[list[list[int]], list[list[int]]]:
    """Formats and merged areas in one pass over the groups of cells that look alike; adds to ``limits`` what is validated.

    Being the corner of a merged area of a certain size is a part of a cell's look, and so is its validation: one cell of a
    group speaks for all.
    """
    sheet = cells.getSpreadsheet()
    formats: list[list[int]] = []
    merges: list[list[int]] = []
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        key = int(group.NumberFormat)
        areas = [_area(address) for address in group.getRangeAddresses()]
        formats.extend([*area, key] for area in areas)
        if limits is not None and group.getPropertyState("Validation").value != _DEFAULT:
            limits.append([*_limit(group.Validation), areas])
        row, column = areas[0][:2]
        first = sheet.getCellByPosition(column - 1, row - 1)
        if first.getIsMerged():
            cursor = sheet.createCursorByRange(first)
            cursor.collapseToMergedArea()
            size = _area(cursor.RangeAddress)[2:]
            merges.extend(
                [top, left, *size]
                for row, column, rows, columns in areas
                for top in range(row, row + rows)
                for left in range(column, column + columns)
            )
    return formats, sorted(merges)


def _limit(rule: Any) -> list[str]:
    """Kind, operator and both formulas."""
    return [rule.Type.value, rule.getOperator().value, rule.getFormula1(), rule.getFormula2()]


def _area(address: Any) -> list[int]:
    return [
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    ]


SURVEYS = {"format_areas": format_areas, "merged_areas": merged_areas, "names": names, "whole_sheet": whole_sheet}
