"""Where a figure came from: each record that counted, with its workbook, sheet, row, cells and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from ..dataclass import dataclass
from .form import forms
from .kpi import Answer, Evidence, Part
from .values import Raw, show

Json = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the field's Chinese name, its A1 address and its content as it stands on the sheet."""

    field: str
    label: str
    address: str
    content: Raw


@dataclass(frozen=True, slots=True)
class Trace:
    """One record that counted. ``amount`` is what it adds to its part (0: it repeats one that was counted)."""

    part: Part
    form: str
    book: str
    sheet: str
    row: int
    cells: tuple[Cell, ...]
    amount: Decimal
    key: str

    def to_json(self) -> dict[str, object]:
        return {
            "part": self.part.value,
            "form": self.form,
            "book": self.book,
            "sheet": self.sheet,
            "row": self.row,
            "cells": {cell.address: {"field": cell.label, "content": plain(cell.content)} for cell in self.cells},
            "amount": plain(self.amount),
            "key": self.key,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with its traces: numerator first, then denominator, then what they rest on."""

    answer: Answer
    traces: tuple[Trace, ...]

    def of(self, part: Part) -> tuple[Trace, ...]:
        return tuple(trace for trace in self.traces if trace.part is part)

    def to_json(self) -> dict[str, object]:
        return {**answer_json(self.answer), "records": [trace.to_json() for trace in self.traces]}


def explain(answer: Answer) -> Explanation:
    """The answer's evidence as cells."""
    order = list(Part)
    traces = (_trace(evidence) for evidence in answer.figure.evidence)
    return Explanation(answer, tuple(sorted(traces, key=lambda trace: order.index(trace.part))))


def answer_json(answer: Answer) -> dict[str, object]:
    """The answer as JSON data: numbers are numbers, rates are fractions, no value is null with its reason."""
    return {
        "kpi": answer.kpi.id,
        "name": answer.kpi.zh,
        "unit": answer.kpi.unit.value,
        "period": answer.period.label,
        "period_zh": answer.label,
        "scope": {"kind": answer.scope.kind.value, "name": answer.scope.name},
        "value": plain(answer.value),
        "shown": answer.shown,
        "numerator": plain(answer.figure.numerator),
        "denominator": plain(answer.figure.denominator),
        "reason": answer.reason.full() if answer.reason else None,
    }


def _trace(evidence: Evidence) -> Trace:
    record = evidence.record
    form = forms()[record.form]
    cells = tuple(
        Cell(field, form.field(field).label, address, record.raw.get(field))
        for field in evidence.fields
        if (address := record.source.cell(field))
    )
    return Trace(
        part=evidence.part,
        form=form.zh,
        book=record.source.book,
        sheet=record.source.sheet,
        row=min(_rows(cells), default=0),
        cells=cells,
        amount=evidence.amount,
        key=evidence.key,
    )


def _rows(cells: tuple[Cell, ...]) -> Iterator[int]:
    return (int(cell.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in cells)


def plain(value: Raw | Decimal) -> Json:
    """A content as JSON knows it: dates and times as text, a ``Decimal`` as a number."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time | timedelta):
        return show(value)
    return value
