"""The functions in cells: every test of the self-testing workbook is TRUE, and the names survive being stored."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Sequence

from ...books.closed import open_closed
from ...commands.refresh import refresh
from ...errors import HostError, Text, say
from ...functions.calculator import Calculator
from ...snapshot.store import SnapshotStore
from ..clock import now
from .book import SHEET, Placed, build
from .cases import cases_of, sample_cases
from .stage import Stage

BOOK = "kamxl自测.xlsx"
_STORED = "kamxl自测-另存.xlsx"
_WAIT_SECONDS = 60.0
_PAUSE_SECONDS = 0.2
_SHOWN = 8
_CALLS = re.compile(rb"<f[^>]*>[^<]*KAM_[A-Z_]+\(", re.IGNORECASE)
_FOREIGN = re.compile(rb"<f[^>]*>[^<]*(?:\[\d+\]|xlam|kamxl\.libreoffice)[^<]*KAM_", re.IGNORECASE)


def functions(stage: Stage) -> Text:
    """Opens the workbook in the application, recalculates, and looks at each name ``test_*``."""
    cases = sample_cases() if stage.sample else cases_of(calculator(stage))
    made, placed = build(cases)
    for folder in (stage.live, stage.files):
        (folder / BOOK).write_bytes(made)
    failed = _failed(stage, placed)
    if failed:
        shown = "；".join(_described(stage, one) for one in failed[:_SHOWN])
        raise HostError("selftest.functions_wrong", count=len(failed), total=len(placed), shown=shown)
    return say("selftest.functions_right", total=len(placed))


def stored(stage: Stage) -> Text:
    """Saved by the application, the formulas still have the functions' plain names, and the values are in the file."""
    target = stage.live.parent / _STORED
    book = stage.open(BOOK)
    expected = _tests(stage)
    book.save(str(target))
    book.close()
    stage.opened.pop(BOOK)
    with zipfile.ZipFile(target) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    calls = sum(len(_CALLS.findall(raw)) for raw in sheets)
    foreign = sum(len(_FOREIGN.findall(raw)) for raw in sheets)
    kept = [row[3] for row in open_closed(target).grid(SHEET).rows[1:] if row and str(row[0]).startswith("test_")]
    if foreign or not calls or kept != [True] * len(expected):
        raise HostError("selftest.not_stored", calls=calls, foreign=foreign, kept=sum(one is True for one in kept))
    return say("selftest.stored", calls=calls)


def calculator(stage: Stage) -> Calculator:
    """The functions in this process over the file host's copy, as its files are now."""
    store = SnapshotStore(stage.files.parent / "snapshot.sqlite")
    return Calculator(refresh(stage.department(), store, now()))


def _failed(stage: Stage, placed: Sequence[Placed]) -> list[Placed]:
    """The tests that are not TRUE. Excel answers a new call a moment later, hence the wait."""
    stage.open(BOOK)
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        stage.application.app.calculate()
        tests = _tests(stage)
        failed = [one for one in placed if tests.get(one.name) is not True]
        if not failed or stage.application.host == "libreoffice" or time.monotonic() > deadline:
            return failed
        time.sleep(_PAUSE_SECONDS)


def _tests(stage: Stage) -> dict[str, object]:
    """The values of the names ``test_*``."""
    book = stage.open(BOOK)
    return {str(name.name): name.refers_to_range.value for name in book.names if str(name.name).startswith("test_")}


def _described(stage: Stage, placed: Placed) -> str:
    cell = stage.open(BOOK).sheets[SHEET].range((placed.row + 1, 5))
    value = cell.options(err_to_str=True).value
    return f"{placed.name} ={placed.case.formula} → {value!r}"


def place_of(formula: str) -> tuple[str, str]:
    """Sheet and cell of the sample's case with that formula."""
    _, placed = build(sample_cases())
    return SHEET, next(f"E{one.row + 1}" for one in placed if one.case.formula == formula)
