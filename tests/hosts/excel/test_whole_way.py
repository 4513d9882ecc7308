"""The whole way without Excel: the built add-in's VBA starts the real process, which reads a real department.

1. A KAM_ function in a cell shows what the Python command says for the sample department; an array function its rows; a
   wrong period is #VALUE!. The calls of one calculation go in one question.
2. The buttons that make sense in the department are on, and 状态 tells where it is.
3. A press that needs Excel's window says that there is none, and changes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyopenvba.interpreter import VBAArray, VBAErrorValue
from pyopenvba.interpreter._runtime import Slot

from kamxl import __version__
from kamxl.books.closed import open_closed
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.commands.kpi import kpi
from kamxl.hosts.excel.config import FILE as CONFIG
from kamxl.hosts.excel.config import Config
from kamxl.hosts.resident import endpoint as endpoints
from kamxl.hosts.resident.client import call
from kamxl.hosts.resident.service import LiveService

from .vba import AddIn, Cell, Control

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "大客户部"
    lay_out(folder)
    return folder


@pytest.fixture
def at_work(addin: AddIn, department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AddIn]:
    """The add-in with the specialist's workbook in front, and the real process's settings."""
    monkeypatch.setenv("KAMXL_TODAY", LAST_DAY.isoformat())
    monkeypatch.setenv("KAMXL_CACHE", str(tmp_path / "cache"))
    run = endpoints.private(tmp_path / "运行 run")
    settings = Config(Path(sys.executable), run, __version__)
    (Path(str(addin.own.vba_get("Path"))) / CONFIG).write_bytes(settings.text().encode("ascii"))
    addin.world.python_path = str(ROOT)
    addin.app.open_workbook(department / "专员-华东-张伟.xlsx")
    yield addin
    found = endpoints.read(run)
    if found is not None:
        call(found, "/stop", {})
        addin.world.processes[0].wait(20)


def _shown(addin: AddIn, name: str, *arguments: object) -> object:
    addin.world.caller = Cell()
    return addin.run(name, *arguments)


def test_values_of_a_real_department(at_work: AddIn, department: Path) -> None:
    asked = [
        ("KAM_CHURN", "2026Q3"),
        ("KAM_PLAN_RATE", "2026年三季度", "华东"),
        ("KAM_CHURN", "Q3"),
        ("KAM_TABLE", "2026Q3"),
    ]
    for name, *arguments in asked:
        assert _shown(at_work, name, *arguments) == VBAErrorValue(2043)
    at_work.run("KamExcel.AfterCalculation")
    assert at_work.messages == []
    churn, rate, wrong, table = (_shown(at_work, name, *arguments) for name, *arguments in asked)
    truth = Department(department, open_closed, LAST_DAY)
    assert churn == float(kpi(truth, "churn", "2026Q3").answer.value or 0)
    assert rate == pytest.approx(float(kpi(truth, "plan_rate", "2026Q3", "华东").answer.value or 0), abs=1e-12)
    assert wrong == VBAErrorValue(2015)
    assert isinstance(table, VBAArray)
    assert [path for path, _ in at_work.world.requests].count("/values") == 1
    questions = [json.loads(body)["calls"] for path, body in at_work.world.requests if path == "/values"]
    assert questions == [[list(one) for one in asked]]


def test_buttons_and_status(at_work: AddIn, department: Path) -> None:
    at_work.press("status")
    assert [str(department) in text for text, _ in at_work.messages] == [True]
    on = []
    for action in LiveService().where(str(department / "专员-华东-张伟.xlsx")):
        returned = Slot(None, "Variant")
        at_work.run("KamEnabled", Control(f"kam_{action}"), returned)
        on.append(returned.get())
    assert on == [True] * len(on)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a system without Excel")
def test_press_that_needs_a_window(at_work: AddIn, department: Path) -> None:
    before = {path: path.read_bytes() for path in department.rglob("*") if path.is_file()}
    at_work.press("validate")
    assert [style for _, style in at_work.messages] == [16]
    assert {path: path.read_bytes() for path in department.rglob("*") if path.is_file()} == before
