"""Where a card's values stand: right of their labels, below them, or in the labels' own cells.

Each label is judged by its neighbours; where they leave it open, the other labels of its row decide, then the whole form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from .. import lazy
from ..dataclass import dataclass
from ..domain.form import Field
from .found import How
from .view import Cell, Hit, View

_SECTION = lazy.pattern(r"[一二三四五六七八九十]{1,3}[、.．]|[(（【\[]|第.{1,3}部分")
_REACH = 3  # so many blank columns may part a label from its value


@dataclass(frozen=True, slots=True)
class _Around:
    """A label's neighbours: the cell right of it and the cell below it, and what they hold."""

    right: Cell
    below: Cell
    right_label: bool
    below_label: bool
    right_filled: bool
    below_filled: bool
    outside: bool

    @property
    def vote(self) -> int:
        """Positive: the value stands below; negative: it stands right."""
        if self.right_label != self.below_label:
            return 2 if self.right_label else -2
        if self.right_label:
            return 0
        if self.below_filled != self.right_filled:
            return 1 if self.below_filled else -1
        return 0


class Directions:
    """The directions of one card. ``own`` are its labels; no value stands right of column ``edge``."""

    def __init__(self, view: View, own: Sequence[Hit], edge: int) -> None:
        self._view = view
        self._edge = edge
        self._own = {hit.cell for hit in own}
        self._around = {hit.cell: self._look(hit) for hit in own if not hit.match.rest}
        self._rows: dict[int, int] = defaultdict(int)
        for hit in own:
            if hit.cell in self._around:
                self._rows[hit.row] += self._around[hit.cell].vote
        self._whole = sum(self._rows.values())
        self._columns = self._aligned(own)

    def value_of(self, hit: Hit, field: Field) -> tuple[Cell, How]:
        """The value's cell and where it stands. A field's own choice is its value, whatever else it may name."""
        around = self._look(hit, field)
        if around.right_label and around.below_label:
            return hit.cell, How.INSIDE
        if around.right_label:
            return around.below, How.BELOW
        if around.below_label:
            return (hit.cell, How.INSIDE) if around.outside else (self._right(hit, around), How.RIGHT)
        return (around.below, How.BELOW) if self._goes_down(hit, around) else self._beside(hit, around)

    def _goes_down(self, hit: Hit, around: _Around) -> bool:
        """The judgement where neither neighbour is a label."""
        if around.below_filled != around.right_filled:
            return around.below_filled
        row = self._rows[hit.row] - (self._around[hit.cell].vote if hit.cell in self._around else 0)
        if around.below_filled:
            return row >= 2 or (row >= 0 and self._whole > 0)
        if row:
            return row > 0
        if around.outside and not hit.match.colon:
            return True
        return self._usual(hit.row) > 0

    def _usual(self, row: int) -> int:
        """How values stand in the nearest row above of which it is plain; else in the whole form."""
        plain = [other for other, vote in self._rows.items() if other < row and vote]
        return self._rows[max(plain)] if plain else self._whole

    def _beside(self, hit: Hit, around: _Around) -> tuple[Cell, How]:
        return (hit.cell, How.INSIDE) if around.outside else (self._right(hit, around), How.RIGHT)

    def _right(self, hit: Hit, around: _Around) -> Cell:
        """The cell right of a label; where that is blank, the column in which its neighbours above and below have theirs."""
        if around.right_filled and not self._view.blank(around.right):
            return around.right
        filled = self._filled_beyond(around.right)
        usual = self._columns.get(hit.column)
        if usual is not None and usual > hit.column2:
            cell = self._view.anchor(hit.row, usual)
            if cell not in self._view.hits and cell[0] == hit.row:
                return cell
        return filled or around.right

    def _filled_beyond(self, cell: Cell) -> Cell | None:
        """The filled cell behind at most a few blank ones, unless a label comes first."""
        for _ in range(_REACH):
            if cell in self._view.hits or cell[1] > self._edge:
                return None
            if not self._view.blank(cell):
                return cell
            cell = self._view.right_of(cell)
        return None

    def _aligned(self, own: Sequence[Hit]) -> dict[int, int]:
        """For each column of labels the column in which their values stand, by those that are filled in."""
        seen: dict[int, Counter[int]] = defaultdict(Counter)
        for hit in own:
            around = self._around.get(hit.cell)
            if around is not None and not around.right_label and around.vote <= 0:
                found = self._filled_beyond(around.right)
                if found is not None:
                    seen[hit.column][found[1]] += 1
        return {column: counts.most_common(1)[0][0] for column, counts in seen.items()}

    def _look(self, hit: Hit, field: Field | None = None) -> _Around:
        view = self._view
        right, below = view.right_of(hit.cell), view.below(hit.cell)
        right_label, below_label = self._is_label(right, field), self._is_label(below, field)
        beyond = None if right_label else self._filled_beyond(right)
        below_filled = not below_label and not view.blank(below)
        if below_filled and not right_label:
            if self._heads_a_row(below):
                below_label, below_filled = True, False
            elif self._is_value_of_another(below) or self._is_section(below, hit):
                below_filled = False
        return _Around(right, below, right_label, below_label, beyond is not None, below_filled, right[1] > self._edge)

    def _is_label(self, cell: Cell, field: Field | None) -> bool:
        hit = self._view.hits.get(cell)
        if hit is None:
            return cell in self._own
        raw = self._view.raw(cell)
        if field is not None and isinstance(raw, str) and raw.strip() in field.choices:
            return False
        if field is not None and field.group and hit.match.groups and not self._heads_block(hit):
            return False  # 总经理 behind 职位 is a value, whatever block it heads elsewhere
        return cell in self._own or hit.match.colon or not hit.match.entries or len(hit.match.key) >= 2

    def _heads_block(self, hit: Hit) -> bool:
        """Whether a block's heading has a label of its block right of it or below it."""
        near = [self._view.hits.get(cell) for cell in (self._view.right_of(hit.cell), self._view.below(hit.cell))]
        return any(entry.grouped for other in near if other is not None for entry in other.match.entries)

    def _heads_a_row(self, cell: Cell) -> bool:
        """Whether the cell below is itself a label that we do not know: text with a value of its own beside it."""
        beside = self._view.right_of(cell)
        raw = self._view.raw(cell)
        if not isinstance(raw, str) or len(raw) > 12 or beside in self._view.hits or beside[1] > self._edge:
            return False
        return raw.rstrip().endswith((":", "：")) or not self._view.blank(beside)

    def _is_value_of_another(self, cell: Cell) -> bool:
        """Whether a label stands left of the cell, which is then its value."""
        left = self._view.anchor(cell[0], cell[1] - 1)
        for _ in range(_REACH):
            if left in self._own:
                return True
            if left[1] <= 0 or not self._view.blank(left):
                return False
            left = self._view.anchor(left[0], left[1] - 1)
        return False

    def _is_section(self, cell: Cell, hit: Hit) -> bool:
        """Whether the cell is a heading over the rows below it: wider than the label, or written like one."""
        raw = self._view.raw(cell)
        wider = self._view.extent(cell)[1] > max(hit.column2, cell[1])
        return wider or (isinstance(raw, str) and bool(_SECTION.match(raw.strip())))
