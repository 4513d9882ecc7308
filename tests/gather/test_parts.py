"""A department too large to hold, added up from the parts of its workbooks.

1. It gives what the department as a whole gives, also where several workbooks have records of one customer, with one
   process and with several.
2. A part is made anew only when its workbook, or one that shares its customers, has changed; then the sum is right again.
3. Cold and warm, the workbook is the same, part by part.
4. The parts are added up anew only around one that has changed, and all of them for another quarter, another date and other
   code.
5. Records that no figure needs are left out of the parts, and read when somebody wants them.
"""

from __future__ import annotations

import os
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands import consolidate as command
from kamxl.commands import gathering
from kamxl.commands.consolidate import consolidate
from kamxl.commands.department import Department
from kamxl.commands.gathering import Reach, gather_department
from kamxl.domain.kpi import DEPARTMENT, Scope, ScopeKind, kpis
from kamxl.domain.periods import Period, PeriodKind
from kamxl.gather import parts
from kamxl.gather.work import COMMON
from kamxl.report.board import Board
from kamxl.report.edition import Edition
from kamxl.report.large import LargeBoard
from kamxl.report.part import Asked

from . import many

QUARTER = Period(2026, 3, PeriodKind.QUARTER)
ASKED = Asked(QUARTER, QUARTER.end)
BOOKS = 18


def clerk(path: Path, books: range) -> None:
    """The clerk's log: a service for a customer of each of these workbooks, whose profiles are there, and one unknown."""
    made = xlsxwriter.Workbook(path, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    rows = [
        {
            "date": date(2026, 7, 1 + number), "customer": f"第{number:05d}号客户甲有限公司", "category": "投诉",
            "content": "来电", "valid": "是", "limit_days": 3, "answered_on": None if number % 3 else date(2026, 7, 20),
        }
        for number in books
    ]  # fmt: skip
    rows.append({**rows[0], "customer": "无档案的客户"})
    many.sheet(made, day, "service_log", rows)
    made.close()


def department(folder: Path) -> Department:
    return Department(folder, open_closed, date(2026, 10, 9))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(gathering, "MOST_BOOKS", 4)
    made = many.department(tmp_path / "部门", BOOKS)
    clerk(made / "内勤.xlsx", range(0, BOOKS, 2))
    for path in made.iterdir():
        settle(path)
    return made


def settle(path: Path) -> None:
    """As if it had been saved an hour ago."""
    os.utime(path, (time.time() - 3600, time.time() - 3600))


def compare(folder: Path, reach: Reach) -> None:
    """The board of the parts against the board of everything."""
    whole_department = department(folder)
    with gather_department(whole_department, reach, None, ASKED) as harvest:
        assert harvest.large
        settings = whole_department.settings
        whole = Board(Edition(harvest.tables(), settings, QUARTER, QUARTER.end))
        common = Edition(harvest.tables([COMMON]), settings, QUARTER, QUARTER.end)
        large = LargeBoard(common, harvest.grouped(ASKED))
        scopes = [DEPARTMENT, *(Scope(ScopeKind.REGION, name) for name in whole.regions())]
        scopes += [Scope(ScopeKind.SPECIALIST, name) for name, _ in whole.specialists()]
        for kpi in kpis().values():
            for scope in scopes:
                wanted, found = whole.answer(kpi, scope), large.answer(kpi, scope)
                assert (found.value, found.figure.numerator) == (wanted.value, wanted.figure.numerator), (kpi.id, scope)
            listed = [(e.record.source.book, e.record.source.sheet, e.amount) for e in large.figure(kpi).evidence]
            assert sorted(listed) == sorted(
                (e.record.source.book, e.record.source.sheet, e.amount) for e in whole.figure(kpi).evidence
            )
        complaints = kpis()["complaints"]
        for customer in whole.customers:
            scope = Scope(ScopeKind.CUSTOMER, customer.name)
            assert large.value(complaints, scope) == whole.value(complaints, scope)
        assert large.ranking() == whole.ranking()
        assert [(s.order, s.seen) for s in large.signs()] == [(s.order, s.seen) for s in whole.signs()]
        assert large.tally() == whole.tally()
        assert large.movement() == whole.movement()


def test_what_no_figure_needs_is_read_when_it_is_needed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 5
    made = xlsxwriter.Workbook(folder / "申请.xlsx", {"in_memory": True})
    asked_for = [{"no": f"BF-{n}", "customer": "甲", "visit_on": date(2026, 7, n), "budget": 100.5} for n in (1, 2)]
    many.sheet(made, made.add_format({"num_format": "yyyy-mm-dd"}), "visit_request", asked_for)
    made.close()
    settle(folder / "申请.xlsx")
    reach = Reach(1, cache=tmp_path / "cache")
    with gather_department(department(folder), reach, None, ASKED) as large:
        assert large.large
        assert large.records > 2
    with gather_department(department(folder), reach, None, ASKED) as warm:
        assert warm.read_now == 0
    monkeypatch.setattr(gathering, "MOST_BOOKS", 500)  # as if the department had become smaller
    with (
        gather_department(department(folder), reach, None, ASKED) as small,
        gather_department(department(folder), Reach(1, cache=tmp_path / "fresh"), None, ASKED) as fresh,
    ):
        assert small.read_now == 1
        assert small.tables()["visit_request"] == fresh.tables()["visit_request"]
        assert [record.number for record in small.tables()["visit_request"]] == ["BF-1", "BF-2"]
    with gather_department(department(folder), reach) as again:
        assert again.read_now == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_the_parts_add_up(folder: Path, tmp_path: Path, workers: int) -> None:  # 1, 2
    reach = Reach(workers, cache=tmp_path / "cache")
    compare(folder, reach)
    clerk(folder / "内勤.xlsx", range(0, BOOKS, 3))
    many.workbook(folder / "客户-00005.xlsx", 3)  # now two workbooks have the customers of the fourth
    (folder / "客户-00001.xlsx").unlink()
    compare(folder, reach)


def test_only_what_changed_is_made_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 2
    made: list[str] = []
    adding = parts.add_up

    def counted(records, settings, asked):  # type: ignore[no-untyped-def]
        made.append("part")
        return adding(records, settings, asked)

    monkeypatch.setattr(parts, "add_up", counted)
    reach = Reach(1, cache=tmp_path / "cache")

    def run() -> int:
        made.clear()
        with gather_department(department(folder), reach, None, ASKED) as harvest:
            harvest.grouped(ASKED)
        return len(made)

    first = run()
    assert run() == 0
    many.workbook(folder / "客户-00001.xlsx", 1, rows=8)  # shares nothing with anybody
    settle(folder / "客户-00001.xlsx")
    assert run() == 0
    clerk(folder / "内勤.xlsx", range(0, BOOKS, 2))
    settle(folder / "内勤.xlsx")
    assert 0 < run() < first


def test_only_around_a_change_heads_are_added_up_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 4
    read: list[int] = []
    adding = parts.bundle

    def counted(heads):  # type: ignore[no-untyped-def]
        found = list(heads)
        read.append(len(found))
        return adding(found)

    monkeypatch.setattr(parts, "bundle", counted)
    monkeypatch.setattr(parts, "_BUNDLED", 3)
    reach = Reach(1, cache=tmp_path / "cache")

    def run(asked: Asked = ASKED) -> int:
        read.clear()
        with gather_department(department(folder), reach, None, asked) as harvest:
            grouped = harvest.grouped(asked)
            assert sum(one.groups for one in grouped.bundles) == len(grouped.groups)
        return sum(read)

    every = run()
    assert every >= BOOKS + 1
    assert run() == 0
    many.workbook(folder / "客户-00001.xlsx", 1, rows=8)
    settle(folder / "客户-00001.xlsx")
    assert 0 < run() < every / 2
    (folder / "客户-00007.xlsx").unlink()
    assert 0 < run() < every / 2
    whole = every - 1
    assert run(Asked(QUARTER.previous, ASKED.dated)) == whole
    assert run(Asked(QUARTER.previous, date(2026, 9, 29))) == whole
    monkeypatch.setattr(gathering, "code_stamp", lambda *rooms: "another")
    assert run(Asked(QUARTER.previous, date(2026, 9, 29))) == whole


def test_cold_and_warm_give_the_same_workbook(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 3
    monkeypatch.setattr(command, "recall", lambda *_: None)  # each is drawn
    outs = [tmp_path / "一.xlsx", tmp_path / "二.xlsx", tmp_path / "三.xlsx"]
    for out, workers, cache in zip(outs, (1, 1, 2), ("a", "a", "b"), strict=True):
        consolidate(department(folder), QUARTER, out, reach=Reach(workers, cache=tmp_path / cache))
    first, *others = [_parts(out) for out in outs]
    assert all(other == first for other in others)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
