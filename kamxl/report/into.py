"""Puts a report into a workbook that the department has already: fills its ``{{…}}``, or adds and replaces our sheets.

Everything goes through the lossless engine: what is neither a placeholder nor a sheet of ours keeps every byte. A cell
that was filled once is remembered by a hidden name (which moves with inserted rows), so that next quarter's run fills it
again; a cell that a person has typed over since is left alone and reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal

from .. import lazy
from ..books.address import address
from ..books.port import Book
from ..dataclass import dataclass
from ..errors import InputError, Text, say
from ..ooxml import Look, Styled, Workbook
from ..ooxml.markup import Edits, Element, escape_text
from ..ooxml.values import Scalar
from .board import Board
from .placeholders import PATTERN, evaluate
from .sheet import sheets

_NAME = lazy.pattern(r"_kamxl\.fill\.(\d+)")
_REFERENCE = lazy.pattern(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]+)\$?(?P<row>\d+)")
_TEXT_PARTS = lazy.pattern(r"xl/(drawings/drawing|charts/chart)\d+\.xml", re.IGNORECASE)
_BOX_KEY = "boxes"
_PLAIN_FORMATS = (0, 49)  # General and Text


@dataclass(slots=True)
class Placed:
    """What was done to the workbook: cells and texts filled, sheets put in, and what could not be filled, with reasons."""

    cells: list[tuple[str, str]] = field(default_factory=list)
    texts: int = 0
    sheets: list[str] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)


def place(workbook: Workbook, book: Book, report: bytes, board: Board) -> Placed:
    """Changes ``workbook`` in memory. ``book`` is the same file for reading, ``report`` the finished report.

    A workbook with placeholders (new ones, or filled by an earlier run) has these filled and gets no sheet.
    """
    placed = Placed()
    filler = _Filler(workbook, board, placed)
    filler.refill()
    filler.fill_new(book)
    filler.fill_texts()
    if not (placed.cells or placed.texts or placed.problems):
        _put_sheets(workbook, report, placed)
    return placed


def _put_sheets(workbook: Workbook, report: bytes, placed: Placed) -> None:
    """Our sheets, each under its own name; where a person's sheet has that name, with （KPI） behind it."""
    there = {sheet.name.casefold(): sheet.name for sheet in workbook.sheets}
    new: dict[str, str] = {}
    for sheet in sheets():
        for name in (sheet.zh, f"{sheet.zh}（KPI）"):
            taken = there.get(name.casefold())
            if taken is None:
                new[sheet.zh] = name
                break
            if workbook.is_ours(taken):
                workbook.replace_sheet(taken, report, sheet=sheet.zh)
                placed.sheets.append(taken)
                break
            placed.problems.append(
                say("report.taken", path=workbook.package.path.name, sheet=taken, name=f"{sheet.zh}（KPI）")
            )
    if new:
        workbook.add_sheets(report, new)
        placed.sheets.extend(new.values())


class _Filler:
    """Fills one workbook's placeholders."""

    def __init__(self, workbook: Workbook, board: Board, placed: Placed) -> None:
        self.workbook = workbook
        self.board = board
        self.placed = placed
        self._known: set[tuple[str, str]] = set()
        self._next = 1

    def refill(self) -> None:
        """The cells that an earlier run filled, wherever they have moved to."""
        for name in list(self.workbook.names):
            found = _NAME.fullmatch(name.name)
            if found is None:
                continue
            self._next = max(self._next, int(found[1]) + 1)
            place, kept = _REFERENCE.fullmatch(name.refers_to), self.workbook.data(f"fill.{found[1]}")
            if place is None or kept is None:
                continue  # the cell was deleted by a person
            sheet = (place["quoted"] or place["plain"]).replace("''", "'")
            cell = f"{place['column']}{place['row']}"
            template, written = json.loads(kept)
            self._refill(int(found[1]), sheet, cell, template, written)

    def _refill(self, number: int, sheet: str, cell: str, template: str, written: str) -> None:
        now = _said(self.workbook.cell(sheet, cell).value)
        if PATTERN.search(now):
            return  # a placeholder was typed anew: it is found with the others
        self._known.add((sheet, cell))
        if now != written:
            self.placed.problems.append(
                say("report.retyped", sheet=sheet, cell=cell, written=written, now=now, template=template)
            )
            return
        self._fill(number, sheet, cell, template)

    def fill_new(self, book: Book) -> None:
        """The placeholders that stand in cells now."""
        for sheet in book.sheet_names():
            for row, cells in enumerate(book.grid(sheet).rows):
                for column, content in enumerate(cells):
                    if isinstance(content, str) and PATTERN.search(content):
                        where = address(row, column)
                        if (sheet, where) not in self._known:
                            self._fill(self._next, sheet, where, content)
                            self._next += 1

    def _fill(self, number: int, sheet: str, cell: str, template: str) -> None:
        try:
            value = self._content(template)
        except InputError as error:
            self.placed.problems.append(error.text)
            return
        self.workbook.set_cells(sheet, {cell: self._styled(sheet, cell, value, template)})
        quoted = sheet.replace("'", "''")
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        self.workbook.set_name(f"_kamxl.fill.{number}", f"'{quoted}'!${column}${row}", hidden=True)
        kept = json.dumps([template, _said(self.workbook.cell(sheet, cell).value)], ensure_ascii=False)
        self.workbook.set_data(f"fill.{number}", kept)
        self.placed.cells.append((sheet, cell))

    def _content(self, template: str) -> Decimal | str | date:
        """A number or date where the placeholder is all that stands there, else text."""
        whole = PATTERN.fullmatch(template.strip())
        if whole is None:
            return self._text(template)
        filled = evaluate(whole[1], self.board)
        return "—" if filled.value is None else filled.value

    def _styled(self, sheet: str, cell: str, value: Decimal | str | date, template: str) -> Scalar | Styled:
        """A number in a cell that has no number format of its own gets the figure's."""
        whole = PATTERN.fullmatch(template.strip())
        form = evaluate(whole[1], self.board).form if whole else ""
        number, _ = self.workbook.styles.format_of(self.workbook.cell(sheet, cell).style)
        if form and number in _PLAIN_FORMATS and not isinstance(value, str):
            return Styled(value, Look(number_format=form))
        return value

    def _text(self, template: str) -> str:
        return PATTERN.sub(lambda found: evaluate(found[1], self.board).text, template)

    def fill_texts(self) -> None:
        """Text boxes, shapes and chart titles."""
        known = [tuple(line) for line in json.loads(self.workbook.data(_BOX_KEY) or "[]")]
        kept: list[tuple[str, str, str]] = []
        package = self.workbook.package
        for part in [name for name in package.names() if _TEXT_PARTS.fullmatch(name)]:
            edits = Edits(package.xml(part))
            mine = {written: template for at, template, written in known if at == part}
            for paragraph in _paragraphs(package.tree(part)):
                for element, template in _templates(paragraph, mine):
                    try:
                        text = self._text(template)
                    except InputError as error:
                        self.placed.problems.append(error.text)
                        kept.extend((part, template, written) for written, t in mine.items() if t == template)
                        continue
                    edits.replace(element.open_end, element.close, escape_text(text))
                    if PATTERN.search(template):
                        kept.append((part, template, text))
                        self.placed.texts += 1
            package.edit(part, edits)
        if kept or known:
            self.workbook.set_data(_BOX_KEY, json.dumps(kept, ensure_ascii=False))


def _said(value: object) -> str:
    """A cell's content as it is remembered, to notice a person's change."""
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _paragraphs(root: Element) -> Iterator[Element]:
    return (element for element in root.walk() if element.name == "p" and element.namespace.endswith("/main"))


def _templates(paragraph: Element, written: Mapping[str, str]) -> Iterator[tuple[Element, str]]:
    """The paragraph's runs that are to be filled, each with its template.

    A placeholder that Excel has split over several runs goes into the first of them; the others lose their part of it.
    """
    runs = [element for element in paragraph.walk() if element.name == "t" and not element.self_closing]
    joined = "".join(run.text for run in runs)
    spans = [found.span() for found in PATTERN.finditer(joined)]
    at = 0
    for run in runs:
        first, last = at, at + len(run.text)
        at = last
        touched = [span for span in spans if span[0] < last and span[1] > first]
        if not touched:
            if run.text in written:
                yield run, written[run.text]
            continue
        text, done = "", first
        for start, end in touched:
            text += joined[done : max(start, done)] + (joined[start:end] if start >= first else "")
            done = min(end, last)
        yield run, text + joined[done:last]
