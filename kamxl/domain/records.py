"""Records: what was read from forms, typed, each value tied to the cell it came from.

Records that stand together, a card or the rows of one list, are kept as one ``Block`` with a column for each field; a
``Record`` is a light view of one of its rows. Whoever looks at a whole department asks blocks, a column at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from datetime import date
from decimal import Decimal

from ..dataclass import dataclass
from .form import Form, forms
from .periods import Period
from .table import Piece, Table
from .values import Raw, Value


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record stands: workbook (relative to the department folder), sheet, and each field's cell (A1)."""

    book: str
    sheet: str
    cells: Mapping[str, str]

    def cell(self, field_id: str) -> str:
        """The field's cell, or "" where the form on this sheet has no such label."""
        return self.cells.get(field_id, "")


_BLANK = frozenset({type(None)})
_NUMBERS = frozenset({float, int, bool})


def _classes(column: Sequence[object] | None) -> Set[type]:
    return _BLANK if column is None else frozenset(map(type, column))


@dataclass(slots=True, eq=False)
class Block:
    """Records of one form that stand together: one card, or rows of one list.

    ``columns`` gives for each field its column's letters and ``rows`` each record's row number (1-based); a card has no
    ``rows`` and its ``columns`` are whole addresses. ``values`` and ``raw`` hold a column for each field, as long as the
    block: what the field means (``None`` where it is blank or unreadable) and what its cell really holds. A column of
    nothing but ``None`` may be left out of ``values``.
    """

    form: str
    book: str
    sheet: str
    columns: Mapping[str, str]
    rows: Sequence[int]
    values: Mapping[str, Sequence[Value | None]]
    raw: Mapping[str, Sequence[Raw]]
    _kinds: dict[str, Set[type]] = field(default_factory=dict, init=False, repr=False)
    _held_kinds: dict[str, Set[type]] = field(default_factory=dict, init=False, repr=False)
    _different: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows) or 1

    def __iter__(self) -> Iterator[Record]:
        """Its records from top to bottom, made when asked for: a block that kept them would be a cycle."""
        return map(self.record, range(len(self)))

    def record(self, index: int) -> Record:
        """The record of that index."""
        return Record(self, index)

    def column(self, field_id: str) -> Sequence[Value | None]:
        """What a field means in each record, ``None`` where it is blank or unreadable."""
        found = self.values.get(field_id)
        return (None,) * len(self) if found is None else found

    def held(self, field_id: str) -> Sequence[Raw]:
        """What a field's cells really hold."""
        found = self.raw.get(field_id)
        return (None,) * len(self) if found is None else found

    def kinds(self, field_id: str) -> Set[type]:
        """The classes of what a field means in any record; looked for once, for all who want to pass over a column."""
        found = self._kinds.get(field_id)
        if found is None:
            column = self.values.get(field_id)
            same = column is not None and column is self.raw.get(field_id)
            found = self._kinds[field_id] = self.held_kinds(field_id) if same else _classes(column)
        return found

    def held_kinds(self, field_id: str) -> Set[type]:
        """The classes of what its cells really hold."""
        found = self._held_kinds.get(field_id)
        if found is None:
            found = self._held_kinds[field_id] = _classes(self.raw.get(field_id))
        return found

    def unlike(self) -> Iterator[str]:
        """The fields whose cells may hold something else than they mean; of the others the columns are one and the same."""
        values = self.values
        return (name for name, held in self.raw.items() if values.get(name) is not held)

    def distinct(self, field_id: str) -> set[Raw]:
        """The different contents of a field's cells; 1, 1.0 and True are one. Not kept, as many blocks may be held at once:
        only how many they are, and their classes."""
        found = set(self.held(field_id))
        self._different[field_id] = len(found)
        kinds = frozenset(map(type, found))
        if kinds.isdisjoint(_NUMBERS):
            self._held_kinds[field_id] = kinds
        return found

    def different(self, field_id: str) -> int:
        """How many different contents a field's cells hold."""
        found = self._different.get(field_id)
        return len(self.distinct(field_id)) if found is None else found

    def forget_kinds(self, field_id: str) -> None:
        """While a block is being made: what the field means has changed."""
        self._kinds.pop(field_id, None)

    def cell(self, field_id: str, index: int) -> str:
        """A field's cell in the record of that index, or "" where the form on this sheet has no such label."""
        place = self.columns.get(field_id, "")
        return f"{place}{self.rows[index]}" if self.rows and place else place

    def take(self, indices: Sequence[int]) -> Block:
        """The block with only these records."""
        if len(indices) == len(self):
            return self
        return Block(
            self.form,
            self.book,
            self.sheet,
            self.columns,
            [self.rows[index] for index in indices],
            {name: [column[index] for index in indices] for name, column in self.values.items()},
            {name: [column[index] for index in indices] for name, column in self.raw.items()},
        )


class Record:
    """One filled-in form, or one row of a list: a view of one row of its block.

    ``values`` holds the fields that were filled in and could be read; ``raw`` what each cell really holds, also where
    it could not be read (a finding says so).
    """

    __slots__ = ("block", "index")

    def __init__(self, block: Block, index: int) -> None:
        self.block = block
        self.index = index

    @classmethod
    def made(cls, form: str, values: Mapping[str, Value], raw: Mapping[str, Raw], source: Source) -> Record:
        """A record that stands alone."""
        columns = {name: (value,) for name, value in values.items()}
        held = {name: (content,) for name, content in raw.items()}
        return Block(form, source.book, source.sheet, source.cells, (), columns, held).record(0)

    @property
    def form(self) -> str:
        return self.block.form

    @property
    def values(self) -> Mapping[str, Value]:
        index = self.index
        return {name: v for name, column in self.block.values.items() if (v := column[index]) is not None}

    @property
    def raw(self) -> Mapping[str, Raw]:
        index = self.index
        return {name: column[index] for name, column in self.block.raw.items()}

    @property
    def source(self) -> Source:
        block = self.block
        return Source(block.book, block.sheet, _Cells(block, self.index) if block.rows else block.columns)

    def value(self, field_id: str) -> Value | None:
        """What the field means, ``None`` when it is blank or unreadable."""
        column = self.block.values.get(field_id)
        return None if column is None else column[self.index]

    def held(self, field_id: str) -> Raw:
        """What the field's cell really holds."""
        column = self.block.raw.get(field_id)
        return None if column is None else column[self.index]

    def text(self, field_id: str) -> str:
        """The field as text, "" when it is blank or unreadable."""
        value = self.value(field_id)
        return "" if value is None else str(value)

    def day(self, field_id: str) -> date | None:
        value = self.value(field_id)
        return value if isinstance(value, date) else None

    def amount(self, field_id: str) -> Decimal | None:
        """A money, rate, score or whole-number field as ``Decimal``."""
        value = self.value(field_id)
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            return None
        return Decimal(value)

    def period(self, field_id: str) -> Period | None:
        value = self.value(field_id)
        return value if isinstance(value, Period) else None

    def flag(self, field_id: str) -> bool | None:
        value = self.value(field_id)
        return value if isinstance(value, bool) else None

    @property
    def number(self) -> str:
        """The document number, "" for a form without one."""
        wanted = forms()[self.form].number
        return self.text(wanted) if wanted else ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        if self.block is other.block:
            return self.index == other.index
        return (self.form, self.values, self.raw, self.source) == (other.form, other.values, other.raw, other.source)

    def __repr__(self) -> str:
        return f"Record({self.form!r}, {self.values!r}, {self.raw!r}, {self.source!r})"


class _Cells(Mapping[str, str]):
    """The cells of one row of a list: the letters are shared by all rows."""

    __slots__ = ("_block", "_index")

    def __init__(self, block: Block, index: int) -> None:
        self._block = block
        self._index = index

    def __getitem__(self, field_id: str) -> str:
        return f"{self._block.columns[field_id]}{self._block.rows[self._index]}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._block.columns)

    def __len__(self) -> int:
        return len(self._block.columns)

    def __repr__(self) -> str:
        return repr(dict(self))


def blocks_of(records: Iterable[Record]) -> list[Block]:
    """The blocks that hold just these records: neighbours that were read together stay together."""
    blocks: list[Block] = []
    indices: list[int] = []
    last: Block | None = None
    for record in records:
        if record.block is not last:
            if last is not None:
                blocks.append(last.take(indices))
            last, indices = record.block, []
        indices.append(record.index)
    if last is not None:
        blocks.append(last.take(indices))
    return blocks


class Tables:
    """The department's records, by form. The order of workbooks does not matter to anything computed from them."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._blocks: dict[str, list[Block]] = {}
        self._ordered: dict[str, Table] = {}
        for block in blocks:
            self.put(block)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Tables:
        return cls(blocks_of(records))

    @property
    def all_blocks(self) -> list[Block]:
        """Every form's blocks."""
        return [block for form in self.forms for block in self._blocks[form]]

    @property
    def forms(self) -> list[str]:
        """The ids of the forms of which there are records."""
        return sorted(self._blocks)

    def put(self, block: Block) -> None:
        """Takes a block's records in."""
        self._blocks.setdefault(block.form, []).append(block)
        self._ordered.pop(block.form, None)

    def add(self, record: Record) -> None:
        """Takes one record in."""
        self.put(record.block.take([record.index]))

    def blocks(self, form: str | Form) -> Sequence[Block]:
        """The records of a form as they were taken in, for whoever does not care for their order."""
        return self._blocks.get(form if isinstance(form, str) else form.id, ())

    def table(self, form: str) -> Table:
        """The records of a form (by id), in a stable order that does not depend on the order of reading."""
        if form not in self._ordered:
            self._ordered[form] = Table(form, _in_order(self._blocks.get(form, ())))
        return self._ordered[form]

    def __getitem__(self, form: str | Form) -> list[Record]:
        """The same as single records."""
        return self.table(form if isinstance(form, str) else form.id).records

    def __iter__(self) -> Iterator[Record]:
        for form in self.forms:
            yield from self[form]


def _in_order(blocks: Iterable[Block]) -> Iterator[Piece]:
    """The blocks' records by workbook, sheet and row. Only where blocks share a sheet are single records compared."""
    sheets: dict[tuple[str, str], list[Block]] = {}
    for block in blocks:
        sheets.setdefault((block.book, block.sheet), []).append(block)
    for place in sorted(sheets):
        here = sheets[place]
        if len(here) == 1 and (len(here[0]) == 1 or list(here[0].rows) == sorted(here[0].rows)):
            yield here[0], range(len(here[0]))
        else:
            found = sorted((record for block in here for record in block), key=_position)
            yield from ((record.block, (record.index,)) for record in found)


def _position(record: Record) -> tuple[int, str]:
    """The row and the cell of a record's first field."""
    block = record.block
    first = next(iter(block.columns.values()), "")
    if block.rows:
        return (block.rows[record.index], f"{first}{block.rows[record.index]}")
    return (int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0), first)
