"""What recalculating a workbook came to."""

from __future__ import annotations

from ..dataclass import dataclass
from ..errors import Text
from ..ooxml.addresses import Position
from ..ooxml.reading import Value


@dataclass(frozen=True, slots=True)
class Kept:
    """A formula whose result was left as it was, and why. ``new`` is what the engine would have said, if anything."""

    sheet: str
    cell: str
    reason: Text
    old: Value
    new: Value = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A result that is not what the workbook held."""

    sheet: str
    position: Position
    old: Value
    new: Value

    @property
    def cell(self) -> str:
        return str(self.position)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What came of a workbook.

    ``cells`` hold results of formulas; ``equal`` of them agree with what stood there, ``different`` do not, ``kept``
    were not judged. ``written`` says whether the file was changed: never with ``check``, nor when nothing differs.
    """

    book: str
    cells: int
    equal: int
    different: tuple[Difference, ...] = ()
    kept: tuple[Kept, ...] = ()
    written: bool = False

    @property
    def share(self) -> float:
        """The share of cells that agree; 1 for a workbook without formulas."""
        return self.equal / self.cells if self.cells else 1.0
