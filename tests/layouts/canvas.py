"""A sheet being drawn: cells, merged ranges, and where each field's value was put."""

from __future__ import annotations

from dataclasses import dataclass, field

from kamxl.books.address import address
from kamxl.books.port import Grid
from kamxl.domain.values import Raw


@dataclass(slots=True)
class Drawn:
    """A form as drawn: each field's value cell (A1), and the value's text where it stands inside the label's cell."""

    form: str
    cells: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Raw] = field(default_factory=dict)


class Canvas:
    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], Raw] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.forms: list[Drawn] = []

    def put(self, row: int, column: int, raw: Raw, rows: int = 1, columns: int = 1, *, merge: bool = True) -> str:
        """Writes a cell, perhaps merged; gives its address."""
        if raw is not None and raw != "":
            self.cells[row, column] = raw
        if merge and (rows > 1 or columns > 1):
            self.merges.append((row, column, row + rows - 1, column + columns - 1))
        return address(row, column)

    @property
    def bottom(self) -> int:
        """The first row below everything."""
        rows = [row for row, _ in self.cells] + [merge[2] for merge in self.merges]
        return max(rows, default=-1) + 1

    @property
    def right(self) -> int:
        columns = [column for _, column in self.cells] + [merge[3] for merge in self.merges]
        return max(columns, default=-1) + 1

    def grid(self, *, merges: bool = True) -> Grid:
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        rows = [[self.cells.get((row, column)) for column in range(width)] for row in range(height)]
        return Grid(self.name, rows, list(self.merges) if merges else [])
