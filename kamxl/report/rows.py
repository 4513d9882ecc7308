"""How the rows of a table are written: each cell as its column, its row and itself want it, each row as high as its texts need.

Nearly all that a report draws passes here. So a format is looked up once for each column and combination of traits, and the
plain cells of a row are handed over together.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..books import measure
from ..domain.kpi import Unit
from .board import Claim
from .cells import Band, Cell, Column, Content

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from .page import Kit
    from .plain import PlainSheet

POINTS_PER_LINE = 15.0
_ROW_PADDING = 5.0
_TALLEST = 405.0
_UNIT_TRAIT = {Unit.RATE: "rate", Unit.COUNT: "count", Unit.SCORE: "score"}

lines = lru_cache(1 << 16)(measure.lines)
"""Long tables say the same things again and again."""


class Rows:
    """The rows of one table; ``starts`` are its columns' places on the sheet, ``widths`` their widths in characters."""

    def __init__(
        self, kit: Kit, sheet: PlainSheet, columns: Sequence[Column], starts: Sequence[int], widths: Sequence[float]
    ) -> None:
        self._kit = kit
        self._sheet = sheet
        self._columns = columns
        self._starts = starts
        self._spans = [column.span for column in columns]
        self._widths = widths
        self._fits = [(width - measure.MARGIN) / 2 for width in widths]  # any text of so many characters is one line
        self._every = range(len(columns))
        self._looks: dict[tuple[int, str, tuple[str, ...]], Format] = {}
        self._plain: dict[tuple[str, ...], tuple[list[Format], list[Format]]] = {}

    def write(self, row: int, content: Sequence[Content] | Band) -> float:
        """Writes the cells of a row; gives the height in points that it needs."""
        cells, traits = (content.cells, content.traits) if isinstance(content, Band) else (content, ())
        plain, empty = self._plain.get(traits) or self._plain_looks(traits)
        tall, values, looks = 1, [], []
        cell: Any
        for at, cell in zip(self._every, cells, strict=True):
            kind = cell.__class__
            if kind is Cell:
                value, look = self._dressed(row, at, cell, traits)
                kind = value.__class__
            elif kind is Claim:
                value, look = self._claimed(row, at, cell, traits)
                kind = value.__class__
            elif cell is None:
                value, look, kind = "—", empty[at], str
            else:
                value, look = cell, plain[at]
            if kind is str:
                if len(value) > self._fits[at] or "\n" in value:
                    tall = max(tall, lines(value, self._widths[at]))
            elif kind is Decimal:
                value = float(value)
            values.append(value)
            looks.append(look)
        self._line(row, values, looks)
        return min(tall * POINTS_PER_LINE + _ROW_PADDING, _TALLEST)

    def _line(self, row: int, values: list[Any], looks: list[Format]) -> None:
        """``None`` is written already, as a formula."""
        if None not in values:
            self._sheet.line(row, self._starts, values, looks, self._spans)
        elif left := [at for at in self._every if values[at] is not None]:
            starts, spans, values, looks = (
                [every[at] for at in left] for every in (self._starts, self._spans, values, looks)
            )
            self._sheet.line(row, starts, values, looks, spans)

    def _plain_looks(self, traits: tuple[str, ...]) -> tuple[list[Format], list[Format]]:
        """Each column's format for cells that are nothing but a value, and for those without any."""
        kinds = [("cell", column.style, *traits) for column in self._columns]
        look = self._kit.look
        found = self._plain[traits] = [look(*kind) for kind in kinds], [look(*kind, "none") for kind in kinds]
        return found

    def _look(self, at: int, traits: tuple[str, ...], style: str = "") -> Format:
        key = (at, style, traits)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._kit.look("cell", style or self._columns[at].style, *traits)
        return found

    def _dressed(self, row: int, at: int, cell: Cell, traits: tuple[str, ...]) -> tuple[Any, Format]:
        value: Any = cell.value
        if value is None:
            value, traits = "—", (*traits, "none")
        if cell.link:
            value = str(value)
            self._sheet.link(row, self._starts[at], cell.link, value)
        return value, self._look(at, (*traits, *cell.traits) if traits else cell.traits)

    def _claimed(self, row: int, at: int, claim: Claim, traits: tuple[str, ...]) -> tuple[Any, Format]:
        """A figure: its value; — (or nothing, for a chart) where there is none. As a formula it is written here."""
        kit, start = self._kit, self._starts[at]
        kit.claims.append((self._sheet.get_name(), row, start, claim))
        value = kit.board.value(claim.kpi, claim.scope, claim.period)
        look = self._look(at, traits if value is not None else (*traits, "none"), _UNIT_TRAIT[claim.kpi.unit])
        shown: Any = value if value is not None else "" if claim.blank else "—"
        if not kit.live or shown == "" or self._columns[at].span > 1:
            return shown, look
        cached = shown if isinstance(shown, str) else float(shown)
        self._sheet.write_formula(row, start, kit.board.formula(claim), look, cached)
        return None, look
