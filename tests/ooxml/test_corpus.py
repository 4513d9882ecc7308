"""Edits in 140 real workbooks: lossless, or refused with a reason and untouched.

1. One cell changed. 2. A formula replaced. 3. A row put between rows. 4. A record appended to every table. 5. A sheet with
a chart added. 6. A note added. 7. A date written. 8. The added sheet removed again. After each edit the file is compared
part by part (``comparing``) and calamine reads the new value; openpyxl reads those of 1, and openpyxl and LibreOffice those
of 1, 2, 3, 5, 6 and 7 together in one workbook. At most two workbooks may be refused; none may come out malformed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kamxl.errors import RefusedEdit
from kamxl.ooxml import Formula, Workbook
from kamxl.ooxml.addresses import Position, parse_cell
from tests.conftest import CorpusBook

from . import comparing

TEXT, WHEN, NEW = "新值 <&> 2024", date(2024, 3, 5), "校验结果"
FAR = 60  # a column that no workbook uses
NOT_FOR_OPENPYXL = {  # nor are the originals: Strict, and styles that it does not take
    "test-data_spreadsheet_57914.xlsx", "test-data_spreadsheet_SampleSS.strict.xlsx",
    "test-data_spreadsheet_SimpleStrict.xlsx", "test-data_spreadsheet_sample.strict.xlsx",
}  # fmt: skip
REFUSED = {"test-data_spreadsheet_sample-beta.xlsx": "ooxml.beta_format"}

Rules = dict[str, comparing.Rule]
Done = tuple[Rules, list[str], list[tuple[str, str, object]]]
"""The rules of an edit, the parts that it may add, the values to be read back."""

_CONTEXT: Rules = {r"xl/workbook\.xml": comparing.workbook(NEW)}


@dataclass
class Tally:
    """How an edit went over the corpus. ``faults`` must stay empty."""

    lossless: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def calamine_reads(path: Path, sheet: str, address: str) -> object:
    """The value as calamine sees it."""
    row, column = parse_cell(address)
    grid = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return _plain(grid[row - 1][column - 1])


def openpyxl_reads(path: Path, cells: list[tuple[str, str]]) -> list[object] | str:
    """The values as openpyxl sees them, or what keeps it from opening the workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(path)
        except Exception as error:  # noqa: BLE001 - openpyxl raises all sorts
            return type(error).__name__
        if not book.sheetnames:
            return "no sheets"
        return [_plain(book[sheet][address].value) for sheet, address in cells]


def run(
    corpus: list[CorpusBook], tmp_path: Path, edit: Callable[[Workbook, CorpusBook], Done | None], *, save: bool = True
) -> Tally:
    """Edit, save, compare and read back every workbook that the edit applies to."""
    tally = Tally()
    for entry in corpus:
        path = tmp_path / entry.path.name
        shutil.copy(entry.path, path)
        before = path.read_bytes()
        try:
            book = Workbook.open(path)
            done = edit(book, entry)
            if done is None:
                continue
            if save:
                book.save()
        except RefusedEdit as refusal:
            tally.refused[entry.path.name] = refusal.code
            if path.read_bytes() != before:
                tally.faults.append(f"{entry.path.name}: refused and changed")
            continue
        rules, added, values = done
        found = comparing.differences(before, path.read_bytes(), {**_CONTEXT, **rules}, added, [r"xl/calcChain.*"])
        for sheet, address, value in values:
            if (seen := calamine_reads(path, sheet, address)) != value:
                found.append(f"{sheet}!{address} reads {seen}, not {value}")
        tally.faults += [f"{entry.path.name}: {difference}" for difference in found]
        tally.lossless += not found
    print(*tally.faults, sep="\n", file=sys.stderr)  # shown when the test fails
    return tally


def _plain(value: object) -> object:
    if hasattr(value, "date") and callable(value.date):
        return value.date()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def part_of(book: Workbook, sheet: str) -> str:
    return re.escape(book.sheet(sheet).part)


def test_one_cell(corpus: list[CorpusBook], tmp_path: Path) -> None:
    def edit(book: Workbook, entry: CorpusBook) -> Done:
        book.set_cells(entry.sheet, {entry.cell: TEXT})
        return {part_of(book, entry.sheet): comparing.sheet(entry.cell)}, [], [(entry.sheet, entry.cell, TEXT)]

    assert run(corpus, tmp_path, edit) == Tally(139, REFUSED, [])
    edited = [entry for entry in corpus if entry.path.name not in REFUSED]
    seen = {e.path.name: openpyxl_reads(tmp_path / e.path.name, [(e.sheet, e.cell)]) for e in edited}
    odd = {name: value for name, value in seen.items() if value != [TEXT]}
    assert odd == dict.fromkeys(NOT_FOR_OPENPYXL, "no sheets")


def first_formula(path: Path) -> tuple[str, str, str] | None:
    """(part, cell, sheet id) of a formula, a shared one's first cell where there is one. Read without the engine."""
    chosen = None
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not re.fullmatch(r"xl/worksheets/[^/]*\.xml", name):
                continue
            root = comparing.tree(archive.read(name))
            merged = comparing.find(root, "mergeCells")
            for address, cell in comparing.cells(root):
                formula = comparing.find(cell, "f")
                if formula is None or formula.get("t") in ("array", "dataTable") or merged is not None:
                    continue
                if formula.get("t") == "shared" and formula.text:
                    return name, address, "shared"
                chosen = chosen or (name, address, "plain")
    return chosen


def test_formula_replaced(corpus: list[CorpusBook], tmp_path: Path) -> None:
    kinds = {"shared": 0, "plain": 0, "new": 0}

    def edit(book: Workbook, entry: CorpusBook) -> Done:
        found = first_formula(entry.path)
        part, address, kind = found or (book.sheet(entry.sheet).part, entry.cell, "new")
        sheet = next(sheet for sheet in book.sheets if sheet.part == part)
        kinds[kind] += 1
        book.set_cells(sheet.name, {address: 4711})  # first a value in its place: the chain entry must go
        book.set_cells(sheet.name, {address: Formula("1+1", 2)})
        rules: Rules = {re.escape(part): comparing.sheet(address, spread=True)}
        rules[r"xl/calcChain.*\.xml"] = comparing.chain((str(sheet.id), address))
        if not any("calcChain" in name for name in book.package.names()):  # that was its only entry
            rules |= {r"\[Content_Types\]\.xml": comparing.less, r"xl/_rels/.*": comparing.less}
        assert book.root.child("calcPr").attrs["fullCalcOnLoad"] in ("1", "true")  # type: ignore[union-attr]
        return rules, [], []

    tally = run(corpus, tmp_path, edit)
    assert (tally, kinds) == (Tally(139, REFUSED, []), {"shared": 18, "plain": 33, "new": 88})


def test_row_between_rows(corpus: list[CorpusBook], tmp_path: Path) -> None:
    between = 0

    def edit(book: Workbook, entry: CorpusBook) -> Done:
        nonlocal between
        with zipfile.ZipFile(entry.path) as archive:
            root = comparing.tree(archive.read(book.sheet(entry.sheet).part))
        rows = sorted({parse_cell(address).row for address, _ in comparing.cells(root)} | set(_row_numbers(root)))
        gaps = [row for row in range(rows[0], rows[-1]) if row not in rows]
        between += bool(gaps)
        address = str(Position(gaps[0] if gaps else rows[-1] + 1, FAR))
        book.set_cells(entry.sheet, {address: TEXT})
        return {part_of(book, entry.sheet): comparing.sheet(address)}, [], [(entry.sheet, address, TEXT)]

    tally = run(corpus, tmp_path, edit)
    assert (tally, between) == (Tally(139, REFUSED, []), 30)


def _row_numbers(root: object) -> list[int]:
    data = comparing.find(root, "sheetData")  # type: ignore[arg-type]
    return [int(row.get("r")) for row in data if row.get("r")] if data is not None else []


def test_record_appended_to_every_table(corpus: list[CorpusBook], tmp_path: Path) -> None:
    tables = 0

    def edit(book: Workbook, entry: CorpusBook) -> Done | None:
        nonlocal tables
        if not book.tables:
            return None
        rules: Rules = {r"xl/tables/.*": comparing.attributes("ref", "insertRow")}
        written: dict[str, list[str]] = {}
        values: list[tuple[str, str, object]] = []
        for table in book.tables:
            tables += 1
            row = book.append_rows(table.name, [{table.columns[0].name: TEXT}])
            area = book.table(table.name).area
            places = [Position(r, c) for r in range(row, area.bottom + 1) for c in range(area.left, area.right + 1)]
            written.setdefault(table.sheet, []).extend(map(str, places))
            values.append((table.sheet, str(Position(row, area.left)), TEXT))
        for sheet, addresses in written.items():
            rules[part_of(book, sheet)] = _sheet_with_rules(comparing.sheet(*addresses))
        rules[r"xl/calcChain.*\.xml"] = comparing.less
        rules[r"xl/workbook\.xml"] = comparing.workbook(prints=True)
        return rules, [], values

    tally = run(corpus, tmp_path, edit)
    no_room = {"test-data_spreadsheet_simple-monthly-budget.xlsx": "ooxml.no_room"}  # other tables stand below
    assert (tally, tables) == (Tally(14, REFUSED | no_room, []), 34)


def _sheet_with_rules(rule: comparing.Rule) -> comparing.Rule:
    """Validations and formats may have grown."""

    def compare(old: bytes, new: bytes) -> str:
        return rule(re.sub(rb' sqref="[^"]*"', b"", old), re.sub(rb' sqref="[^"]*"', b"", new))

    return compare


_GRAFTED: Rules = {
    r"\[Content_Types\]\.xml": comparing.more,
    r"xl/_rels/.*": comparing.more,
    r"xl/styles.*\.xml": comparing.styles,
    r"docProps/app\.xml": comparing.titles,
}
_NEW_PARTS = [
    r"xl/worksheets/sheet\d+\.xml", r"xl/worksheets/_rels/.*", r"xl/drawings/.*", r"xl/charts/chart\d+\.xml",
    r"xl/comments\d+\.xml", r"xl/tables/table\d+\.xml",
]  # fmt: skip


def test_sheet_with_chart(corpus: list[CorpusBook], tmp_path: Path, kpi_bytes: bytes) -> None:
    def edit(book: Workbook, entry: CorpusBook) -> Done:
        book.add_sheets(kpi_bytes, {"KPI": NEW, "明细": "KPI 明细"})
        rules = {**_GRAFTED, r"xl/workbook\.xml": comparing.workbook(NEW, "KPI 明细")}
        return rules, _NEW_PARTS, [(NEW, "A1", "指标"), ("KPI 明细", "A2", "甲")]

    assert run(corpus, tmp_path, edit) == Tally(139, REFUSED, [])


def test_note(corpus: list[CorpusBook], tmp_path: Path) -> None:
    def edit(book: Workbook, entry: CorpusBook) -> Done:
        address = str(Position(parse_cell(entry.cell).row, FAR))
        book.set_note(entry.sheet, address, TEXT)
        rules: Rules = {
            part_of(book, entry.sheet): comparing.sheet(drop=["legacyDrawing"]),
            r"\[Content_Types\]\.xml": comparing.more,
            r"xl/worksheets/_rels/.*": comparing.more,
            r"xl/comments\d*\.xml": comparing.deeper,
            r"xl/drawings/vmlDrawing\d*\.vml": comparing.grown,
        }
        return rules, [r"xl/worksheets/_rels/.*", r"xl/comments\d+\.xml", r"xl/drawings/vmlDrawing\d+\.vml"], []

    assert run(corpus, tmp_path, edit) == Tally(139, REFUSED, [])


def test_date(corpus: list[CorpusBook], tmp_path: Path) -> None:
    def edit(book: Workbook, entry: CorpusBook) -> Done:
        book.set_cells(entry.sheet, {entry.cell: WHEN})
        rules = {part_of(book, entry.sheet): comparing.sheet(entry.cell), r"xl/styles.*\.xml": comparing.styles}
        return rules, [], [(entry.sheet, entry.cell, WHEN)]

    assert run(corpus, tmp_path, edit) == Tally(139, REFUSED, [])


def test_our_sheet_removed_again(corpus: list[CorpusBook], tmp_path: Path, kpi_bytes: bytes) -> None:
    """The file then equals the original but for parts that count things: names, types, styles, titles."""
    left: set[str] = set()

    def edit(book: Workbook, entry: CorpusBook) -> Done:
        book.add_sheets(kpi_bytes, {"KPI": NEW, "明细": "KPI 明细"})
        book.save(tmp_path / "with.xlsx")
        again = Workbook.open(tmp_path / "with.xlsx")
        again.remove_sheet(NEW)
        again.remove_sheet("KPI 明细")
        again.save()
        (tmp_path / entry.path.name).write_bytes((tmp_path / "with.xlsx").read_bytes())
        with zipfile.ZipFile(entry.path) as old, zipfile.ZipFile(tmp_path / "with.xlsx") as new:
            assert new.namelist() == old.namelist()
            left.update(name for name in old.namelist() if old.read(name) != new.read(name))
        return {**_GRAFTED, r"xl/workbook\.xml": comparing.workbook()}, [], []

    tally = run(corpus, tmp_path, edit, save=False)
    named = re.compile(r"\[Content_Types\]\.xml|xl/_rels/workbook.*|xl/workbook.*|xl/styles.*|docProps/app\.xml")
    assert (tally, [name for name in left if not named.fullmatch(name)]) == (Tally(139, REFUSED, []), [])
    print("differ:", sorted(left))


# ── LibreOffice ──


def test_libreoffice_reads_everything_back(corpus: list[CorpusBook], tmp_path: Path, kpi_bytes: bytes) -> None:
    python, office = _uno_python(), shutil.which("soffice")
    if python is None or office is None:
        pytest.skip("这台机器上没有 LibreOffice 或其 Python 接口 (LibreOffice with UNO is not installed)")
    books: list[list[object]] = []
    wanted: list[list[object]] = []
    for entry in corpus:
        path = tmp_path / entry.path.name
        shutil.copy(entry.path, path)
        try:
            book = Workbook.open(path)
        except RefusedEdit:
            continue
        row = parse_cell(entry.cell).row
        places = [str(Position(row, FAR + n)) for n in range(3)]
        book.set_cells(
            entry.sheet, {entry.cell: TEXT, places[0]: WHEN, places[1]: Formula("6*7", 42), places[2]: 0.0123}
        )
        book.set_note(entry.sheet, places[0], "注")
        book.add_sheets(kpi_bytes, {"KPI": NEW, "明细": "KPI 明细"})
        book.save()
        index = [sheet.name for sheet in book.sheets].index(entry.sheet)
        end = len(book.sheets)
        books.append(
            [str(path), [[index, entry.cell], *([index, p] for p in places), [end - 2, "B2"], [end - 1, "A2"]]]
        )
        serial = 43894.0 if book.date1904 else 45356.0
        wanted.append([TEXT, serial, 42.0, 0.0123, 60.0, "甲"])
        plain = [
            (entry.sheet, entry.cell),
            (entry.sheet, places[2]),
            (book.sheets[-2].name, "A1"),
            (book.sheets[-1].name, "A2"),
        ]
        if entry.path.name not in NOT_FOR_OPENPYXL:
            assert (path.name, openpyxl_reads(path, plain)) == (path.name, [TEXT, 0.0123, "指标", "甲"])
    results = read_in_libreoffice(python, office, tmp_path / "profile", books)
    faults = []
    for (path, _), expected, found in zip(books, wanted, results, strict=True):
        if not isinstance(found, list):
            faults.append((path, found))
            continue
        seen = [
            cell["text"] if isinstance(want, str) else cell["value"] for cell, want in zip(found, expected, strict=True)
        ]
        if seen != expected or "注" not in found[1]["notes"] or found[4]["charts"] != 1:
            faults.append((path, seen))
    assert (len(books), faults) == (139, [])


def read_in_libreoffice(python: str, office: str, profile: Path, books: list[list[object]]) -> list[object]:
    pipe = f"kamxl{profile.parent.name}"
    options = [
        "--headless",
        "--norestore",
        "--nologo",
        f"--accept=pipe,name={pipe};urp",
        f"-env:UserInstallation={profile.as_uri()}",
    ]
    process = subprocess.Popen(
        [office, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        script = Path(__file__).with_name("read_in_libreoffice.py")
        job = json.dumps({"pipe": pipe, "books": books})
        done = subprocess.run([python, str(script)], input=job, capture_output=True, text=True, timeout=240, check=True)
    finally:
        _end(process)
    return json.loads(done.stdout)


def _end(process: subprocess.Popen[bytes]) -> None:
    """soffice is a shell script above soffice.bin: end the session that we started."""
    import os
    import signal

    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@cache
def _uno_python() -> str | None:
    """A Python that can import ``uno``."""
    for python in ("/usr/bin/python3", "python3", "/opt/libreoffice/program/python"):
        if shutil.which(python) and subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0:
            return python
    return None
