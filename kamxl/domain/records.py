"""Records: what was read from forms, typed, each value tied to the cell it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .form import Form, forms
from .periods import Period
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


@dataclass(frozen=True, slots=True)
class Record:
    """One filled-in form, or one row of a list.

    ``values`` holds the fields that were filled in and could be read; ``raw`` what each cell really holds, also where
    it could not be read (a finding says so).
    """

    form: str
    values: Mapping[str, Value]
    raw: Mapping[str, Raw]
    source: Source

    def text(self, field_id: str) -> str:
        """The field as text, "" when it is blank or unreadable."""
        value = self.values.get(field_id)
        return "" if value is None else str(value)

    def day(self, field_id: str) -> date | None:
        value = self.values.get(field_id)
        return value if isinstance(value, date) else None

    def amount(self, field_id: str) -> Decimal | None:
        """A money, rate, score or whole-number field as ``Decimal``."""
        value = self.values.get(field_id)
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            return None
        return Decimal(value)

    def period(self, field_id: str) -> Period | None:
        value = self.values.get(field_id)
        return value if isinstance(value, Period) else None

    def flag(self, field_id: str) -> bool | None:
        value = self.values.get(field_id)
        return value if isinstance(value, bool) else None

    @property
    def number(self) -> str:
        """The document number, "" for a form without one."""
        wanted = forms()[self.form].number
        return self.text(wanted) if wanted else ""


@dataclass(slots=True)
class Tables:
    """The department's records, by form. The order of workbooks does not matter to anything computed from them."""

    by_form: dict[str, list[Record]] = field(default_factory=dict)
    _ordered: dict[str, list[Record]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Tables:
        tables = cls()
        for record in records:
            tables.add(record)
        return tables

    def add(self, record: Record) -> None:
        self.by_form.setdefault(record.form, []).append(record)
        self._ordered.pop(record.form, None)

    def __getitem__(self, form: str | Form) -> list[Record]:
        """The records of a form (by id), in a stable order that does not depend on the order of reading."""
        name = form if isinstance(form, str) else form.id
        if name not in self._ordered:
            self._ordered[name] = sorted(self.by_form.get(name, []), key=_position)
        return self._ordered[name]

    def __iter__(self) -> Iterator[Record]:
        for form in sorted(self.by_form):
            yield from self[form]


def _position(record: Record) -> tuple[str, str, int, str]:
    first = next(iter(record.source.cells.values()), "")
    row = first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (record.source.book, record.source.sheet, int(row or 0), first)
