"""Compares what was drawn with what was found: right, wrong, missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kamxl.books.memory import MemoryBook
from kamxl.domain.records import Record
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book

from .canvas import Canvas, Drawn


@dataclass(slots=True)
class Score:
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + len(self.missed)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


def found_in(canvas: Canvas) -> tuple[Record, ...]:
    grid = canvas.grid()
    book = MemoryBook("表.xlsx", {canvas.name: grid.rows}, {canvas.name: grid.merges})
    return read_book(book, "表.xlsx", Settings()).records


def score(name: str, drawn: Iterable[Drawn], records: Iterable[Record]) -> Score:
    """A field is right where a record of its form has it at its cell, missed where none has it, and wrong where a record
    has a field at a cell that is not that field's."""
    result = Score()
    forms = list(drawn)
    found = [(r.form, field_id, cell) for r in records for field_id, cell in r.source.cells.items() if cell]
    have = set(found)
    want = {(form.form, field_id, cell) for form in forms for field_id, cell in form.cells.items()}
    for form, field_id, cell in sorted(want):
        if (form, field_id, cell) in have:
            result.right += 1
        else:
            result.missed.append(f"{name} {form}.{field_id}@{cell}")
    result.wrong = [f"{name} {form}.{field_id}@{cell}" for form, field_id, cell in sorted(have - want)]
    return result
