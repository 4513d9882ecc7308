"""What counted for a figure: columns of records that add up, from which the evidence is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import chain, repeat
from typing import Any, TypeAlias

from ..dataclass import dataclass
from .members import Members
from .question import Question
from .records import Record
from .table import Rows


class Part(StrEnum):
    """What a record did for the figure. ``BASIS`` records are what another record's count rests on."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BASIS = "basis"

    @property
    def zh(self) -> str:
        return {"numerator": "分子", "denominator": "分母", "basis": "依据"}[self.value]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that counted: which of its fields gave ``amount``, and to which part of the figure.

    ``amount`` is 1 where records are counted, 0 where a record repeats one that was counted (a second visit to the
    same customer); ``key`` is what is counted once (the customer's name, the request's number).
    """

    record: Record
    fields: tuple[str, ...]
    amount: Decimal = Decimal(1)
    part: Part = Part.NUMERATOR
    key: str = ""


Amount: TypeAlias = Decimal | int | None
"""What a record adds; ``None``: nothing, and it is no evidence."""

Sums: TypeAlias = tuple[Decimal | int, Decimal | int | None]
"""A figure's numerator and denominator (``None``: a count)."""

Line: TypeAlias = tuple[Record, tuple[str, ...], Decimal | int, Part, str]
"""What an ``Evidence`` says: record, fields, amount, part, key."""


@dataclass(frozen=True, slots=True)
class Adds:
    """What each of some records adds to one part of a figure, and which of its fields say so.

    ``amounts`` is the field that holds the amount, or works it out: one for each record; without it each counts as 1.
    ``once``: of the records with one key that would count only the first does, the others count as 0.
    ``own_fields`` says the fields where they differ from record to record; ``basis`` are the records to show in place of
    those that are counted. All are asked only where there are records, and the latter two only for evidence.
    """

    part: Part
    fields: tuple[str, ...] = ()
    amounts: str | Callable[[Question, Any], Sequence[Amount]] | None = None
    once: bool = False
    own_fields: Callable[[Question, Any], Sequence[tuple[str, ...]]] | None = None
    basis: Callable[[Question, Any], Sequence[Record | None]] | None = None


class Counted:
    """Records that count: of a form or, by their profiles, customers. Each is evidence for one ``Adds`` after the other.

    ``keys``: what is counted once, for each record; of customers, who they are.
    """

    __slots__ = ("_amounts", "_keys", "_question", "adds", "of")

    def __init__(
        self,
        question: Question,
        of: Rows | Members,
        adds: tuple[Adds, ...],
        keys: Callable[[Question, Any], Iterable[str]] | None = None,
    ) -> None:
        self.of = of
        self.adds = adds
        self._question = question
        self._keys = keys
        self._amounts: list[Sequence[Amount] | None] | None = None

    @property
    def amounts(self) -> list[Sequence[Amount] | None]:
        """For each of ``adds`` the amounts of all records, ``None`` where each counts as 1."""
        if self._amounts is None:
            self._amounts = [self._worked_out(adds) for adds in self.adds]
        return self._amounts

    def _worked_out(self, adds: Adds) -> Sequence[Amount] | None:
        amounts: Sequence[Amount] | None = None
        if isinstance(adds.amounts, str):
            amounts = self.of.amounts(adds.amounts)
        elif adds.amounts is not None:
            amounts = adds.amounts(self._question, self.of)
        return _once_each(list(self.keys), amounts) if adds.once else amounts

    def sums(self) -> tuple[Decimal | int, Decimal | int]:
        """What all of them add to the numerator and to the denominator."""
        numerator: Decimal | int = 0
        denominator: Decimal | int = 0
        for adds, amounts in zip(self.adds, self.amounts, strict=True):
            if adds.part is Part.BASIS:
                continue
            more = len(self.of) if amounts is None else sum([one for one in amounts if one is not None])
            if adds.part is Part.NUMERATOR:
                numerator += more
            else:
                denominator += more
        return numerator, denominator

    def __len__(self) -> int:
        """How many pieces of evidence they are."""
        if not self.of:
            return 0
        whole = len(self.of)
        return sum(whole if amounts is None else sum([one is not None for one in amounts]) for amounts in self.amounts)

    def evidence(self) -> Iterator[Evidence]:
        """Record by record."""
        for record, fields, amount, part, key in self.lines():
            yield Evidence(record, fields, Decimal(amount), part, key)

    def lines(self) -> Iterator[Line]:
        """The same as plain tuples."""
        columns = [
            zip(
                self.of.records if adds.basis is None else adds.basis(self._question, self.of),
                repeat(adds.fields) if adds.own_fields is None else adds.own_fields(self._question, self.of),
                repeat(1) if amounts is None else amounts,
                repeat(adds.part),
            )
            for adds, amounts in zip(self.adds, self.amounts, strict=True)
        ]
        for key, *row in zip(self.keys, *columns, strict=False):
            for record, fields, amount, part in row:
                if amount is not None and record is not None:
                    yield record, fields, amount, part, key

    @property
    def keys(self) -> Iterable[str]:
        return self.of.keys if self._keys is None else self._keys(self._question, self.of)


class Known:
    """Evidence that was made elsewhere."""

    __slots__ = ("_evidence",)

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._evidence = evidence

    def __len__(self) -> int:
        return len(self._evidence)

    def evidence(self) -> Iterator[Evidence]:
        return iter(self._evidence)

    def lines(self) -> Iterator[Line]:
        return ((one.record, one.fields, one.amount, one.part, one.key) for one in self._evidence)


class Figure:
    """A KPI's value with where it comes from.

    ``numerator`` and, for a rate or mean, ``denominator``; a count has none. Both are the sums of what ``counted`` adds, added
    up when somebody asks. ``value`` is ``None`` (shown as —, ``#N/A`` in a cell) when the denominator is zero.
    """

    __slots__ = ("_evidence", "_sums", "_whole", "counted")

    def __init__(self, sums: Sums | None, counted: tuple[Counted | Known, ...] = (), *, whole: bool = False) -> None:
        """``sums``: numerator and denominator, ``None`` where what counted is to be added up; ``whole``: it is a count."""
        self.counted = counted
        self._whole = whole
        self._sums = sums
        self._evidence: tuple[Evidence, ...] | None = None

    @classmethod
    def count(cls, *counted: Counted) -> Figure:
        """How many: the numerator's sum."""
        found = tuple([one for one in counted if one.of])
        return cls(None, found, whole=True) if found else NONE

    @classmethod
    def ratio(cls, *counted: Counted) -> Figure:
        """The numerator's sum over the denominator's."""
        found = tuple([one for one in counted if one.of])
        return cls(None, found) if found else NOTHING

    @property
    def sums(self) -> Sums:
        """Numerator and denominator as they add up."""
        if self._sums is None:
            numerators, denominators = zip(
                *[one.sums() for one in self.counted if isinstance(one, Counted)], strict=True
            )
            self._sums = sum(numerators), None if self._whole else sum(denominators)
        return self._sums

    @property
    def numerator(self) -> Decimal:
        return Decimal(self.sums[0])

    @property
    def denominator(self) -> Decimal | None:
        found = self.sums[1]
        return None if found is None else Decimal(found)

    @property
    def value(self) -> Decimal | None:
        denominator = self.denominator
        if denominator is None:
            return self.numerator
        return None if denominator == 0 else self.numerator / denominator

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Each record that counted."""
        if self._evidence is None:
            self._evidence = tuple(evidence for counted in self.counted for evidence in counted.evidence())
        return self._evidence

    @property
    def lines(self) -> Iterator[Line]:
        """The same as plain tuples."""
        return chain.from_iterable([counted.lines() for counted in self.counted])

    @property
    def records(self) -> int:
        """How many pieces of evidence there are."""
        return sum(map(len, self.counted))


def _once_each(keys: Sequence[str], amounts: Sequence[Amount] | None) -> Sequence[Amount]:
    """1 for the first of each key that counts, 0 for its others."""
    found: list[Amount] = [0] * len(keys) if amounts is None else [None if one is None else 0 for one in amounts]
    counting = [at for at, one in enumerate(found) if one is not None]
    for at in dict(zip(map(keys.__getitem__, reversed(counting)), reversed(counting), strict=True)).values():
        found[at] = 1
    return found


NONE = Figure((0, None))
"""The figure of a count of no records."""
NOTHING = Figure((0, 0))
"""The figure of a rate or mean of no records."""
