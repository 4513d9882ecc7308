"""A sheet of ours (校验结果, 审批) written into an open workbook: values in one block, each style once for its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..ooxml.names import live
from ..ooxml.sheets import MARK
from .areas import gather
from .live_values import cell_value
from .look import STYLES
from .port import OwnSheet

if TYPE_CHECKING:
    import xlwings as xw

_LINKS = 200  # each link is a call of its own: beyond so many the place is given as text
_GROUPS = 200  # so is each group
_DROPDOWN_ROWS = 2000


def write_own_sheet(book: xw.Book, own: OwnSheet, *, there: bool) -> None:
    """Replaces the sheet that is ``there``, or adds it behind the others. The sheet in front does not change."""
    sheet = _emptied(book, own.name) if there else _added(book, own.name)
    width = max(len(own.widths), *(len(row) for row in own.rows))
    block = [[cell_value(cell.value) for cell in row] + [None] * (width - len(row)) for row in own.rows]
    sheet.range((1, 1), (len(block), width)).value = block
    for column, characters in enumerate(own.widths):
        sheet.range((1, column + 1)).column_width = characters
    _style(sheet, own)
    _link(sheet, own)
    for column, choices in own.choices.items():
        below = sheet.range((own.header + 2, column + 1), (own.header + 1 + _DROPDOWN_ROWS, column + 1))
        below.data_validation.set_list(list(choices))
    _outline(sheet, own)
    sheet.freeze_panes.freeze_at(f"1:{own.header + 1}")


def is_ours(sheet: xw.Sheet) -> bool:
    """Whether we made the sheet, here or in the closed file: it carries a name of its own that says so."""
    return live(MARK) in sheet.names or MARK in sheet.names


def _added(book: xw.Book, name: str) -> xw.Sheet:
    sheet = book.sheets.add(name, after=book.sheets[-1])
    sheet.names.add(live(MARK), '="kamxl"')
    return sheet


def _outline(sheet: xw.Sheet, own: OwnSheet) -> None:
    """Groups the rows below each line, the inner levels first, in place of those of the run before.

    xlwings cannot take groups away, and its engines for Excel make none: ours, and what we add to theirs for Windows, do
    both. Elsewhere (macOS) the lines stand without groups.
    """
    runs = [run for level in (1, 2) for run in _runs(own.levels, level)][:_GROUPS]
    outline = getattr(sheet.impl, "outline", None)
    if runs and outline is not None:
        outline(runs)


def _runs(levels: Sequence[int], least: int) -> Iterator[tuple[int, int]]:
    """The runs of rows that are at least so deep in the outline, 0-based."""
    begun = -1
    for row, level in enumerate([*levels, 0]):
        if level >= least and begun < 0:
            begun = row
        elif level < least and begun >= 0:
            yield begun, row - 1
            begun = -1


def _emptied(book: xw.Book, name: str) -> xw.Sheet:
    sheet = book.sheets[name]
    sheet.clear()
    return sheet


def _style(sheet: xw.Sheet, own: OwnSheet) -> None:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, cells in enumerate(own.rows):
        for column, cell in enumerate(cells):
            places[cell.style].append((row, column))
    for style, cells_of_style in places.items():
        for top, left, bottom, right in gather(cells_of_style):
            look_like(sheet.range((top + 1, left + 1), (bottom + 1, right + 1)), style)


def look_like(cells: xw.Range, style: str) -> None:
    """Gives cells one of the named styles of ``books.look``."""
    look: dict[str, Any] = dict(STYLES[style])
    font = cells.font
    font.name, font.size = look["font_name"], look["font_size"]
    if look.get("bold"):
        font.bold = True
    if "font_color" in look:
        font.color = look["font_color"]
    if "bg_color" in look:
        cells.color = look["bg_color"]
    if "num_format" in look:
        cells.number_format = look["num_format"]
    if look.get("text_wrap"):
        cells.wrap_text = True
    if "align" in look:
        cells.horizontal_alignment = look["align"]
    cells.vertical_alignment = "center"
    if look.get("border"):
        cells.borders.set("all", line_style="continuous", weight="thin", color=look["border_color"])


def _link(sheet: xw.Sheet, own: OwnSheet) -> None:
    linked = [(row, column) for row, cells in enumerate(own.rows) for column, cell in enumerate(cells) if cell.link]
    for row, column in linked[:_LINKS]:
        cell = own.rows[row][column]
        sheet.range((row + 1, column + 1)).add_hyperlink(cell.link, str(cell.value or ""), cell.link)
