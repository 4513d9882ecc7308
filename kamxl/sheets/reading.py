"""What reading a workbook gives: the forms that were found on its sheets, their records, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ..books.address import address
from ..dataclass import dataclass
from ..domain.findings import Finding
from ..domain.records import Block, Record
from ..domain.sheetfacts import SheetFacts
from .found import Outline


@dataclass(frozen=True, slots=True)
class LocatedForm:
    """A form found on a sheet, with so many records. What is said of it is worked out when somebody asks."""

    outline: Outline
    sheet: str
    records: int

    @property
    def form(self) -> str:
        return self.outline.form.id

    @property
    def layout(self) -> str:
        """``card`` or ``list``."""
        return self.outline.layout.value

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        return self.outline.confidence

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields without a label."""
        return tuple(field.id for field in self.outline.missing)

    @property
    def labels(self) -> Mapping[str, str]:
        """For each field that was found the A1 address of its label."""
        return {name: address(*place.label) for name, place in self.outline.places.items()}

    @property
    def cells(self) -> Mapping[str, str]:
        """For each field the A1 address of its value, of a list that in its first row."""
        return {name: address(*place.value) for name, place in self.outline.places.items()}

    @property
    def units(self) -> Mapping[str, str]:
        """The units that labels show."""
        return {name: place.field.unit for name, place in self.outline.places.items() if place.unit_shown}

    @property
    def reasons(self) -> Mapping[str, str]:
        """How each label was recognised and where its value stands (zh)."""
        return {name: f"{place.likeness.zh}，值在{place.how.zh}" for name, place in self.outline.places.items()}

    @property
    def shared(self) -> frozenset[str]:
        """The fields whose value stands in their label's cell or in several cells."""
        places = self.outline.places.items()
        return frozenset(n for n, at in places if at.inside is not None or at.span or at.value == at.label)

    def holds(self, record: Record) -> bool:
        """Whether the record was read from this form."""
        if (record.form, record.source.sheet) != (
            self.form,
            self.sheet,
        ) or record.source.cells.keys() != self.cells.keys():
            return False
        if self.layout == "card":
            return record.source.cells == self.cells
        here, there = next(iter(record.source.cells.values()), ""), next(iter(self.cells.values()), "")
        return here.rstrip("0123456789") == there.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read: ``book`` is its path relative to the department folder.

    ``facts`` are what its sheets themselves demand, by sheet, where they were asked for and the host can tell.
    """

    book: str
    blocks: tuple[Block, ...]
    located: tuple[LocatedForm, ...]
    findings: tuple[Finding, ...]
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(map(len, self.blocks))

    @property
    def records(self) -> tuple[Record, ...]:
        """The workbook's records in the order of reading."""
        return tuple(record for block in self.blocks for record in block)
