"""Department workbooks made by hand after the look of common Chinese office forms, unlike our templates.

1. In each sheet the forms named are found, and every required field, but for those that the file declares: these the attach
   report names (``missing``).
2. The values given are read from the right cells.

Each file of ``books/`` is one workbook in the notation of tests/notation.py.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamxl.domain.records import Record
from kamxl.domain.settings import Settings
from kamxl.domain.values import Value
from kamxl.sheets.read import read_book
from tests.notation import book

FILES = sorted((Path(__file__).parent / "books").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_required_field_is_found_or_named(path: Path) -> None:
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    reading = read_book(book(given["sheets"]), "表.xlsx", Settings())
    found = [[located.form, located.layout, located.records, list(located.missing)] for located in reading.located]
    assert found == given["forms"]
    read = {cell: _plain(record.values[name]) for record in reading.records for name, cell in _cells(record)}
    assert {cell: read.get(cell) for cell in given["values"]} == given["values"]


def _plain(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _cells(record: Record) -> list[tuple[str, str]]:
    return [
        (name, f"{record.source.sheet}!{cell}") for name, cell in record.source.cells.items() if name in record.values
    ]
