"""A sheet seen through its merged cells and its labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias, cast

from ..books.port import Grid
from ..dataclass import dataclass
from ..domain.values import Raw, is_blank
from .labels import Match, Vocabulary

Cell: TypeAlias = tuple[int, int]
_HEADLINE = 4  # a headline shares its row with few other cells
_MARGIN = 64  # merged cells reach at most so far beyond what is filled


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell whose text is a label; it covers ``row``–``row2`` and ``column``–``column2`` (0-based, inclusive)."""

    row: int
    column: int
    row2: int
    column2: int
    text: str
    match: Match

    @property
    def cell(self) -> Cell:
        return (self.row, self.column)


@dataclass(frozen=True, slots=True)
class Headline:
    """A cell that holds the title of a form (or of several that share it)."""

    row: int
    column: int
    column2: int
    forms: tuple[str, ...]


class View:
    """One sheet: cells by their merged anchor, labels and headlines."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.name = grid.name
        self.height = len(grid.rows)
        self.width = max(map(len, grid.rows), default=0)
        self._extent: dict[Cell, Cell] = {}
        self._anchor: dict[Cell, Cell] = {}
        self._reached: set[int] = set()
        self._read_merges()
        self.hits: dict[Cell, Hit] = {}
        self.headlines: list[Headline] = []
        self.watched: set[int] = set()  # rows with a label, a headline, or what may be a subtotal or a note
        self._scan()
        self.rows: dict[int, list[Hit]] = defaultdict(list)
        for hit in self.hits.values():
            self.rows[hit.row].append(hit)

    def anchor(self, row: int, column: int) -> Cell:
        """The cell that holds the content shown at this place."""
        return self._anchor.get((row, column), (row, column))

    def extent(self, cell: Cell) -> Cell:
        """The last row and column that the (merged) cell covers."""
        return self._extent.get(cell, cell)

    def raw(self, cell: Cell) -> Raw:
        """The content of a cell, ``None`` for one that another cell's merge covers."""
        return self.grid.at(*cell)

    def shown(self, row: int, column: int) -> Raw:
        """What a reader sees at this place, merged cells included."""
        return self.grid.at(*self.anchor(row, column))

    def blank(self, cell: Cell) -> bool:
        return is_blank(self.raw(cell))

    def blank_row(self, row: int) -> bool:
        """Whether nothing stands in the row, and no merged cell reaches into it."""
        return row not in self._reached and all(raw is None or is_blank(raw) for raw in self.grid.rows[row])

    def right_of(self, cell: Cell) -> Cell:
        """The cell right of a (merged) cell, at the height of its first row."""
        return self.anchor(cell[0], self.extent(cell)[1] + 1)

    def below(self, cell: Cell) -> Cell:
        """The cell below a (merged) cell, at its first column."""
        return self.anchor(self.extent(cell)[0] + 1, cell[1])

    def _read_merges(self) -> None:
        for row, column, row2, column2 in self.grid.merges:
            self.width = max(self.width, min(column2 + 1, self.width + _MARGIN))
            last = (min(row2, self.height + _MARGIN), min(column2, self.width + _MARGIN))
            self._extent[row, column] = last
            self._reached.update(range(row + 1, last[0] + 1))
            for r in range(row, last[0] + 1):
                for c in range(column, last[1] + 1):
                    self._anchor[r, c] = (row, column)

    def _scan(self) -> None:
        rows = self.grid.rows
        texts = self.grid.texts
        if texts is None:
            texts = {raw for raw in set(chain.from_iterable(rows)) if raw.__class__ is str}
        labels, telling = self.vocabulary.telling(texts)
        lone: list[int] = []
        for r, row in enumerate(rows):
            if not telling.isdisjoint(row):  # most rows are values: they must cost next to nothing
                self.watched.add(r)
                self._scan_row(r, row, labels)
            filled = len(row) - row.count(None)
            if 0 < filled <= _HEADLINE:
                self._scan_headlines(r)
                lone += [r] * (filled == 1)
        self._take_titles_from_labels(lone)

    def _scan_row(self, r: int, row: Sequence[Raw], labels: Mapping[str, Match]) -> None:
        for c, raw in enumerate(row):
            if raw in labels:
                text = cast("str", raw)
                self.hits[r, c] = Hit(r, c, *self.extent((r, c)), text, labels[text])

    def _scan_headlines(self, r: int) -> None:
        for c, raw in enumerate(self.grid.rows[r]):
            if isinstance(raw, str) and (r, c) not in self.hits and self.vocabulary.is_title(raw):
                self._headline(r, c, raw)

    def _headline(self, r: int, c: int, raw: str) -> None:
        self.watched.add(r)
        self.headlines.append(Headline(r, c, self.extent((r, c))[1], self.vocabulary.title(raw)))

    def _take_titles_from_labels(self, lone: Iterable[int]) -> None:
        """A form's title may read like a label (奖惩建议): alone in its row and over a row of labels it is the title."""
        for r in lone:
            c = next(c for c, raw in enumerate(self.grid.rows[r]) if raw is not None)
            hit = self.hits.get((r, c))
            if hit is None or hit.match.rest or hit.match.colon or not self.vocabulary.is_title(hit.text):
                continue
            if self._labels_follow(hit):
                del self.hits[hit.cell]
                self._headline(r, c, hit.text)

    def _labels_follow(self, hit: Hit) -> bool:
        """Whether the next filled row begins with a label of a form that bears this title."""
        forms = self.vocabulary.title(hit.text)
        for row in range(hit.row2 + 1, self.height):
            first = next((c for c, raw in enumerate(self.grid.rows[row]) if raw is not None), None)
            if first is not None:
                below = self.hits.get((row, first))
                known = below is not None and (
                    not below.match.entries or any(entry.form in forms for entry in below.match.entries)
                )
                return known or self.vocabulary.is_title(str(self.grid.rows[row][first]))
        return False
