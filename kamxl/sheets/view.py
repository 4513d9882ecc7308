"""A sheet seen through its merged cells and its labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress
from typing import TypeAlias, cast

from ..books.by_column import ByColumn
from ..books.port import Grid
from ..dataclass import dataclass
from ..domain.values import Raw, is_blank
from .labels import Match, Told, Vocabulary

Cell: TypeAlias = tuple[int, int]
_FEW = frozenset(range(1, 5))  # a headline shares its row with few other cells
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
    """One sheet: cells by their merged anchor, labels and headlines. ``columns`` are its contents, ``filled`` says of each
    row how many cells are not blank."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.name = grid.name
        held = ByColumn.of(grid.rows)
        self.columns = held.columns
        self.filled = held.filled
        self.height = len(held)
        self.width = len(held.columns)
        self._extent: dict[Cell, Cell] = {}
        self._anchor: dict[Cell, Cell] = {}
        self._reached: set[int] = set()
        self._read_merges()

    def anchor(self, row: int, column: int) -> Cell:
        """The cell that holds the content shown at this place."""
        return self._anchor.get((row, column), (row, column))

    def extent(self, cell: Cell) -> Cell:
        """The last row and column that the (merged) cell covers."""
        return self._extent.get(cell, cell)

    def raw(self, cell: Cell) -> Raw:
        """The content of a cell, ``None`` for one that another cell's merge covers, or outside of what is filled."""
        row, column = cell
        if 0 <= row < self.height and 0 <= column < len(self.columns):
            return self.columns[column][row]
        return None

    def row(self, row: int) -> Sequence[Raw]:
        """The contents of a row."""
        return [column[row] for column in self.columns]

    def blank(self, cell: Cell) -> bool:
        return is_blank(self.raw(cell))

    def blank_row(self, row: int) -> bool:
        """Whether nothing stands in the row, and no merged cell reaches into it."""
        return row not in self._reached and (not self.filled[row] or all(map(is_blank, self.row(row))))

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

    @cached_property
    def told(self) -> Told:
        """What the sheet's texts say as labels and the like."""
        if self.grid.texts is not None:
            return self.vocabulary.tell_shared(self.grid.texts)
        return self.vocabulary.tell({raw for raw in set().union(*self.columns) if raw.__class__ is str})

    @cached_property
    def hits(self) -> dict[Cell, Hit]:
        """The cells that are labels, row by row."""
        return self._labels[0]

    @cached_property
    def headlines(self) -> list[Headline]:
        return self._labels[1]

    @cached_property
    def rows(self) -> Mapping[int, list[Hit]]:
        """The labels of each row that has any."""
        rows: dict[int, list[Hit]] = defaultdict(list)
        for hit in self.hits.values():
            rows[hit.row].append(hit)
        return rows

    def holding(self, texts: Set[Raw], first: int = 0) -> Iterator[tuple[int, list[int]]]:
        """The columns that hold any of the texts from row ``first`` on, each with the rows where it does."""
        for c, column in enumerate(self.columns):  # most columns are values: they must cost next to nothing
            below = column[first:] if first else column
            if not texts.isdisjoint(below):
                yield c, list(compress(range(first, self.height), map(texts.__contains__, below)))

    def lines(self, first: int = 0) -> list[Cell]:
        """The cells from row ``first`` on that hold a title, in rows with little else; labels among them."""
        if _FEW.isdisjoint(self.filled[first:]):
            return []
        rows = [r for r in range(first, self.height) if self.filled[r] in _FEW]
        found: list[Cell] = []
        for c, column in enumerate(self.columns):
            titles = self.vocabulary.titles({raw for raw in map(column.__getitem__, rows) if isinstance(raw, str)})
            found += [(r, c) for r in rows if column[r] in titles] if titles else []
        return sorted(found)

    @cached_property
    def _labels(self) -> tuple[dict[Cell, Hit], list[Headline]]:
        labels = self.told.labels
        cells = sorted((r, c) for c, rows in self.holding(labels.keys()) for r in rows)
        hits = {(r, c): self._hit(r, c, labels) for r, c in cells}
        titles = self.lines()
        headlines = [self._headline(*cell) for cell in titles if cell not in hits]
        for cell in titles:
            if cell in hits and self.filled[cell[0]] == 1 and self._is_title(hits[cell], hits):
                del hits[cell]
                headlines.append(self._headline(*cell))
        return hits, headlines

    def _hit(self, r: int, c: int, labels: Mapping[str, Match]) -> Hit:
        text = cast("str", self.columns[c][r])
        return Hit(r, c, *self.extent((r, c)), text, labels[text])

    def _headline(self, r: int, c: int) -> Headline:
        return Headline(r, c, self.extent((r, c))[1], self.vocabulary.title(str(self.columns[c][r])))

    def _is_title(self, hit: Hit, hits: Mapping[Cell, Hit]) -> bool:
        """A form's title may read like a label (奖惩建议): alone in its row and over a row of labels it is the title.

        The next filled row then begins with a label of a form that bears this title, or with another title.
        """
        if hit.match.rest or hit.match.colon:
            return False
        forms = self.vocabulary.title(hit.text)
        row = next((row for row in range(hit.row2 + 1, self.height) if self.filled[row]), None)
        if row is None:
            return False
        first, text = next((c, raw) for c, raw in enumerate(self.row(row)) if raw is not None)
        below = hits.get((row, first))
        if below is not None and (not below.match.entries or any(e.form in forms for e in below.match.entries)):
            return True
        return self.vocabulary.is_title(str(text))
