"""Department workbooks made by hand after the look of common Chinese office forms, unlike our templates.

1. In each sheet the forms named are found, and every required field, but for those that the file declares: these the attach
   report names (``missing``).
2. The values given are read from the right cells.
3. So they are from real files: .xlsx read by the closed host, and the same saved as .xls and .ods by LibreOffice.
4. Attaching to the files names the same forms and what is missing, remembers them, finds nothing moved the second time, and
   detaching gives every part back as it was.

Each file of ``books/`` is one workbook in the notation of tests/notation.py.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamxl.books.closed import open_closed
from kamxl.books.port import Book
from kamxl.commands.attach import attach, detach
from kamxl.commands.department import Department
from kamxl.domain.form import forms
from kamxl.domain.records import Record
from kamxl.domain.settings import Settings
from kamxl.domain.values import Value
from kamxl.sheets.read import read_book
from kamxl.templates import blank
from tests.notation import book

from .files import write

FILES = sorted((Path(__file__).parent / "books").glob("*.toml"))
BOOKS: dict[str, dict[str, Any]] = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them as files, beside 设置.xlsx."""
    made = tmp_path_factory.mktemp("手工")
    for name, given in BOOKS.items():
        write(given["sheets"], made / f"{name}.xlsx")
    return made


@pytest.fixture(scope="module")
def department(folder: Path) -> Department:
    (folder / "设置.xlsx").write_bytes(dict(blank.templates())["设置.xlsx"])
    return Department(folder, open_closed, date(2026, 9, 30))


def judge(workbook: Book, given: dict[str, Any]) -> None:
    reading = read_book(workbook, "表", Settings())
    found = [[located.form, located.layout, located.records, list(located.missing)] for located in reading.located]
    assert found == given["forms"]
    read = {cell: _plain(record.values[name]) for record in reading.records for name, cell in _cells(record)}
    assert {cell: read.get(cell) for cell in given["values"]} == given["values"]


@pytest.mark.parametrize("name", BOOKS)
def test_every_required_field_is_found_or_named(name: str) -> None:  # 1, 2
    judge(book(BOOKS[name]["sheets"]), BOOKS[name])


@pytest.mark.parametrize("name", BOOKS)
def test_in_a_real_file(name: str, folder: Path) -> None:  # 3
    judge(open_closed(folder / f"{name}.xlsx"), BOOKS[name])


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_saved_by_libreoffice(kind: str, folder: Path, tmp_path: Path) -> None:  # 3
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice 不在此机器上 (soffice not found)")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in BOOKS]
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name, given in BOOKS.items():
        judge(open_closed(tmp_path / f"{name}.{kind}"), given)


@pytest.mark.parametrize("name", BOOKS)
def test_attached_and_detached(name: str, department: Department) -> None:  # 4
    path, given = department.folder / f"{name}.xlsx", BOOKS[name]
    before = _parts(path)
    first = attach(department, path)
    assert [(found.form, list(found.missing)) for found in first.forms] == [(f, m) for f, _, _, m in given["forms"]]
    named = {(forms()[form].field(m).label) for form, _, _, missing in given["forms"] for m in missing}
    assert {label for _, _, label in first.missing} == named
    assert first.written
    assert all(0 < found.confidence <= 1 and all(found.reasons.values()) for found in first.forms)
    again = attach(department, path)
    assert (again.moved, again.written) == ((), False)
    assert detach(department, path)
    assert _parts(path) == before


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _plain(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _cells(record: Record) -> list[tuple[str, str]]:
    return [
        (name, f"{record.source.sheet}!{cell}") for name, cell in record.source.cells.items() if name in record.values
    ]
