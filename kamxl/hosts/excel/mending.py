"""What xlwings' own engines for Excel lack or get wrong and the live code needs, mended once in this process.

- Both: freezing panes is not there at all; the name of a workbook that Excel gives as an ``https://`` address raises where
  xlwings cannot find the file, so that any such workbook that is open would stop every button (we find the file ourselves,
  see ``onedrive``).
- Both: merged areas can only be asked for range by range; here they are listed (``merges``), in one call on Windows, in one
  and then one for each area on macOS. Where Excel answers otherwise than expected nothing is listed, and the live code
  asks range by range as before.
- Windows: rows cannot be grouped; newer errors in cells arrive as bare numbers.
- macOS: reading a block with its errors fails (``ensure_2d`` loses blocks of more than one row).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from ...books.address import address, position
from ...books.live_merges import Merge

# xlErrGettingData and the errors of dynamic arrays: VT_ERROR's base and their numbers in VBA.
_NEW_ERRORS = {
    -2146828288 + number: text
    for number, text in {2043: "#GETTING_DATA", 2045: "#SPILL!", 2049: "#FIELD!", 2050: "#CALC!"}.items()
}
_PROPERTY_GET, _XML_SPREADSHEET, _SUMMARY_ABOVE = 2, 11, 0
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


class _Frozen:
    """``sheet.freeze_panes`` over a setter of the window that shows the sheet."""

    def __init__(self, sheet: Any, names: tuple[str, str, str]) -> None:
        self._sheet, self._names = sheet, names

    def freeze_at(self, frozen: str) -> None:
        """Whole rows from the first, such as ``1:3``."""
        scroll, split, freeze = self._names
        last = int(frozen.rpartition(":")[2])
        for name, value in ((freeze, False), (scroll, 1), (split, last), (freeze, True)):
            self._sheet._window_property(name, value)


def mend_windows(windows: Any) -> None:
    """``windows`` is ``xlwings._xlwindows``. Once or often is the same."""
    names = ("ScrollRow", "SplitRow", "FreezePanes")
    windows.Sheet.freeze_panes = property(lambda sheet: _Frozen(sheet, names))
    windows.Book.fullname = property(lambda book: book.xl.FullName)
    windows.cell_errors.update(_NEW_ERRORS)

    def merges(sheet: Any, rows: int, columns: int) -> list[Merge] | None:
        block = sheet.range((1, 1), (rows, columns)).xl._oleobj_
        try:
            number = block.GetIDsOfNames(0, "Value")
            text = block.Invoke(number, 0, _PROPERTY_GET, True, _XML_SPREADSHEET)
            return list(merges_in_xml(text)) if isinstance(text, str) else None
        except (windows.pywintypes.com_error, ElementTree.ParseError, ValueError):
            return None

    windows.Sheet.merges = merges

    def outline(sheet: Any, runs: Iterable[tuple[int, int]]) -> None:
        sheet.xl.Cells.ClearOutline()
        sheet.xl.Outline.SummaryRow = _SUMMARY_ABOVE
        for first, last in runs:
            sheet.xl.Range(f"{first + 1}:{last + 1}").Rows.Group()

    windows.Sheet.outline = outline


def mend_macos(macos: Any) -> None:
    """``macos`` is ``xlwings._xlmac``. Once or often is the same."""
    names = ("scroll_row", "split_row", "freeze_panes")
    macos.Sheet.freeze_panes = property(lambda sheet: _Frozen(sheet, names))
    macos.Book.fullname = property(lambda book: book.xl.properties().get(macos.kw.full_name))
    errors = {*macos.cell_errors, *_NEW_ERRORS.values()}

    def raw_value(cells: Any) -> Any:
        if cells.xl is None:
            return None
        values = cells.xl.value.get()
        if not cells.options.get("err_to_str", False):
            return values
        shown = cells.xl.string_value.get()
        if not isinstance(values, list):
            return shown if shown in errors else values
        return [
            [text if text in errors else value for value, text in zip(*rows, strict=True)]
            for rows in zip(values, shown, strict=True)
        ]

    macos.Range.raw_value = property(raw_value, macos.Range.raw_value.fset)

    def merges(sheet: Any, rows: int, columns: int) -> list[Merge] | None:
        block = f"A1:{address(rows - 1, columns - 1)}"
        try:
            flags = sheet.xl.cells[block].cells.merge_cells.get()
        except macos.CommandError:
            return None
        if not isinstance(flags, list) or len(flags) != rows * columns or not {*map(type, flags)} <= {bool}:
            return None
        found: list[Merge] = []
        covered: set[tuple[int, int]] = set()
        for at in (divmod(number, columns) for number, flag in enumerate(flags) if flag):
            if at not in covered:
                corners = sheet.xl.cells[address(*at)].merge_area.get_address().split(":")
                (top, left), (bottom, right) = position(corners[0]), position(corners[-1])
                found.append((top, left, bottom, right))
                covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        return found

    macos.Sheet.merges = merges


def merges_in_xml(text: str) -> Iterator[Merge]:
    """The merged areas of a block from A1 in Excel's XML of 2003 (``xlRangeValueXMLSpreadsheet``)."""
    row = -1
    for line in ElementTree.fromstring(text).iter(f"{_SS}Row"):  # noqa: S314 - Excel's own answer
        row = int(line.get(f"{_SS}Index", row + 2)) - 1
        column = -1
        for cell in line.iter(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index", column + 2)) - 1
            across, down = (int(cell.get(f"{_SS}{name}", 0)) for name in ("MergeAcross", "MergeDown"))
            if across or down:
                yield (row, column, row + down, column + across)
            column += across
        row += int(line.get(f"{_SS}Span", 0))
