"""Excel from another process, at its edge only: xlwings' own code for Windows over stubbed COM.

1. The application of the pressed window is found, its workbooks are seen, values are read and written through xlwings.
2. A window that is gone is a clear error.
3. While a cell is edited or a dialog is open, each kind of refusal is a clear message after a bounded number of tries, not
   an endless loop; a short refusal is waited out; one in the middle of an action is the same message.
4. xlwings' clean-up at exit, which would end other people's Excel, is not called.
5. Other faults stay what they are.
6. On macOS the one Excel that runs is taken; none is a clear error.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from kamxl.errors import HostError
from kamxl.hosts.excel import running
from kamxl.hosts.excel.running import excel_app, tame

from .stub_appscript import PID, CommandError, macos_engine
from .stub_com import ComError, Excel, windows_engine
from .workbook_model import ExcelModel

ROOT = Path(__file__).resolve().parents[3]
REFUSALS = [ComError(-2147418111), ComError(-2147352567, -2146777998)]


@pytest.fixture
def excel() -> Excel:
    made = Excel(77)
    book = made.model.book(r"C:\部门\专员 张伟.xlsx", "客户")
    book.sheet("客户").fill(1, 1, ["客户", "金额"], ["甲公司", 12.5])
    return made


@pytest.fixture
def windows(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setattr(running, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(running, "_ATTEMPTS", 20)
    with windows_engine({77: excel}) as module:
        yield module


def test_values_go_through_xlwings(excel: Excel, windows: ModuleType) -> None:
    with excel_app({"hwnd": 77}) as app:
        assert (app.hwnd, app.pid, [book.fullname for book in app.books]) == (77, 770, [r"C:\部门\专员 张伟.xlsx"])
        sheet = app.books["专员 张伟.xlsx"].sheets["客户"]
        assert sheet.range((1, 1), (2, 2)).options(ndim=2).value == [["客户", "金额"], ["甲公司", 12.5]]
        sheet.range((2, 1), (2, 2)).value = [["乙公司", 3]]
    assert excel.model.books[0].sheet("客户").values[2, 1] == "乙公司"


def test_window_that_is_gone(windows: ModuleType) -> None:
    with pytest.raises(HostError) as failed, excel_app({"hwnd": 5}) as app:
        app.books  # noqa: B018
    assert failed.value.code == "excel.not_found"


@pytest.mark.parametrize("refusal", REFUSALS, ids=["rejected", "ignored"])
def test_editing_a_cell_is_a_clear_message(excel: Excel, windows: ModuleType, refusal: ComError) -> None:
    excel.refusing = refusal
    with pytest.raises(HostError) as failed, excel_app({"hwnd": 77}):
        pytest.fail("nothing may be done")
    assert failed.value.code == "excel.not_now"
    assert excel.tries == 20


def test_short_refusal_is_waited_out(excel: Excel, windows: ModuleType) -> None:
    excel.refusing, excel.refusals = REFUSALS[0], 5
    with excel_app({"hwnd": 77}) as app:
        assert app.screen_updating is True
    assert excel.tries == 6


def _write_while_somebody_begins_to_edit(excel: Excel) -> None:
    with excel_app({"hwnd": 77}) as app:
        excel.refusing = REFUSALS[1]
        app.books[0].sheets["客户"].range((1, 1)).value = "x"


def test_refusal_in_between(excel: Excel, windows: ModuleType) -> None:
    with pytest.raises(HostError) as failed:
        _write_while_somebody_begins_to_edit(excel)
    assert failed.value.code == "excel.not_now"
    assert excel.model.books[0].sheet("客户").values[1, 1] == "客户"


@pytest.mark.parametrize(("tamed", "printed"), [("", "killed\n"), ("tame(windows); tame(windows)", "")])
def test_clean_up_at_exit_is_taken_off(tamed: str, printed: str) -> None:
    code = (
        "from tests.hosts.excel.stub_com import windows_engine\nfrom kamxl.hosts.excel.running import tame\n"
        "with windows_engine({}) as windows:\n"
        "    windows.Apps.cleanup = staticmethod(lambda: print('killed'))\n"
        f"    {tamed or 'pass'}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == printed


def test_tries_are_bounded(windows: ModuleType) -> None:
    assert windows.N_COM_ATTEMPTS == 0
    tame(windows)
    assert windows.N_COM_ATTEMPTS == 20


def test_other_faults_stay_what_they_are(windows: ModuleType) -> None:
    with pytest.raises(ZeroDivisionError), excel_app({"hwnd": 77}):
        raise ZeroDivisionError


def _timed_out() -> None:
    raise CommandError(-1712)


def test_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "sys", SimpleNamespace(platform="darwin"))
    model = ExcelModel()
    model.book("/Users/zhang/部门/专员 张伟.xlsx", "客户")
    with macos_engine(model) as macos:
        with excel_app({}) as app:
            assert (app.pid, [book.name for book in app.books]) == (PID, ["专员 张伟.xlsx"])
        model.guard = _timed_out  # type: ignore[method-assign]
        with pytest.raises(HostError) as failed, excel_app({}):
            pytest.fail("nothing may be done")
        assert failed.value.code == "excel.not_now"
        macos.Apps._iter_excel_instances = lambda self: iter([])
        with pytest.raises(HostError) as failed, excel_app({}):
            pass
        assert failed.value.code == "excel.not_found"
