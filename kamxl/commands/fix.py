"""Writes what people typed in its one proper way, where that is safe; ``undo`` brings the file back byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ..books.port import Change
from ..dataclass import dataclass
from ..domain.fieldtype import Rejected, parse
from ..domain.fix import Better, Content, Fix, fixes
from ..domain.form import forms
from ..domain.records import Record
from ..domain.sheetfacts import NOTHING
from ..domain.values import Raw, show
from ..errors import InputError
from ..sheets.reading import Reading
from .department import Department


@dataclass(frozen=True, slots=True)
class Fixed:
    """One cell that was (or would be) written anew."""

    fix: str
    sheet: str
    cell: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixResult:
    """What ``fix`` changed in one workbook; ``written`` is false for a dry run or when there was nothing to do."""

    book: str
    changes: tuple[Fixed, ...]
    written: bool


def fix(department: Department, path: Path, *, only: Iterable[str] = (), dry_run: bool = False) -> FixResult:
    """Applies the safe fixes (or only those named) to one workbook, all in one save.

    Raises ``InputError("fixes.unknown")`` for a fix that does not exist, ``BookError`` or ``RefusedEdit`` when the
    workbook cannot be read or written; the file is then untouched.
    """
    chosen = _chosen(only)
    reading = department.read(path)
    names = _companies(department)
    change = Change()
    done: list[Fixed] = []
    for record, content, cell in _contents(reading, names):
        found = _first(chosen, content)
        if found is not None:
            kind, after = found
            change.set(record.source.sheet, cell, after)
            label = content.field.label
            done.append(Fixed(kind.id, record.source.sheet, cell, label, show(content.raw), show(after)))
    if done and not dry_run:
        department.opener(path).apply(change)
        department.forget(path)
    return FixResult(reading.book, tuple(done), bool(done) and not dry_run)


def _chosen(only: Iterable[str]) -> list[Fix]:
    wanted = list(only)
    for name in wanted:
        if name not in fixes():
            raise InputError("fixes.unknown", name=name, known="、".join(fixes()))
    asked = [found for found in fixes().values() if not wanted or found.id in wanted]
    return sorted(asked, key=lambda found: not found.renames)  # a new name replaces whatever its spelling was


def _companies(department: Department) -> Mapping[str, str]:
    from ..domain.spelling import company

    profiles = department.tables()["profile"]
    return {company(record.text("customer")): record.text("customer") for record in profiles if record.text("customer")}


def _contents(reading: Reading, names: Mapping[str, str]) -> Iterator[tuple[Record, Content, str]]:
    """The cells that a fix may write: read without fault, their own, and without a formula."""
    for record in reading.records:
        located = next((found for found in reading.located if found.holds(record)), None)
        if located is None:
            continue
        facts = reading.facts.get(located.sheet, NOTHING)
        form = forms()[record.form]
        own = "customer" if record.form == "profile" else ""
        for name, value in record.values.items():
            field, cell = form.field(name), record.source.cell(name)
            if field.owned or name in located.shared or cell in facts.formulas or cell in facts.drawn:
                continue
            unit = located.units.get(name, "")
            content = Content(
                field=replace(field, unit=unit) if unit else field,
                raw=record.raw[name],
                value=value,
                unit_shown=bool(unit),
                customers={} if name == own else names,
            )
            yield record, content, cell


def _first(chosen: list[Fix], content: Content) -> tuple[Fix, Better] | None:
    for kind in chosen:
        after = kind.better(content)
        if after is not None and (kind.renames or _means_the_same(after, content)):
            return kind, after
    return None


def _means_the_same(after: Better, content: Content) -> bool:
    """Whether the field reads the new content as it read the old."""
    raw: Raw = float(after) if isinstance(after, Decimal) else after
    try:
        return parse(raw, content.field) == content.value
    except Rejected:
        return False
