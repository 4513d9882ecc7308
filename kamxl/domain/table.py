"""The records of one form in reading order, looked at a column at a time: what figures and early signs are made from."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from .form import forms
from .periods import Period, Span
from .values import Raw, Value

if TYPE_CHECKING:
    from .records import Block, Record

Piece: TypeAlias = "tuple[Block, Sequence[int]]"
"""Some of a block's records, by index, that follow each other in reading order."""

_NONE = type(None)


class Table:
    """A form's records, numbered from 0. A typed column (``texts``, ``days`` …) is made once, when it is first asked for."""

    __slots__ = ("_columns", "_groups", "_kinds", "_pieces", "_records", "_starts", "form")

    def __init__(self, form: str, pieces: Iterable[Piece]) -> None:
        self.form = form
        self._pieces = list(pieces)
        self._starts = [0, *accumulate(len(indices) for _, indices in self._pieces)]
        self._columns: dict[tuple[Callable[..., Any] | None, str], Sequence[Any]] = {}
        self._groups: dict[str, Mapping[str, Sequence[int]]] = {}
        self._kinds: dict[str, Set[type]] = {}
        self._records: list[Record] | None = None

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def records(self) -> list[Record]:
        """All of them, each by itself."""
        if self._records is None:
            self._records = [one for block, indices in self._pieces for one in map(block.record, indices)]
        return self._records

    def record(self, number: int) -> Record:
        at = bisect_right(self._starts, number) - 1 if len(self._pieces) > 1 else 0
        block, indices = self._pieces[at]
        return block.record(indices[number - self._starts[at]])

    def values(self, field_id: str) -> Sequence[Value | None]:
        """What a field means in each record, ``None`` where it is blank or unreadable."""
        return self._column(None, field_id)

    def texts(self, field_id: str) -> Sequence[str]:
        """The field as text, "" where it is blank or unreadable."""
        return self._column(_texts, field_id)

    def days(self, field_id: str) -> Sequence[date | None]:
        return self._column(_days, field_id)

    def amounts(self, field_id: str) -> Sequence[Decimal | None]:
        """Money, rates, scores and whole numbers."""
        return self._column(_amounts, field_id)

    def counts(self, field_id: str) -> Sequence[Decimal | int | None]:
        """The same without a ``Decimal`` for a whole number."""
        return self._column(_counts, field_id)

    def periods(self, field_id: str) -> Sequence[Period | None]:
        return self._column(_periods, field_id)

    def flags(self, field_id: str) -> Sequence[bool | None]:
        return self._column(_flags, field_id)

    def groups(self, field_id: str) -> Mapping[str, Sequence[int]]:
        """The numbers of the records that say the same, by what they say ("" where the field is blank)."""
        found = self._groups.get(field_id)
        if found is None:
            made: dict[str, list[int]] = defaultdict(list)
            for number, text in enumerate(self.texts(field_id)):
                made[text].append(number)
            found = self._groups[field_id] = dict(made)
        return found

    def kinds(self, field_id: str) -> Set[type]:
        """The classes of what the field means in any record."""
        found = self._kinds.get(field_id)
        if found is None:
            kinds = [block.kinds(field_id) for block, _ in self._pieces]
            found = self._kinds[field_id] = kinds[0] if len(kinds) == 1 else frozenset().union(*kinds)
        return found

    def held(self, field_id: str) -> Sequence[Raw]:
        """What the field's cells really hold."""
        return self._joined(lambda block: block.held(field_id))

    def _column(
        self, typed: Callable[[Sequence[Value | None], Set[type]], Sequence[Any]] | None, field_id: str
    ) -> Sequence[Any]:
        found = self._columns.get((typed, field_id))
        if found is None:
            column = self._joined(lambda block: block.column(field_id))
            found = column if typed is None else typed(column, self.kinds(field_id))
            self._columns[typed, field_id] = found
        return found

    def _joined(self, of: Callable[[Block], Sequence[Any]]) -> Sequence[Any]:
        """The column of all pieces; that of a block which stands alone is not copied."""
        if len(self._pieces) == 1:
            block, indices = self._pieces[0]
            if isinstance(indices, range):
                return of(block)
        made: list[Any] = []
        for block, indices in self._pieces:
            column = of(block)
            made += column if isinstance(indices, range) else [column[index] for index in indices]
        return made


class Rows(Sequence["Record"]):
    """Some of a table's records, by their numbers, in reading order."""

    __slots__ = ("numbers", "table")

    def __init__(self, table: Table, numbers: Sequence[int]) -> None:
        self.table = table
        self.numbers = numbers

    @classmethod
    def all(cls, table: Table) -> Rows:
        return cls(table, range(len(table)))

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Record]:
        table = self.table
        return iter(table.records) if len(self.numbers) == len(table) else map(table.record, self.numbers)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Record | Rows:
        if isinstance(index, slice):
            return Rows(self.table, self.numbers[index])
        return self.table.record(self.numbers[index])

    @property
    def records(self) -> Iterator[Record]:
        """Each by itself."""
        return iter(self)

    @property
    def keys(self) -> Iterator[str]:
        """What each is counted by: nothing but itself."""
        return repeat("", len(self.numbers))

    @property
    def customers(self) -> Sequence[str]:
        """Whom each is about, "" where it names nobody."""
        return self.texts(forms()[self.table.form].customer)

    def texts(self, field_id: str) -> Sequence[str]:
        """The field as text, "" where it is blank or unreadable."""
        return self._of(self.table.texts(field_id))

    def days(self, field_id: str) -> Sequence[date | None]:
        return self._of(self.table.days(field_id))

    def amounts(self, field_id: str) -> Sequence[Decimal | None]:
        """Money, rates, scores and whole numbers."""
        return self._of(self.table.amounts(field_id))

    def counts(self, field_id: str) -> Sequence[Decimal | int | None]:
        """The same without a ``Decimal`` for a whole number."""
        return self._of(self.table.counts(field_id))

    def flags(self, field_id: str) -> Sequence[bool | None]:
        return self._of(self.table.flags(field_id))

    def where(self, field_id: str, text: str) -> Rows:
        """Those whose field says just that."""
        if not self.numbers:
            return self
        if len(self.numbers) == len(self.table):
            return Rows(self.table, self.table.groups(field_id).get(text, ()))
        column = self.table.texts(field_id)
        return Rows(self.table, [number for number in self.numbers if column[number] == text])

    def between(self, field_id: str, span: Span) -> Rows:
        """Those whose day lies in the span."""
        column, first, last = self.table.days(field_id), span.start, span.end
        numbers = [number for number in self.numbers if (day := column[number]) is not None and first <= day <= last]
        return Rows(self.table, numbers)

    def keep(self, wanted: Iterable[object]) -> Rows:
        """Those for which ``wanted``, which has a place for each, is true."""
        return Rows(self.table, [number for number, keep in zip(self.numbers, wanted, strict=True) if keep])

    def _of(self, column: Sequence[Any]) -> Sequence[Any]:
        numbers = self.numbers
        if len(numbers) == len(column):
            return column
        if isinstance(numbers, range):
            return column[numbers.start : numbers.stop]
        return [column[number] for number in numbers]


def _texts(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[str]:
    if kinds == {str}:
        return column  # type: ignore[return-value]
    return ["" if value is None else str(value) for value in column]


def _days(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[date | None]:
    return _only(column, kinds, date)


def _periods(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[Period | None]:
    return _only(column, kinds, Period)


def _flags(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[bool | None]:
    return _only(column, kinds, bool)


def _only(column: Sequence[Any], kinds: Set[type], kind: type) -> Sequence[Any]:
    if kinds <= {kind, _NONE}:
        return column
    return [value if isinstance(value, kind) else None for value in column]


def _amounts(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[Decimal | None]:
    if kinds <= {Decimal, _NONE}:
        return column  # type: ignore[return-value]
    return [None if one is None else Decimal(one) for one in _counts(column, kinds)]


def _counts(column: Sequence[Value | None], kinds: Set[type]) -> Sequence[Decimal | int | None]:
    if kinds <= {int, Decimal, _NONE}:
        return column  # type: ignore[return-value]
    return [one if isinstance(one, Decimal | int) and not isinstance(one, bool) else None for one in column]
