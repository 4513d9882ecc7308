"""Reading single cells back, to check what was written and to find rows by their key.

Whole sheets are read with calamine elsewhere; this reader is exact about types, formulas and styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from .. import lazy
from ..dataclass import dataclass
from ..errors import BookError
from .addresses import Position
from .markup import Element, decode_xstring, parse
from .values import CellError, Content
from .worksheet import CellSpan, Worksheet, text_of

Value = None | bool | float | str | CellError

_ITEM = lazy.pattern(rb"<((?:[^\s<>/!?:]+:)?)si(?=[\s/>])[^>]*?(?:/>|>.*?</\1si\s*>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it: numbers and dates are floats, a formula shows its cached result."""

    value: Value = None
    formula: str | None = None
    style: int = 0

    def holds(self, content: Content) -> bool:
        """Whether this is what ``content`` would read as."""
        if (self.formula or None) != (content.formula or None):
            return False
        if content.type == "":
            return self.value is None
        if content.type == "n":
            return isinstance(self.value, float) and self.value == float(content.text)
        if content.type == "b":
            return self.value is (content.text == "1")
        if content.type == "e":
            return isinstance(self.value, CellError) and self.value.code == content.text
        return self.value == content.text or (self.value is None and content.text == "")


class SharedStrings:
    """The shared strings part, indexed when the first one is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def phonetic(self) -> bool:
        """Whether some text has phonetic runs (furigana, pinyin)."""
        return b"rPh" in self._data

    def text(self, index: int) -> str:
        """The text of one string; ``IndexError`` where there is none."""
        return text_of(parse(self._items[index][0], "sharedStrings"))

    def raw(self, index: int) -> bytes:
        """What stands inside one ``si`` element."""
        item = self._items[index][0]
        return (
            b"" if item.endswith(b"/>") and item.count(b"<") == 1 else item[item.index(b">") + 1 : item.rindex(b"</")]
        )

    @property
    def prefix(self) -> bytes:
        """The prefix of its elements."""
        return self._items[0][1] if self._items else b""

    @cached_property
    def _items(self) -> list[re.Match[bytes]]:
        return list(_ITEM.finditer(self._data))


class CellReader:
    """Reads cells of one workbook."""

    def __init__(self, strings: SharedStrings) -> None:
        self._strings = strings

    def read(self, sheet: Worksheet, positions: Iterable[Position]) -> dict[Position, Cell]:
        """The cells at these positions."""
        wanted: dict[int, set[Position]] = {}
        cells: dict[Position, Cell] = {}
        for position in positions:
            wanted.setdefault(position.row, set()).add(position)
            cells[position] = Cell()
        for row in sheet.find_rows(wanted)[0].values() if wanted else ():
            for span in sheet.cells(row):
                if span.position in wanted[row.number]:
                    cells[span.position] = self.cell(sheet, span)
        return cells

    def cell(self, sheet: Worksheet, span: CellSpan) -> Cell:
        """One cell."""
        element = sheet.fragment(span)
        formula, style = element.child("f"), element.attrs.get("s", "")
        return Cell(
            self._value(element, sheet.name),
            formula.text if formula is not None else None,
            int(style) if style.isdecimal() else 0,
        )

    def _value(self, cell: Element, sheet: str) -> Value:
        kind, value = cell.attrs.get("t", "n"), cell.child("v")
        if kind == "inlineStr":
            inline = cell.child("is")
            return text_of(inline) if inline else None
        if value is None or (not value.text and kind != "str"):
            return None
        text = value.text
        try:
            if kind == "s":
                return self._strings.text(int(text))
            if kind == "n":
                return float(text)
        except (ValueError, IndexError) as error:
            raise BookError("ooxml.bad_xml", part=sheet, detail=f"{cell.attrs.get('r')}: {text[:40]!r}") from error
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return CellError(text)  # type: ignore[arg-type]
        return decode_xstring(text)
