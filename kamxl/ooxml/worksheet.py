"""A worksheet part as bytes: where its rows and cells stand, and its other elements as a tree.

A sheet may hold a hundred megabytes of rows, so ``sheetData`` never becomes a tree: rows and cells are found by their
tags. Everything around it (``dimension``, ``cols``, ``mergeCells`` …) is small and becomes the *frame*.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter, lt
from typing import NamedTuple

from .. import lazy
from ..errors import BookError, RefusedEdit
from .addresses import MAX_COLUMN, MAX_ROW, Area, Position, parse_area, parse_cell
from .markup import Edits, Element, check_well_formed, decode_xstring, insert_child, parse, unescape
from .namespaces import SHEET_NAMESPACES

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip

_ATTRIBUTE = lazy.pattern(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_HIDDEN = lazy.pattern(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_SHEET_DATA = lazy.pattern(rb"""<([^\s<>/!?:]+:)?sheetData(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""")


class RowSpan(NamedTuple):
    """A row in the bytes: its number and its opening tag."""

    number: int
    start: int
    open_end: int


class CellSpan(NamedTuple):
    """A cell in the bytes: where it is on the sheet, its opening tag and its end."""

    position: Position
    start: int
    open_end: int
    end: int


class Worksheet:
    """One worksheet part. ``name`` is the sheet's name, for messages."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        hiding = data.find(b"<!") >= 0 or data.find(b"<?", 5) >= 0
        self._visible = _HIDDEN.sub(_blank, data) if hiding else data
        body = _SHEET_DATA.search(self._visible)
        if body is None:
            raise RefusedEdit("ooxml.no_cells", sheet=name)
        self.prefix = body[1] or b""
        self.body_start = self.body_end = body.end()
        self.self_closed = body[0].endswith(b"/>")
        if not self.self_closed:
            self.body_end = self._visible.rfind(b"</" + self.prefix + b"sheetData")
            if self.body_end < self.body_start:
                raise BookError("ooxml.bad_xml", part=name, detail="sheetData")
        self.body_tag_start = body.start()
        self._gap = self.body_end - self.body_start
        self.frame = parse(data[: self.body_start] + data[self.body_end :], name)
        if self.frame.name != "worksheet" or self.frame.namespace not in SHEET_NAMESPACES:
            raise RefusedEdit("ooxml.no_cells", sheet=name)
        self._shift(self.frame)

    def _shift(self, root: Element) -> None:
        """The frame was read without the rows: move what stands behind them to its true place."""
        for element in root.walk():
            if element.start >= self.body_start:
                element.start += self._gap
            if element.open_end > self.body_start:
                element.open_end += self._gap
            if element.close >= self.body_start:
                element.close += self._gap
                element.end += self._gap

    # ── frame ──

    def child(self, name: str) -> Element | None:
        """A child of the worksheet element."""
        return self.frame.child(name)

    def insert(self, edits: Edits, name: str, new: bytes) -> None:
        """A new child of the worksheet element, where the schema wants it."""
        insert_child(edits, self.frame, new, name, _ORDER)

    def merged(self) -> list[Area]:
        """The merged areas."""
        merges = self.child("mergeCells")
        return (
            [parse_area(cell.attrs["ref"]) for cell in merges.all("mergeCell") if "ref" in cell.attrs] if merges else []
        )

    def column_style(self, column: int) -> int:
        """The style that ``cols`` gives to the column's empty cells; 0 where none."""
        for cols in self.frame.all("cols"):
            for col in cols.all("col"):
                if _int(col.attrs.get("min")) <= column <= _int(col.attrs.get("max")):
                    return _int(col.attrs.get("style"))
        return 0

    # ── rows and cells ──

    def rows(self) -> Iterator[RowSpan]:
        """Every row's opening tag, in file order. A row without a number follows the one before it."""
        number = 0
        for match in _tag(self.prefix + b"row").finditer(self._visible, self.body_start, self.body_end):
            said = _number(match[0])
            number = said if said is not None else number + 1
            if not 0 < number <= MAX_ROW:
                raise BookError("ooxml.bad_xml", part=self.name, detail=f"row {number}")
            yield RowSpan(number, match.start(), match.end())

    @cached_property
    def _numbers(self) -> list[int] | None:
        """The row numbers, when each row says its number first and they rise; so that one row is found without a walk.

        That is how every program writes them; ``None`` for any other sheet.
        """
        opening = b"<" + self.prefix + b"row"
        found = re.findall(re.escape(opening) + rb' r="(\d{1,7})"', self._body())
        if len(found) != self._visible.count(opening, self.body_start, self.body_end):
            return None
        numbers = list(map(int, found))
        rising = all(map(lt, numbers, islice(numbers, 1, None)))
        return numbers if rising and (not numbers or (numbers[0] > 0 and numbers[-1] <= MAX_ROW)) else None

    def _body(self) -> memoryview:
        return memoryview(self._visible)[self.body_start : self.body_end]

    def _start_of(self, number: int) -> int:
        return self._visible.find(b'<%srow r="%d"' % (self.prefix, number), self.body_start, self.body_end)

    def find_rows(self, wanted: Collection[int]) -> tuple[dict[int, RowSpan], dict[int, int]]:
        """The rows of these numbers that exist; for the others the place where each belongs, unless at the end.

        Raises ``RefusedEdit`` where a row stands twice, or where a new one has no clear place.
        """
        numbers = self._numbers
        if numbers is None:
            return self._walk_for(set(wanted))
        found: dict[int, RowSpan] = {}
        places: dict[int, int] = {}
        for number in sorted(wanted):
            at = bisect_left(numbers, number)
            if at < len(numbers):
                start = self._start_of(numbers[at])
                if numbers[at] == number:
                    tag = _tag(self.prefix + b"row").match(self._visible, start)
                    if tag is None:
                        raise BookError("ooxml.bad_xml", part=self.name, detail=f"row {number}")
                    found[number] = RowSpan(number, start, tag.end())
                else:
                    places[number] = start
        return found, places

    def _walk_for(self, wanted: set[int]) -> tuple[dict[int, RowSpan], dict[int, int]]:
        found: dict[int, RowSpan] = {}
        places: dict[int, int] = {}
        pending, last, ordered = sorted(wanted), 0, True
        twice: set[int] = set()
        for row in self.rows():
            ordered = ordered and row.number > last
            last = max(last, row.number)
            while pending and pending[0] < row.number:
                places[pending.pop(0)] = row.start
            if row.number in wanted:
                if row.number in found:
                    twice.add(row.number)
                found[row.number] = row
                if pending and pending[0] == row.number:
                    pending.pop(0)
        missing = [number for number in wanted if number not in found]
        if twice or (missing and not ordered):
            raise RefusedEdit("ooxml.disordered", sheet=self.name, row=min([*twice, *missing]))
        return found, places

    def check_row(self, row: RowSpan) -> None:
        """That a row is well-formed by itself. Raises ``BookError``."""
        closed = self.data[row.open_end - 2 : row.open_end] == b"/>"
        end = row.open_end if closed else self._after(b"row", row.open_end, self.body_end)
        check_well_formed(self.data[row.start : end], self.name)

    def row_close(self, row: RowSpan) -> int:
        """Where the row's content ends."""
        return self._close(b"row", row.open_end, self.body_end)

    def cells(self, row: RowSpan) -> Iterator[CellSpan]:
        """The cells of a row, in file order. A cell without an address follows the one before it."""
        if self.data[row.open_end - 2 : row.open_end] == b"/>":
            return
        column, stop = 0, self.row_close(row)
        for match in _tag(self.prefix + b"c").finditer(self._visible, row.open_end, stop):
            said = _attribute(match[0], b"r")
            if said is None:
                column += 1
            else:
                try:
                    position = parse_cell(said.strip())
                except RefusedEdit as error:
                    raise BookError("ooxml.bad_xml", part=self.name, detail=f"cell {said!r}") from error
                column = position.column
                if position.row != row.number:
                    raise BookError("ooxml.bad_xml", part=self.name, detail=f"cell {said} in row {row.number}")
            if column > MAX_COLUMN:
                raise BookError("ooxml.bad_xml", part=self.name, detail=f"column {column}")
            end = match.end() if match[0].endswith(b"/>") else self._after(b"c", match.end(), stop)
            yield CellSpan(Position(row.number, column), match.start(), match.end(), end)

    def _close(self, name: bytes, start: int, stop: int) -> int:
        closing = b"</" + self.prefix + name
        at = self._visible.find(closing, start, stop)
        while at >= 0 and self._visible[at + len(closing)] not in b" \t\r\n>":
            at = self._visible.find(closing, at + 1, stop)
        if at < 0:
            raise BookError("ooxml.bad_xml", part=self.name, detail=f"{name.decode()} is not closed")
        return at

    def _after(self, name: bytes, start: int, stop: int) -> int:
        return self._visible.index(b">", self._close(name, start, stop)) + 1

    def formula_areas(self) -> list[tuple[str, Area]]:
        """The areas of array formulas and data tables, with their kind (``array`` or ``dataTable``)."""
        if b"array" not in self.data and b"dataTable" not in self.data:
            return []
        found = []
        for match in _tag(self.prefix + b"f").finditer(self._visible, self.body_start, self.body_end):
            kind, ref = _attribute(match[0], b"t"), _attribute(match[0], b"ref")
            if kind in ("array", "dataTable") and ref:
                found.append((kind, parse_area(ref)))
        return found

    def formulas(self) -> Iterator[tuple[int, str]]:
        """The text of every formula that says one, with its place in the bytes; no cell is read for it."""
        closing = b"</" + self.prefix + b"f"
        for match in _tag(self.prefix + b"f").finditer(self._visible, self.body_start, self.body_end):
            if not match[0].endswith(b"/>"):
                end = self._visible.find(closing, match.end(), self.body_end)
                text = self.data[match.end() : end].replace(b"<![CDATA[", b"").replace(b"]]>", b"").decode("utf-8")
                yield match.start(), unescape(text)

    def position_at(self, offset: int) -> Position:
        """The cell that holds this place in the bytes."""
        row = max((row for row in self.rows() if row.start <= offset), key=attrgetter("start"))
        return max((span for span in self.cells(row) if span.start <= offset), key=attrgetter("start")).position

    def fragment(self, span: CellSpan) -> Element:
        """A cell as a tree (offsets from the cell's own start)."""
        return parse(self.data[span.start : span.end], self.name)


def text_of(item: Element) -> str:
    """The text of an ``is`` or ``si`` element: its runs joined, phonetic hints left out."""
    pieces = []
    for child in item.children:
        if child.name == "t":
            pieces.append(child.text)
        elif child.name == "r":
            pieces.extend(run.text for run in child.children if run.name == "t")
    return decode_xstring("".join(pieces))


def _blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match[0])


@lru_cache(maxsize=64)
def _tag(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<" + re.escape(name) + rb"""(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""")


def _attribute(tag: bytes, name: bytes) -> str | None:
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name:
            return match[2][1:-1].decode("utf-8")
    return None


def tag_attributes(tag: bytes) -> dict[str, str]:
    """An opening tag's attributes, as written."""
    return {match[1].decode(): match[2][1:-1].decode() for match in _ATTRIBUTE.finditer(tag)}


_ROW_NUMBER = lazy.pattern(rb"""\sr\s*=\s*["']\s*(\d{1,9})\s*["']""")


def _number(tag: bytes) -> int | None:
    match = _ROW_NUMBER.search(tag)
    return int(match[1]) if match else None


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
