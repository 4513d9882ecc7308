"""A sheet kept by column, as long lists are read and used; rows are made only where somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import overload

from ..domain.values import Raw


class ByColumn(Sequence[Sequence[Raw]]):
    """The rows of a sheet from A1 on. ``columns`` are all as long as there are rows; ``filled`` says of each row how many
    cells are not blank."""

    def __init__(self, columns: Sequence[Sequence[Raw]], filled: Sequence[int]) -> None:
        self.columns = columns
        self.filled = filled

    @classmethod
    def of(cls, rows: Sequence[Sequence[Raw]]) -> ByColumn:
        """The same rows by column; short ones end in blank cells."""
        if isinstance(rows, ByColumn):
            return rows
        return cls(list(zip_longest(*rows)), [len(row) - row.count(None) for row in rows])

    def __len__(self) -> int:
        return len(self.filled)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ByColumn):
            return NotImplemented
        return len(self) == len(other) and [*map(list, self.columns)] == [*map(list, other.columns)]

    @overload
    def __getitem__(self, at: int) -> Sequence[Raw]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Raw]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Raw] | Sequence[Sequence[Raw]]:
        if isinstance(at, slice) or "_rows" in self.__dict__:
            return self._rows[at]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return tuple([column[at] for column in self.columns])

    def __iter__(self) -> Iterator[Sequence[Raw]]:
        return iter(self._rows)

    @cached_property
    def _rows(self) -> list[tuple[Raw, ...]]:
        if not self.columns:
            return [()] * len(self)
        return list(zip(*self.columns, strict=True))
