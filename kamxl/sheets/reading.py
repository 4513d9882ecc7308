"""What reading a workbook gives: the forms that were found on its sheets, their records, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ..dataclass import dataclass
from ..domain.findings import Finding
from ..domain.records import Block, Record
from ..domain.sheetfacts import SheetFacts


@dataclass(frozen=True, slots=True)
class LocatedForm:
    """A form found on a sheet.

    ``labels`` gives, for each field that was found, the A1 address of its label cell, ``cells`` that of its value (of a
    list: in its first row). ``layout`` is ``card`` or ``list``; ``confidence`` goes from 0 to 1; ``missing`` are the
    required fields without a label. ``units`` are those that labels show,
    ``reasons`` say how each label was recognised and where its value stands (zh); ``shared`` are the fields whose value stands in
    their label's cell or in several cells.
    """

    form: str
    sheet: str
    labels: Mapping[str, str]
    cells: Mapping[str, str]
    layout: str
    confidence: float
    missing: tuple[str, ...]
    records: int
    units: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

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
