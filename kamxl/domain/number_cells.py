"""What number cells mean: a spreadsheet has only floats, people's amounts are decimal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

_MOST = 50_000  # amounts that are remembered
_WHOLE = 10**15  # what is beyond has more digits than a cell shows


def exact(numbers: Iterable[float]) -> list[Decimal]:
    """The numbers as they are shown: 12 for 12.0 too."""
    return [
        Decimal(int(number)) if number.is_integer() and -_WHOLE < number < _WHOLE else Decimal(repr(number))
        for number in numbers
    ]


class _OfColumn:
    """``exact`` of a column of number cells and blank ones. Amounts repeat themselves, from column to column as well."""

    def __init__(self) -> None:
        self._known: dict[float | None, Decimal | None] = {None: None}

    def __call__(self, held: Sequence[float | None]) -> list[Decimal | None]:
        known = self._known
        try:
            return list(map(known.__getitem__, held))
        except KeyError:
            fresh: Any = set(held).difference(known)
        if len(known) + len(fresh) > _MOST:
            known = self._known = {None: None}
            fresh = set(held).difference(known)
        known.update(zip(fresh, exact(fresh), strict=True))
        return list(map(known.__getitem__, held))


of_column = _OfColumn()
