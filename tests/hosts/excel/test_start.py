# ruff: noqa: N802 - the members' names are Excel's
"""Loading, events, links, and the tour of everything.

1. When the add-in is loaded it describes its functions, repairs the links of open workbooks, watches Excel, and starts the
   resident process without waiting, unless the settings say that something else does; when it is unloaded Excel is free.
2. Opening a workbook repairs its links; bringing another to the front redraws the buttons; saving asks Python again.
3. Links to another copy of our add-in are pointed to this one, others stay; the workbook does not count as changed.
4. Every VBA procedure that is compiled on Windows runs somewhere in one tour of the add-in.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pyopenvba.interpreter import EMPTY, MISSING, VBAArray, VBADate, VBAErrorValue, VBAObject, member, method, setter
from pyopenvba.interpreter._runtime import Slot

from kamxl import __version__
from kamxl.errors import DepartmentError
from kamxl.functions.function import functions
from kamxl.hosts.excel import check_vba, sources
from kamxl.hosts.excel.config import FILE as CONFIG
from kamxl.hosts.excel.config import Config
from kamxl.hosts.resident.protocol import Ask, Reply
from kamxl.hosts.resident.service import available

from .conftest import Answering
from .vba import AddIn, Cell, Control


class Linked(VBAObject):
    """A workbook with links."""

    vba_type_name = "Workbook"

    def __init__(self, links: list[str] | None, *, saved: bool = True) -> None:
        self.links, self.saved = links, saved
        self.changed: list[tuple[object, object, object]] = []

    @method
    def LinkSources(self, kind: object) -> object:
        assert int(kind) == 1  # type: ignore[call-overload]
        return EMPTY if self.links is None else VBAArray([(1, len(self.links))], items=list(self.links))

    @method
    def ChangeLink(self, name: object, new: object, kind: object) -> object:
        self.changed.append((name, new, kind))
        self.saved = False
        return EMPTY

    @member
    def Saved(self) -> object:
        return self.saved

    @setter("Saved")
    def _set_saved(self, value: object) -> None:
        self.saved = bool(value)


class Ribbon(VBAObject):
    vba_type_name = "IRibbonUI"

    def __init__(self) -> None:
        self.redrawn = 0

    @method
    def Invalidate(self) -> object:
        self.redrawn += 1
        return EMPTY


FOREIGN = [r"C:\Users\a\AppData\Roaming\Microsoft\AddIns\KAMXL.xlam", "/Users/b/Add-Ins/kamxl.xlam"]


@pytest.mark.parametrize("saved", [True, False])
def test_links_are_pointed_to_this_addin(addin: AddIn, saved: bool) -> None:
    own = str(addin.own.vba_get("FullName"))
    book = Linked([FOREIGN[0], r"C:\数据\other.xlsx", own, FOREIGN[1], r"C:\x\notkamxl.xlam"], saved=saved)
    addin.run("KamExcel.RepairLinks", book)
    assert [(name, new) for name, new, _ in book.changed] == [(FOREIGN[0], own), (FOREIGN[1], own)]
    assert book.saved is saved


def test_workbook_without_links(addin: AddIn) -> None:
    book = Linked(None)
    addin.run("KamExcel.RepairLinks", book)
    assert book.changed == []


def _configure(addin: AddIn, tmp_path: Path, *, prewarm: bool) -> None:
    python = tmp_path / "python.exe"
    python.touch()
    settings = Config(python, tmp_path / "运行 run", __version__, prewarm=prewarm)
    (Path(str(addin.own.vba_get("Path"))) / CONFIG).write_bytes(settings.text().encode("ascii"))
    addin.world.refuse_start = True


@pytest.mark.parametrize(("prewarm", "starts"), [(True, 1), (False, 0)])
def test_loading_starts_the_process_without_waiting(addin: AddIn, tmp_path: Path, prewarm: bool, starts: int) -> None:
    _configure(addin, tmp_path, prewarm=prewarm)
    addin.run("KamStart.Begin")
    assert len(addin.world.started) == starts
    assert len(addin.world.macro_options) > 15
    assert addin.messages == []
    addin.run("KamStart.Finish")
    assert addin.world.interactive[-1] is True


def test_loading_beside_a_running_process_starts_nothing(addin: AddIn, service: Answering) -> None:
    addin.run("KamStart.Begin")
    assert addin.world.started == []


def _event(addin: AddIn, name: str, *arguments: object) -> None:
    addin.run("KamStart.Begin")
    events = addin.interpreter.modules["kamstart"].variables["mevents"].get()
    assert isinstance(events, VBAObject)
    events.vba_get(f"mExcel_{name}", list(arguments))


def test_opening_a_workbook_repairs_its_links(addin: AddIn, service: Answering) -> None:
    book = Linked([FOREIGN[0]])
    _event(addin, "WorkbookOpen", book)
    assert len(book.changed) == 1


def test_front_and_saved_workbooks_redraw_the_buttons(addin: AddIn, service: Answering) -> None:
    ribbon = Ribbon()
    addin.run("KamOnLoad", ribbon)
    _event(addin, "WorkbookActivate", Linked(None))
    assert ribbon.redrawn == 1
    addin.run("KamEnabled", Control("kam_help"), Slot(None, "Variant"))
    _event(addin, "WorkbookAfterSave", Linked(None), True)
    addin.run("KamEnabled", Control("kam_help"), Slot(None, "Variant"))
    assert (ribbon.redrawn, service.wheres) == (2, 2)


def test_every_procedure_runs(addin: AddIn, service: Answering, tmp_path: Path) -> None:
    world = addin.world
    addin.run("ThisWorkbook.Workbook_Open")
    _event(addin, "WorkbookOpen", Linked([FOREIGN[0]]))
    _event(addin, "WorkbookActivate", Linked(None))
    _event(addin, "WorkbookAfterSave", Linked(None), True)
    addin.run("KamOnLoad", Ribbon())
    for callback in ("KamLabel", "KamTip", "KamEnabled"):
        addin.run(callback, Control("kam_validate"), Slot(None, "Variant"))
    for action in available():
        service.replies.append(Reply("done", "好"))
        addin.press(action.id)
    service.replies += [Reply("ask", ask=Ask("a", "text", "意见")), Reply("done", "好", extra={"stamp": "x"})]
    world.inputs.append("同意")
    addin.press("decide")
    service.replies.append(Reply("done", extra={"open": "https://example.org"}))
    addin.press("help")
    world.caller = Cell()
    service.value = lambda call: [[1, {"error": "DIV0"}], ["x", None]] if call[0] == "KAM_TABLE" else 1
    flat = VBAArray([(1, 2)], items=["a", VBAErrorValue(2042)])
    block = VBAArray([(1, 1), (1, 2)], items=["a", VBADate(46295)])
    for function in functions():
        addin.run(function, flat, block, MISSING) if function == "KAM_TABLE" else addin.run(function)
    for argument in (flat, block, 0.5, 0.5):
        addin.run("KAM_CHURN", argument)
    _event(addin, "AfterCalculate")
    service.stamp = "s2"
    addin.run("KAM_CHURN", "2026Q1")
    _event(addin, "AfterCalculate")
    service.value = _no_department
    addin.run("KAM_CHURN", "2026Q2")
    _event(addin, "AfterCalculate")
    for number in range(300):
        addin.run("KamCache.Keep", f"k{number}", number)
    addin.run("KamCache.Count")
    addin.run("KamCore.Collect")
    addin.run("KamHost.Arrived", Slot("", "String"))  # of use on macOS only: test_macos.py
    addin.run("KamHost.Later")
    _no_process_and_a_fast_clock(addin, tmp_path)
    addin.run("KAM_CHURN", "2025Q1")
    _event(addin, "AfterCalculate")
    addin.press("validate")
    addin.run("ThisWorkbook.Workbook_BeforeClose", False)
    everything = {f"{one.module}.{one.name}" for one in check_vba.procedures(sources.modules())}
    assert everything - addin.interpreter.executed == {"KamHost.Outcome"}  # macOS': test_macos.py


def _no_department(call: list[object]) -> object:
    raise DepartmentError("department.no_folder", path="部门")


def _no_process_and_a_fast_clock(addin: AddIn, tmp_path: Path) -> None:
    """From here on an interpreter without kamxl is started, and says nothing."""
    (tmp_path / "运行 run" / "resident.txt").unlink()
    settings = Config(Path(sys.executable), tmp_path / "运行 run", __version__, prewarm=False)
    (Path(str(addin.own.vba_get("Path"))) / CONFIG).write_bytes(settings.text().encode("ascii"))
    addin.interpreter.modules["kamhost"].variables["mconfig"].set("")
    addin.world.python_path = str(tmp_path)
    addin.interpreter.seconds_a_look = 7.0
