"""Reads sheets whose rows are alike, a column at a time: the long lists of a department, at half of what calamine takes.

A row without its digits is its shape. Split where it has spaces, a row of a known shape has the same thing in the same place as
the others, so that whole columns are told apart, proved and turned into values at once. Whatever is not plainly understood is
left to calamine: ``None`` is always a good answer here, and a test compares every other one with calamine's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from ..domain.values import Raw
from ..ooxml.package import Package
from .blocks import Blocks
from .by_column import ByColumn
from .layout import layout
from .plain_parts import Looks, looks, merges
from .row_plan import ROW, runs
from .shared_texts import SharedTexts, shared_texts

Sheet: TypeAlias = tuple[Sequence[Sequence[Raw]], Sequence[tuple[int, int, int, int]]]
"""Rows and merged areas, as in ``Grid``."""

_OPENED, _CLOSED = b"<sheetData>", b"</sheetData>"
_NUMBER = b"0123456789.-"
_SHAPES, _ROWS_A_SHAPE = 8, 6  # so many shapes are worth it at least, and else one for so many rows


class AlikeReader:
    """The sheets of one package. ``sheets`` are their parts, as far as they are inflated."""

    def __init__(self, package: Package, sheets: Mapping[str, bytes]) -> None:
        self._package = package
        self._sheets = sheets

    def sheet(self, part: str) -> Sheet | None:
        """What stands on a sheet; ``None`` where calamine has to tell."""
        content = self._sheets.get(part)
        if content is None or self._texts is None:
            return None
        start, end = content.find(_OPENED), content.rfind(_CLOSED)
        first, areas = content.find(ROW, start, end), merges(content[end:])
        if start < 0 or first < 0 or areas is None or b"<!" in content[:start]:
            return None
        if content[start + len(_OPENED) : first].strip():
            return None
        try:
            return self._rows(self._texts, content[first + len(ROW) : end]), areas
        except (KeyError, ValueError):
            return None  # something else than was expected

    @property
    def texts(self) -> Collection[str]:
        """All texts of these sheets."""
        return self._texts.filled if self._texts is not None else ()

    @cached_property
    def _texts(self) -> SharedTexts | None:
        return shared_texts(self._package)

    @cached_property
    def _looks(self) -> Looks:
        return looks(self._package)

    def _rows(self, texts: SharedTexts, body: bytes) -> ByColumn:
        """The rows from behind the first one's ``<row `` on."""
        shaped = [*runs(body.translate(None, _NUMBER) + ROW)]
        shapes = tuple(dict.fromkeys([shape for shape, _ in shaped]))
        if len(shapes) > max(_SHAPES, sum([count for _, count in shaped]) // _ROWS_A_SHAPE):
            raise ValueError
        if len(shapes) < len(
            shaped
        ):  # the rows have to be put in order anyway: lists of the same shapes have one layout
            shapes = tuple(sorted(shapes))
        number = {shape: at for at, shape in enumerate(shapes)}
        pieces = (body + ROW[:-1]).split(b" ")
        blocks = Blocks(layout(shapes), pieces, [(number[shape], count) for shape, count in shaped])
        return blocks.read(texts, self._looks)
