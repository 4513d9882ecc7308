"""What counted for a figure: columns of records that add up, from which the evidence is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import repeat
from typing import Any, TypeAlias

from ..dataclass import dataclass
from .customers import Members
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


@dataclass(frozen=True, slots=True)
class Adds:
    """What each of some records adds to one part of a figure, and which of its fields say so.

    ``amounts`` is the field that holds the amount, or works it out: one for each record; without it each counts as 1.
    ``own_fields`` says the fields where they differ from record to record; ``basis`` are the records to show in place of
    those that are counted. All are asked only where there are records, and the latter two only for evidence.
    """

    part: Part
    fields: tuple[str, ...] = ()
    amounts: str | Callable[[Question, Any], Sequence[Amount]] | None = None
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
            self._amounts = [self._worked_out(adds.amounts) for adds in self.adds]
        return self._amounts

    def _worked_out(self, amounts: str | Callable[[Question, Any], Sequence[Amount]] | None) -> Sequence[Amount] | None:
        if amounts is None:
            return None
        return self.of.amounts(amounts) if isinstance(amounts, str) else amounts(self._question, self.of)

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
                    yield Evidence(record, fields, Decimal(amount), part, key)

    def by_customer(self) -> Iterator[tuple[str, Part, Decimal | int]]:
        """What each record adds to which part, with the customer that it names ("" for none)."""
        columns = [
            zip(repeat(1) if amounts is None else amounts, repeat(adds.part))
            for adds, amounts in zip(self.adds, self.amounts, strict=True)
        ]
        for name, *row in zip(self.of.customers, *columns, strict=False):
            for amount, part in row:
                if amount is not None:
                    yield name, part, amount

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


@dataclass(frozen=True)
class Figure:
    """A KPI's value with where it comes from.

    ``numerator`` and, for a rate or mean, ``denominator``; a count has none. Both are the sums of what ``counted`` adds.
    ``value`` is ``None`` (shown as —, ``#N/A`` in a cell) when the denominator is zero.
    """

    numerator: Decimal
    denominator: Decimal | None
    counted: tuple[Counted | Known, ...] = ()

    @classmethod
    def count(cls, *counted: Counted) -> Figure:
        """How many: the numerator's sum."""
        found = tuple([one for one in counted if one.of])
        return cls(_sums(found)[0], None, found) if found else NONE

    @classmethod
    def ratio(cls, *counted: Counted) -> Figure:
        """The numerator's sum over the denominator's."""
        found = tuple([one for one in counted if one.of])
        return cls(*_sums(found), found) if found else NOTHING

    @property
    def value(self) -> Decimal | None:
        if self.denominator is None:
            return self.numerator
        return None if self.denominator == 0 else self.numerator / self.denominator

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Each record that counted."""
        return tuple(evidence for counted in self.counted for evidence in counted.evidence())

    @property
    def records(self) -> int:
        """How many pieces of evidence there are."""
        return sum(map(len, self.counted))


def _sums(counted: Iterable[Counted]) -> tuple[Decimal, Decimal]:
    numerators, denominators = zip(*[one.sums() for one in counted], strict=True)
    return Decimal(sum(numerators)), Decimal(sum(denominators))


NONE = Figure(Decimal(0), None)
"""The figure of a count of no records."""
NOTHING = Figure(Decimal(0), Decimal(0))
"""The figure of a rate or mean of no records."""
