"""Cells gathered into rectangles, so that a host sets a style or a link once for many cells."""

from __future__ import annotations

from collections.abc import Iterable

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based and inclusive."""


def gather(cells: Iterable[tuple[int, int]]) -> list[Area]:
    """The cells (row, column) as few rectangles: runs along each row, joined with equal runs below."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    found: list[Area] = []
    for row in sorted(rows):
        runs = set(stretches(sorted(rows[row])))
        for run, (first, last) in list(open_runs.items()):
            if run not in runs or last != row - 1:
                found.append((first, run[0], last, run[1]))
                del open_runs[run]
        for run in runs:
            first, _ = open_runs.get(run, (row, row))
            open_runs[run] = (first, row)
    found.extend((first, left, last, right) for (left, right), (first, last) in open_runs.items())
    return sorted(found)


def stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Rising numbers as runs without a gap: first and last of each."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
