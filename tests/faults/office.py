"""The sample department in memory, into which faults are put one cell at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kamxl.books.address import position
from kamxl.books.closed import open_closed
from kamxl.books.memory import MemoryBook
from kamxl.commands.settings import load_settings
from kamxl.domain.findings import Finding
from kamxl.domain.form import forms
from kamxl.domain.records import Record, Tables
from kamxl.domain.rule import Context, run
from kamxl.domain.settings import Settings
from kamxl.domain.sheetfacts import SheetFacts
from kamxl.domain.values import Raw
from kamxl.sheets.read import read_book
from kamxl.sheets.reading import Reading
from kamxl.templates import sample
from kamxl.templates.book import build

TODAY = date(2026, 9, 30)
SETTINGS = "设置.xlsx"
Rows = list[list[Raw]]


@dataclass(slots=True)
class Edit:
    """What a fault does: cells written (by workbook, sheet, cell), and facts that a sheet's host tells."""

    cells: dict[tuple[str, str, str], Raw] = field(default_factory=dict)
    facts: dict[tuple[str, str], SheetFacts] = field(default_factory=dict)


class Office:
    """Every workbook's grids, and the readings of those that nobody touches."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, dict[str, Rows]] = {}
        self.merges: dict[str, dict[str, list[tuple[int, int, int, int]]]] = {}
        self.facts: dict[tuple[str, str], SheetFacts] = {}
        for content in sample.books():
            path = folder / content.name
            path.write_bytes(build(content, sample.office()))
            self._load(path)
        self.settings, self.setting_findings = self.load(Edit())
        self.readings = {name: self.read(name, Edit(), self.settings) for name in self.rows if name != SETTINGS}
        self.records = [record for reading in self.readings.values() for record in reading.records]
        self.clean = {_place(finding) for finding in self.findings([])}

    def _load(self, path: Path) -> None:
        book = open_closed(path)
        grids = {sheet: book.grid(sheet) for sheet in book.sheet_names()}
        self.rows[path.name] = {sheet: [list(row) for row in grid.rows] for sheet, grid in grids.items()}
        self.merges[path.name] = {sheet: list(grid.merges) for sheet, grid in grids.items()}
        for sheet in grids:
            self.facts[path.name, sheet] = book.facts(sheet)

    def load(self, edit: Edit) -> tuple[Settings, tuple[Finding, ...]]:
        return load_settings(self._book(SETTINGS, edit), TODAY)

    def read(self, name: str, edit: Edit, settings: Settings) -> Reading:
        return read_book(self._book(name, edit), name, settings)

    def _book(self, name: str, edit: Edit) -> MemoryBook:
        sheets = {sheet: [list(row) for row in rows] for sheet, rows in self.rows[name].items()}
        for (book, sheet, cell), raw in edit.cells.items():
            if book == name:
                _put(sheets[sheet], cell, raw)
        facts = {sheet: found for (book, sheet), found in {**self.facts, **edit.facts}.items() if book == name}
        return MemoryBook(name, sheets, self.merges[name], facts)

    def findings(self, edits: Iterable[Edit]) -> list[Finding]:
        """What is found with these edits made."""
        every = Edit()
        for edit in edits:
            every.cells |= edit.cells
            every.facts |= edit.facts
        touched = {book for book, _, _ in every.cells} | {book for book, _ in every.facts}
        settings, faults = self.load(every) if SETTINGS in touched else (self.settings, self.setting_findings)
        readings = dict(self.readings)
        for name in touched - {SETTINGS}:
            readings[name] = self.read(name, every, settings)
        blocks = [block for reading in readings.values() for block in reading.blocks]
        sheets = {(r.book, sheet): facts for r in readings.values() for sheet, facts in r.facts.items()}
        ruled = run(Context(blocks, Tables(blocks), settings, sheets))
        return [*ruled, *(finding for reading in readings.values() for finding in reading.findings), *faults]

    def of(self, form: str) -> list[Record]:
        return [record for record in self.records if record.form == form]


def _put(rows: Rows, cell: str, raw: Raw) -> None:
    row, column = position(cell)
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = raw


def _place(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.rule, finding.book, finding.sheet, finding.cell)


def places(findings: Iterable[Finding]) -> set[tuple[str, str, str, str]]:
    return {_place(finding) for finding in findings}


def cell_of(record: Record, name: str) -> tuple[str, str, str]:
    return (record.source.book, record.source.sheet, record.source.cell(name))


def required_of(record: Record) -> list[str]:
    return [f.id for f in forms()[record.form].required if f.id in record.values and not f.owned]
