"""Gathering many workbooks.

1. Packed records are the same records: every value, raw content and cell; any record at all (hypothesis).
2. One process, several, and Dask's workers over loopback give the same workbook, part by part.
3. Only changed workbooks are read again; a deleted one is forgotten; other settings read all anew; a damaged cache too.
4. A run that was cut off goes on where it was.
5. A worker that is killed changes nothing but time; a workbook that kills its worker is skipped and named; our own fault
   in one workbook is named as ours and the others are there.
6. Of 200 workbooks 20 damaged in ten ways: each is named with its reason, and the totals are those of the other 180.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kamxl.books.closed import open_closed
from kamxl.commands.consolidate import Consolidated, consolidate
from kamxl.commands.department import Department
from kamxl.commands.gathering import Reach, gather_department
from kamxl.domain.facts import Facts
from kamxl.domain.findings import Finding, Severity
from kamxl.domain.form import forms
from kamxl.domain.kpi import DEPARTMENT, answer, kpis
from kamxl.domain.number_cells import of_column
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Block, Record, Source, blocks_of
from kamxl.errors import InputError, Text
from kamxl.gather.pack import pack, unpack
from kamxl.gather.work import Opener, decode_findings, encode_findings
from kamxl.templates import sample
from kamxl.templates.book import build

from . import many, openers

QUARTER = Period(2026, 3, PeriodKind.QUARTER)
TODAY = date(2026, 10, 9)


def department(folder: Path, opener: Opener = open_closed) -> Department:
    return Department(folder, opener, TODAY)


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("部门")
    for book in sample.books():
        (folder / book.name).write_bytes(build(book, sample.office()))
    return folder


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many.department(tmp_path_factory.mktemp("四十") / "部门", 40)


def _same(records: list[Record], others: list[Record]) -> None:
    def plain(record: Record) -> tuple[object, ...]:
        return (
            record.form,
            dict(record.values),
            dict(record.raw),
            record.source.book,
            record.source.sheet,
            dict(record.source.cells),
        )

    assert [plain(record) for record in others] == [plain(record) for record in records]
    kinds = [{field: type(value) for field, value in record.values.items()} for record in records]
    assert [{field: type(value) for field, value in record.values.items()} for record in others] == kinds


def test_packed_sample_department_is_the_same(sample_folder: Path) -> None:  # 1
    whole = department(sample_folder)
    for path in whole.workbooks():
        records = sorted(whole.read(path).records, key=lambda r: (r.form, r.source.sheet))
        groups: dict[object, list[Record]] = {}
        for record in records:
            groups.setdefault((record.form, record.source.sheet, tuple(record.source.cells)), []).append(record)
        ordered = [record for group in groups.values() for record in group]
        _same(ordered, _unpacked(whole.relative(path), ordered))


VALUES = st.one_of(
    st.text(max_size=8),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(),
    st.builds(Period, st.integers(1990, 2099), st.integers(1, 4), st.just(PeriodKind.QUARTER), st.integers(1, 12)),
    st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
RAWS = st.one_of(
    st.none(), st.text(max_size=8), st.floats(allow_nan=False), st.booleans(), st.dates(), st.datetimes(),
    st.times(), st.timedeltas(timedelta(0), timedelta(days=9)),
)  # fmt: skip
FIELDS = [field.id for field in forms()["sales_plan"].fields]


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    made = []
    for row in range(draw(st.integers(0, 6))):
        in_a_row = draw(st.booleans())
        cells = {f: f"{chr(65 + n)}{row + 4 if in_a_row else draw(st.integers(1, 99))}" for n, f in enumerate(FIELDS)}
        values = draw(st.dictionaries(st.sampled_from(FIELDS), VALUES))
        raw = {field: draw(RAWS) for field in FIELDS}
        made.append(Record.made("sales_plan", values, raw, Source("甲.xlsx", "计划", cells)))
    return made


def _unpacked(book: str, records: list[Record]) -> list[Record]:
    return [record for block in unpack(book, pack(blocks_of(records))) for record in block]


@given(records())
@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_records_survive_packing(made: list[Record]) -> None:  # 1
    _same(made, _unpacked("甲.xlsx", made))


FOUND = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from(["required", "type"]), book=st.just("甲.xlsx"), sheet=st.sampled_from(["计划", "档案"]),
        cell=st.sampled_from(["A1", "A2", "B2", ""]), severity=st.sampled_from(Severity),
        message=st.builds(Text, st.just("rules.required"), st.fixed_dictionaries({"n": st.sampled_from([1, 1.0, True, "1"])})),
        field=st.sampled_from(["客户", ""]), value=st.sampled_from(["", "乙"]),
    )
)  # fmt: skip


@given(FOUND)
@hypothesis_settings(deadline=None)
def test_findings_travel_in_their_order_with_their_words(found: list[Finding]) -> None:
    travelled = decode_findings("甲.xlsx", encode_findings(found))
    wanted = [replace(one, message=Text(one.message.code, {"n": str(one.message.params["n"])})) for one in found]
    assert travelled == wanted


KINDS = (
    st.sampled_from(["甲", "乙", "\x7f"]), st.text(max_size=4), st.decimals(-99, 99, places=2), st.integers(-9, 9),
    st.sampled_from([0.0, -0.0, 1.0, 2.5]), st.dates(), st.booleans(), VALUES,
    st.sampled_from([date(1, 1, 1), date(155, 1, 1), date(1900, 1, 1), date(3050, 1, 1), date(3051, 1, 1), date(9999, 12, 31)]),
)  # fmt: skip


NUMBERS = st.none() | st.sampled_from([0.0, -0.0, 12.0, 12.5, 1e22]) | st.floats()


@st.composite
def columns(draw: st.DrawFn, count: int) -> tuple[list[Any], list[Any]]:
    """What some rows mean, and what their cells hold: the very same, the same, numbers as a spreadsheet has them, or anything."""
    if draw(st.booleans()):
        numbers = draw(st.lists(NUMBERS, min_size=count, max_size=count))
        return of_column(numbers), numbers
    values = draw(st.lists(st.none() | draw(st.sampled_from(KINDS)), min_size=count, max_size=count))
    if draw(st.booleans()):
        changed = draw(st.dictionaries(st.integers(0, count - 1), RAWS, max_size=max(1, count // 3)))
        return values, [changed.get(at, one if isinstance(one, str | date) else None) for at, one in enumerate(values)]
    floats = [float(one) if isinstance(one, int | Decimal) else one for one in values]
    held = draw(st.sampled_from([values, list(values), floats]) | st.lists(RAWS, min_size=count, max_size=count))
    if held is values and not any(isinstance(one, tuple | Period | Decimal) for one in values):
        return values, values
    return values, [None if isinstance(one, tuple | Period | Decimal) else one for one in held]


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A card, or a list whose rows follow each other or not; some fields have no column, or no values."""
    rows = draw(st.sampled_from([(), [7], [4, 5, 6, 7, 8], [9, 1, 2, 3, 4], range(4, 40)]))
    made = {field: draw(columns(len(rows) or 1)) for field in FIELDS}
    left = draw(st.sets(st.sampled_from(FIELDS)))
    letters = {field: chr(65 + at) for at, field in enumerate(FIELDS) if field not in left or draw(st.booleans())}
    values = {f: column for f, (column, _) in made.items() if f not in left or column.count(None) < len(column)}
    raw = {field: held for field, (_, held) in made.items()}
    return Block("sales_plan", "甲.xlsx", draw(st.sampled_from(["计划", "二"])), letters, rows, values, raw)


@given(st.lists(blocks(), max_size=3))
@hypothesis_settings(deadline=None)
def test_any_blocks_survive_packing(made: list[Block]) -> None:  # 1
    once = list(unpack("甲.xlsx", pack(made)))
    twice = list(unpack("甲.xlsx", pack(once)))  # as parts do
    for unpacked in (once, twice):
        for block, found in zip(made, unpacked, strict=True):
            assert (found.form, found.book, found.sheet) == (block.form, block.book, block.sheet)
            assert (list(found.rows), list(found.columns.items())) == (list(block.rows), list(block.columns.items()))
            for field in FIELDS:
                assert _exact(found.column(field)) == _exact(block.column(field))
                assert _exact(found.held(field)) == _exact(block.held(field))


def _exact(column: Sequence[object]) -> list[tuple[type, object]]:
    """With the classes, 0.0 told from -0.0, and 1.0 from 1.00."""
    return [(type(one), repr(one) if isinstance(one, float | Decimal) else one) for one in column]


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _run(folder: Path, out: Path, reach: Reach, opener: Opener = open_closed) -> Consolidated:
    return consolidate(department(folder, opener), QUARTER, out, reach=reach)


def test_processes_give_the_same_workbook(forty: Path, tmp_path: Path) -> None:  # 2
    one = _run(forty, tmp_path / "一.xlsx", Reach(1, cache=tmp_path / "a"))
    two = _run(forty, tmp_path / "二.xlsx", Reach(2, cache=tmp_path / "b"))
    warm = _run(forty, tmp_path / "三.xlsx", Reach(2, cache=tmp_path / "b"))
    assert one.read == two.read == warm.read == 40
    assert _parts(one.path) == _parts(two.path) == _parts(warm.path)


def _changed(folder: Path, cache: Path) -> int:
    with gather_department(department(folder), Reach(1, cache=cache)) as harvest:
        return harvest.read_now


def _settle(folder: Path) -> None:
    """As if everybody had saved an hour ago."""
    for path in folder.iterdir():
        os.utime(path, (time.time() - 3600, path.stat().st_mtime - 3600))


def test_only_changed_workbooks_are_read_again(tmp_path: Path) -> None:  # 3
    folder, cache = many.department(tmp_path / "部门", 8), tmp_path / "cache"
    _settle(folder)
    counts = [_changed(folder, cache), _changed(folder, cache)]
    many.workbook(folder / "客户-00003.xlsx", 99)
    (folder / "客户-00004.xlsx").unlink()
    counts.append(_changed(folder, cache))
    with gather_department(department(folder), Reach(1, cache=cache)) as harvest:
        books = [one.book for one in harvest.books]
        customers = {record.text("customer") for record in harvest.tables()["profile"]}
    assert counts == [8, 0, 1]
    assert books == [f"客户-{n:05d}.xlsx" for n in range(8) if n != 4]
    assert "第00099号客户甲有限公司" in customers
    assert "第00003号客户甲有限公司" not in customers


def test_a_workbook_that_became_a_report_is_forgotten(tmp_path: Path) -> None:  # 3
    folder, cache = many.department(tmp_path / "部门", 4), tmp_path / "cache"
    _settle(folder)
    _changed(folder, cache)
    consolidate(department(folder), QUARTER, tmp_path / "报告.xlsx", reach=Reach(1, cache=cache))
    shutil.copy(tmp_path / "报告.xlsx", folder / "客户-00002.xlsx")
    for _ in range(2):
        with gather_department(department(folder), Reach(1, cache=cache)) as harvest:
            assert [one.book for one in harvest.books] == [f"客户-{n:05d}.xlsx" for n in (0, 1, 3)]
            assert "第00002号客户甲有限公司" not in {r.text("customer") for r in harvest.tables()["profile"]}
            assert harvest.read_now == 0


def test_other_settings_read_everything_anew(tmp_path: Path) -> None:  # 3
    folder, cache = many.department(tmp_path / "部门", 4), tmp_path / "cache"
    _settle(folder)
    _changed(folder, cache)
    path = folder / "设置.xlsx"
    path.write_bytes(path.read_bytes() + b"\0")  # the same workbook to every reader, other bytes
    assert _changed(folder, cache) == 4


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:  # 3
    folder, cache = many.department(tmp_path / "部门", 4), tmp_path / "cache"
    _settle(folder)
    _changed(folder, cache)
    (kept,) = cache.glob("*-gather.sqlite")
    kept.write_bytes(b"this is no database" * 100)
    assert _changed(folder, cache) == 4


def test_a_cache_of_another_version_is_made_anew(tmp_path: Path) -> None:  # 3
    folder, cache = many.department(tmp_path / "部门", 4), tmp_path / "cache"
    _settle(folder)
    _changed(folder, cache)
    (kept,) = cache.glob("*-gather.sqlite")
    with closing(sqlite3.connect(kept)) as store, store:
        store.execute("PRAGMA user_version = 7")
        store.execute("UPDATE pack SET payload = x'00'")  # as that version wrote it: of no use to this one
    assert _changed(folder, cache) == 4
    assert _changed(folder, cache) == 0


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:  # 3
    folder = many.department(tmp_path / "部门", 3)
    (tmp_path / "file").write_text("no folder")
    assert _changed(folder, tmp_path / "file") == 3


class _CutOff(Exception):  # noqa: N818
    pass


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path) -> None:  # 4
    folder, cache = many.department(tmp_path / "部门", 30), tmp_path / "cache"
    _settle(folder)

    def cut_off(text: str, done: int, total: int) -> None:
        if done == 20:
            raise _CutOff

    with pytest.raises(_CutOff):
        gather_department(department(folder), Reach(1, cache=cache), cut_off)
    assert _changed(folder, cache) == 11  # the twentieth was being put away when the run was cut off


def test_a_killed_worker_changes_nothing_but_time(forty: Path, tmp_path: Path) -> None:  # 5
    folder = shutil.copytree(forty, tmp_path / "部门")
    (folder / "客户-00007.xlsx").rename(folder / "致命-00007.xlsx")
    calm = _run(folder, tmp_path / "一.xlsx", Reach(1, cache=tmp_path / "a"))
    killed = _run(folder, tmp_path / "二.xlsx", Reach(2, cache=tmp_path / "b"), openers.deadly_once)
    assert (folder / "killed").exists()
    assert (calm.read, killed.read, killed.problems) == (40, 40, ())
    assert _parts(calm.path) == _parts(killed.path)


def test_a_workbook_that_kills_its_worker_is_named(forty: Path, tmp_path: Path) -> None:  # 5
    folder = shutil.copytree(forty, tmp_path / "部门")
    (folder / "客户-00007.xlsx").rename(folder / "致命-00007.xlsx")
    made = _run(folder, tmp_path / "二.xlsx", Reach(2, cache=tmp_path / "b"), openers.deadly)
    assert [(problem.book, problem.reason.code) for problem in made.problems] == [
        ("致命-00007.xlsx", "report.worker_died")
    ]
    assert made.read == 39


def test_our_own_fault_is_named_as_ours(forty: Path, tmp_path: Path) -> None:  # 5
    folder = shutil.copytree(forty, tmp_path / "部门")
    (folder / "客户-00007.xlsx").rename(folder / "出错-00007.xlsx")
    made = _run(folder, tmp_path / "二.xlsx", Reach(1, cache=tmp_path / "b"), openers.faulty)
    assert [(problem.book, problem.reason.code) for problem in made.problems] == [
        ("出错-00007.xlsx", "report.broken_reading")
    ]


def _cut(path: Path, keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])


def _without(path: Path, part: str) -> None:
    parts = _parts(path)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            if name != part:
                package.writestr(name, content)


def _swap(path: Path, part: str, content: bytes) -> None:
    parts = {**_parts(path), part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, held in parts.items():
            package.writestr(name, held)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(40, len(content) // 2, 7):
        content[at] ^= 0xFF
    path.write_bytes(bytes(content))


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "cut in half": lambda path: _cut(path, path.stat().st_size // 2),
    "only its head": lambda path: _cut(path, 30),
    "text": lambda path: path.write_text("姓名,金额\n甲,1\n", encoding="utf-8"),
    "a page of html": lambda path: path.write_bytes(b"<html><body><table></table></body></html>"),
    "no workbook part": lambda path: _without(path, "xl/workbook.xml"),
    "broken sheet": lambda path: _swap(path, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c></row>"),
    "flipped bytes": _flip,
    "encrypted": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)),
    "another zip": lambda path: _only(path),
}


def _only(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("照片.jpg", b"\xff\xd8\xff")


def test_twenty_of_two_hundred_are_damaged(tmp_path: Path) -> None:  # 6
    folder = many.department(tmp_path / "部门", 200)
    healthy = shutil.copytree(folder, tmp_path / "健康")
    broken = {}
    for turn, (name, damage) in enumerate(list(DAMAGES.items()) * 2):
        path = folder / f"客户-{turn * 9 + 4:05d}.xlsx"
        damage(path)
        (healthy / path.name).unlink()
        broken[path.name] = name
    made = _run(folder, tmp_path / "报告.xlsx", Reach(2, cache=tmp_path / "a"))
    assert {problem.book for problem in made.problems} == set(broken)
    assert all(problem.reason.what() and problem.reason.fix() for problem in made.problems)
    assert (made.read, made.complete) == (180, False)
    with gather_department(department(folder), Reach(1, cache=tmp_path / "a")) as some:
        facts = Facts(some.tables(), some.department.settings)
    with gather_department(department(healthy), Reach(1, cache=tmp_path / "b")) as rest:
        wanted = Facts(rest.tables(), rest.department.settings)
    for kpi in kpis().values():
        assert (
            answer(kpi, QUARTER, DEPARTMENT, facts).figure.numerator
            == answer(kpi, QUARTER, DEPARTMENT, wanted).figure.numerator
        )
        assert answer(kpi, QUARTER, DEPARTMENT, facts).value == answer(kpi, QUARTER, DEPARTMENT, wanted).value


@pytest.fixture
def scheduler() -> Iterator[str]:
    pytest.importorskip("distributed", reason="dask distributed 未安装 (pip install kamxl[dask])")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    port = 18786 + os.getpid() % 1000
    address = f"tcp://127.0.0.1:{port}"
    log = subprocess.DEVNULL
    base = [sys.executable, "-m", "distributed.cli"]
    commands = [
        [*base[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    ]
    commands += [
        [*base[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--name", f"w{n}"]
        for n in range(2)
    ]
    running = [subprocess.Popen(command, env=environment, stdout=log, stderr=log) for command in commands]
    try:
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_dask_gives_the_same_workbook_with_a_worker_killed(forty: Path, tmp_path: Path, scheduler: str) -> None:  # 2, 5
    folder = shutil.copytree(forty, tmp_path / "部门")
    (folder / "客户-00007.xlsx").rename(folder / "致命-00007.xlsx")
    calm = _run(folder, tmp_path / "一.xlsx", Reach(1, cache=tmp_path / "a"))
    made = _run(folder, tmp_path / "二.xlsx", Reach(scheduler=scheduler, cache=tmp_path / "b"), openers.deadly_once)
    assert (folder / "killed").exists()
    assert (made.read, made.problems) == (40, ())
    assert _parts(calm.path) == _parts(made.path)


def test_no_scheduler_is_a_clear_error(forty: Path, tmp_path: Path) -> None:  # 2
    pytest.importorskip("distributed", reason="dask distributed 未安装 (pip install kamxl[dask])")
    with pytest.raises(InputError) as refused:
        _run(forty, tmp_path / "x.xlsx", Reach(scheduler="no-address", cache=tmp_path / "a"))
    assert refused.value.code == "report.no_scheduler"
    assert not (tmp_path / "x.xlsx").exists()
