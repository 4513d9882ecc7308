"""What both stubs of Excel stand on: workbooks with values, formulas, formats, merged cells and protection, and a log.

Only what Excel itself does is in here. How a cell looks from outside (COM's Decimal for money, appscript's missing value
for an error) is each stub's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

MONEY = "¥#,##0.00"
VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2

Place = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Fault:
    """A cell in error: what it shows, and its number in VBA (2000 and up)."""

    shown: str
    number: int


DIV0, GETTING_DATA = Fault("#DIV/0!", 2007), Fault("#GETTING_DATA", 2043)


@dataclass
class SheetModel:
    book: BookModel
    name: str
    names: dict[str, str] = field(default_factory=dict)
    values: dict[Place, Any] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    visible: int = VISIBLE
    protected: bool = False
    looks: dict[str, list[tuple[Box, Any]]] = field(default_factory=dict)
    links: dict[Place, tuple[str, str]] = field(default_factory=dict)
    dropdowns: dict[Box, str] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)

    def fill(self, row: int, column: int, *rows: Sequence[Any]) -> None:
        for down, cells in enumerate(rows):
            for right, value in enumerate(cells):
                if value is not None:
                    self.values[row + down, column + right] = value

    def clear(self) -> None:
        self.guard()
        for kept in (self.values, self.formulas, self.formats, self.links, self.looks, self.dropdowns, self.notes):
            kept.clear()
        self.merges.clear()

    def guard(self) -> None:
        self.book.app.guard()
        if self.protected:
            raise self.book.app.locked()

    def used(self) -> Box:
        places = [*self.values, *(corner for r1, c1, r2, c2 in self.merges for corner in ((r1, c1), (r2, c2)))]
        if not places:
            return (1, 1, 1, 1)
        rows, columns = [row for row, _ in places], [column for _, column in places]
        return (min(rows), min(columns), max(rows), max(columns))

    def type_in(self, box: Box, block: Sequence[Sequence[Any]]) -> None:
        """As a person types: text that looks like a number becomes one, an apostrophe keeps text, = begins a formula."""
        self.guard()
        for place, value in zip(places(box), (cell for row in block for cell in row), strict=True):
            self.values.pop(place, None)
            self.formulas.pop(place, None)
            if isinstance(value, str) and value.startswith("="):
                self.formulas[place], self.values[place] = value, 0.0
            elif isinstance(value, str) and value.startswith("'"):
                self.values[place] = value[1:]
            elif isinstance(value, str) and re.fullmatch(r"[-+]?[\d,.]+%?", value):
                self.values[place] = float(re.sub(r"[,%]", "", value) or 0)
            elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                self.values[place] = dt.datetime(value.year, value.month, value.day)
            elif isinstance(value, dt.datetime):
                self.values[place] = value.replace(tzinfo=None)
            elif value not in ("", None):
                self.values[place] = float(value) if type(value) is int else value

    def formula(self, place: Place) -> str:
        """What stands in the bar above the sheet."""
        value = self.values.get(place, "")
        if place in self.formulas:
            return self.formulas[place]
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, dt.datetime):
            return str((value - dt.datetime(1899, 12, 30)).days)
        return f"{value:g}" if isinstance(value, float) else value.shown if isinstance(value, Fault) else str(value)

    def merged(self, box: Box) -> bool | None:
        """Excel's answer for a range: all of it merged, none of it, or (None) some."""
        within = {place: area for area in self.merges for place in places(area)}
        hit = [place for place in places(box) if place in within]
        if not hit:
            return False
        # True where one area covers the range; Excel is undecided even between two areas side by side.
        return True if len(hit) == _size(box) and len({within[place] for place in hit}) == 1 else None

    def merge_area(self, place: Place) -> Box:
        return next((area for area in self.merges if place in set(places(area))), (*place, *place))

    def xml(self, box: Box) -> str:
        """A block in Excel's XML of 2003: empty rows and cells, and those under a merged one, are left out."""
        lines = []
        for row in range(box[0], box[2] + 1):
            line = []
            for column in range(box[1], box[3] + 1):
                area = self.merge_area((row, column))
                if area[:2] == (row, column) and (area[2:] != (row, column) or (row, column) in self.values):
                    spans = {"MergeAcross": area[3] - area[1], "MergeDown": area[2] - area[0]}
                    said = "".join(f' ss:{name}="{count}"' for name, count in spans.items() if count)
                    line.append(f'<Cell ss:Index="{column}"{said}/>')
            if line:
                lines.append(f'<Row ss:Index="{row}">{"".join(line)}</Row>')
        space = "urn:schemas-microsoft-com:office:spreadsheet"
        table = f'<Worksheet ss:Name="x"><Table>{"".join(lines)}</Table></Worksheet>'
        return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{table}</Workbook>'


@dataclass
class BookModel:
    app: ExcelModel
    full_name: str
    sheets: list[SheetModel] = field(default_factory=list)
    front: int = 0
    frozen: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    saves: int = 0

    @property
    def name(self) -> str:
        return re.split(r"[/\\]", self.full_name)[-1]

    def add(self, name: str, at: int | None = None) -> SheetModel:
        sheet = SheetModel(self, name)
        self.sheets.insert(len(self.sheets) if at is None else at, sheet)
        return sheet

    def sheet(self, key: int | str) -> SheetModel:
        if isinstance(key, int):
            return self.sheets[key - 1]
        return next(sheet for sheet in self.sheets if sheet.name.casefold() == key.casefold())

    def show(self, sheet: SheetModel) -> None:
        self.front = self.sheets.index(sheet)

    def delete(self, sheet: SheetModel) -> None:
        front = self.sheets[self.front]
        self.sheets.remove(sheet)
        self.front = self.sheets.index(front) if front in self.sheets else 0


class ExcelModel:
    """The application. ``log`` has a line for everything that crosses; ``locked`` and ``guard`` make the engine's errors.

    ``lists_merges``: whether it answers the question for all merged areas at once.
    """

    def __init__(self) -> None:
        self.books: list[BookModel] = []
        self.log: list[str] = []
        self.lists_merges = True
        self.updating = True
        self.alerts = True
        self.locked: Callable[[], Exception] = lambda: RuntimeError("locked")

    def guard(self) -> None:
        """Every write goes through here."""

    def note(self, what: str, box: Box | None = None) -> None:
        self.log.append(what if box is None else f"{what} {address(box)}")

    def crossings(self, what: str) -> list[str]:
        return [line for line in self.log if line.split(" ")[0] == what]

    def book(self, full_name: str, *sheets: str) -> BookModel:
        book = BookModel(self, full_name)
        for name in sheets:
            book.add(name)
        self.books.append(book)
        return book


def places(box: Box) -> Iterator[Place]:
    first_row, first_column, last_row, last_column = box
    return ((row, column) for row in range(first_row, last_row + 1) for column in range(first_column, last_column + 1))


def _size(box: Box) -> int:
    return (box[2] - box[0] + 1) * (box[3] - box[1] + 1)


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(box: Box) -> str:
    """``$A$1:$B$2``, or ``$A$1`` for one cell."""
    first, last = (f"${letters(column)}${row}" for row, column in (box[:2], box[2:]))
    return first if first == last else f"{first}:{last}"


def box_of(text: str) -> Box:
    corners = [re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", corner) for corner in text.split(":")]
    assert all(corners), text
    found = [(int(corner[2]), _number(corner[1])) for corner in corners if corner]
    return (*found[0], *found[-1])


def _number(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def cells(box: Box, one: Callable[[Place], Any]) -> list[list[Any]]:
    """What ``one`` says of each cell, row by row."""
    return [[one((row, column)) for column in range(box[1], box[3] + 1)] for row in range(box[0], box[2] + 1)]
