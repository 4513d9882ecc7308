"""A report whose inputs are those of last time is not drawn again.

1. Nothing has changed: the same bytes, the same result, and nothing is drawn; also where a workbook cannot be read.
2. Whatever enters has changed: it is drawn, and is what a run without any cache makes.
3. Few reports are kept, and no very large one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kamxl.books.closed import open_closed
from kamxl.commands import gathering, remembered
from kamxl.commands.consolidate import Consolidated, consolidate
from kamxl.commands.department import Department
from kamxl.commands.gathering import Reach
from kamxl.commands.init import init
from kamxl.domain.findings import Finding, Severity
from kamxl.domain.periods import Period, PeriodKind
from kamxl.errors import say
from kamxl.gather import reports
from kamxl.gather.reports import Reports
from kamxl.report import build as drawing

from ..gather import many

QUARTER = Period(2026, 3, PeriodKind.QUARTER)


@dataclass
class Run:
    """One way to make the report, and how often it was drawn."""

    folder: Path
    out: Path
    cache: Path
    today: date = date(2026, 10, 9)
    quarter: Period = QUARTER
    options: dict[str, Any] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)

    def __call__(self) -> Consolidated:
        made = Department(self.folder, open_closed, self.today)
        return consolidate(made, self.quarter, self.out, reach=Reach(1, cache=self.cache), **self.options)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    made = Run(many.department(tmp_path / "部门", 5), tmp_path / "报告" / "一.xlsx", tmp_path / "cache")
    really = drawing.build

    def counted(*arguments: Any, **options: Any) -> Any:
        made.drawn.append("drawn")
        return really(*arguments, **options)

    monkeypatch.setattr(drawing, "build", counted)
    settle(made.folder)
    return made


def settle(folder: Path) -> None:
    """As if everything had been saved an hour ago; what is changed afterwards has another size."""
    for path in folder.glob("*.xlsx"):
        os.utime(path, (time.time() - 3600, time.time() - 3600))


def _words(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(*one.order, one.rule, one.severity, one.message.full(), one.field, one.value) for one in findings]


@pytest.mark.parametrize("most_books", [500, 3])
def test_nothing_has_changed(run: Run, most_books: int, monkeypatch: pytest.MonkeyPatch) -> None:  # 1
    monkeypatch.setattr(gathering, "MOST_BOOKS", most_books)
    (run.folder / "坏的.xlsx").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    first = run()
    content = run.out.read_bytes()
    run.out.unlink()
    second = run()
    assert run.drawn == ["drawn"]
    assert run.out.read_bytes() == content
    assert [(one.read, one.found, one.complete) for one in (first, second)] == [(5, first.found, False)] * 2
    assert [one.reason.full() for one in second.problems] == [one.reason.full() for one in first.problems]
    assert _words(second.findings) == _words(first.findings)


def _edit_workbook(run: Run) -> None:
    many.workbook(run.folder / "客户-00001.xlsx", 1, rows=9)


def _add_workbook(run: Run) -> None:
    many.workbook(run.folder / "客户-00009.xlsx", 9)


def _remove_workbook(run: Run) -> None:
    (run.folder / "客户-00002.xlsx").unlink()


def _add_broken_workbook(run: Run) -> None:
    (run.folder / "坏的.xlsx").write_bytes(b"")


def _edit_settings(run: Run) -> None:
    path = run.folder / "设置.xlsx"
    book = load_workbook(path)
    book["指标"]["B4"] = 0.5
    book.save(path)


def _next_day(run: Run) -> None:
    run.today = date(2026, 10, 10)


def _other_quarter(run: Run) -> None:
    run.quarter = run.quarter.previous


def _other_date(run: Run) -> None:
    run.options = {"dated": date(2026, 10, 8)}


def _live(run: Run) -> None:
    run.options = {"live": True}


def _other_place(run: Run) -> None:
    run.out = run.folder.parent / "别处" / "更深" / "一.xlsx"


def _found_ledger(run: Run) -> None:
    founded = Department(run.folder, open_closed, run.today)
    init(founded, "周敏", datetime(2026, 8, 31, 9), everyone=True, simulated=True)


CHANGES: tuple[Callable[[Run], None], ...] = (
    _edit_workbook,
    _add_workbook,
    _remove_workbook,
    _add_broken_workbook,
    _edit_settings,
    _next_day,
    _other_quarter,
    _other_date,
    _live,
    _other_place,
    _found_ledger,
)


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__.strip("_") for change in CHANGES])
def test_whatever_enters_has_changed(run: Run, change: Callable[[Run], None], tmp_path: Path) -> None:  # 2
    run()
    change(run)
    found = run()
    content = run.out.read_bytes()
    assert run.drawn == ["drawn", "drawn"]
    run.cache = tmp_path / "new"
    wanted = run()
    assert run.out.read_bytes() == content
    assert _words(found.findings) == _words(wanted.findings)


def test_other_code_draws_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # 2
    run()
    monkeypatch.setattr(remembered, "code_stamp", lambda *rooms: "another")
    run()
    monkeypatch.setattr(remembered, "_libraries", lambda: ("another",))
    run()
    assert run.drawn == ["drawn"] * 3


def test_messages_come_back_whole(tmp_path: Path) -> None:  # 1
    message = say("report.worker_died", path=say("report.worker_died", path="甲.xlsx"))
    finding = Finding("r", "乙.xlsx", "表", "B2", Severity.WARNING, message, "字段\n", "值")
    kept, made = Reports(tmp_path / "报告"), remembered.Remembered(b"by\nt\0es", (finding,), 7)
    remembered.remember(kept, "a", made)
    assert remembered.recall(kept, "a") == made
    assert remembered.recall(kept, "b") is None


def test_few_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 3
    monkeypatch.setattr(reports, "_LARGEST", 10)
    kept = Reports(tmp_path / "报告")
    for number in range(6):
        kept.keep(str(number), b"small", "")
        os.utime(tmp_path / "报告" / f"{number}.report", ns=(number, number))
    kept.keep("large", b"much too large", "")
    assert [number for number in (*map(str, range(6)), "large") if kept.find(number)] == ["2", "3", "4", "5"]
    assert len(list((tmp_path / "报告").iterdir())) == 4


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:-1], lambda kept: b"", lambda kept: kept + b"x", lambda kept: b"0" + kept[1:]]
)
def test_a_damaged_report_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:  # 3
    kept = Reports(tmp_path)
    kept.keep("a", b"content", "said")
    assert kept.find("a") == (b"content", "said")
    file = tmp_path / "a.report"
    file.write_bytes(damage(file.read_bytes()))
    assert kept.find("a") is None


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:  # 3
    (tmp_path / "file").write_bytes(b"")
    kept = Reports(tmp_path / "file" / "folder")
    kept.keep("a", b"content", "said")
    assert kept.find("a") is None
