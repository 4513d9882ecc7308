"""The module that Excel imports through xlwings, with xlwings' own decorators and VBA generator over fake COM modules.

1. Every function of the registry is there, with category, help and arguments as xlwings wants them, and no other.
2. xlwings makes VBA for them: the caller is passed, optional arguments are optional, ours is ASCII.
3. A call answers from the department of the calling workbook; arguments come as rows, errors as true errors.
"""

from __future__ import annotations

import importlib
import sys
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

pytest.importorskip("xlwings", reason="xlwings 没有安装 (pip install 'kamxl[live]')")

from kamxl.commands.service import Service
from kamxl.functions.function import CATEGORY, functions

from ..snapshot.folder import lay_out, open_folder

UDFS = Path(__file__).parents[2] / "udfs"
_OURS = ("kamxl_udfs", "kamxl.hosts.excel.udfs")


@pytest.fixture
def udfs(monkeypatch):
    """udfs/kamxl_udfs.py as Windows would import it: xlwings' real decorators, COM faked."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["pythoncom"].CoInitialize = lambda: None
    sys.modules["win32com.client"].Dispatch = lambda given: given
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    import xlwings as xw

    real = importlib.import_module("xlwings.udfs")
    for name, decorator in (("func", real.xlfunc), ("arg", real.xlarg), ("ret", real.xlret)):
        monkeypatch.setattr(xw, name, decorator)
    monkeypatch.syspath_prepend(UDFS)
    for name in _OURS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module("kamxl_udfs")
    for name in (*_OURS, "xlwings.udfs"):
        sys.modules.pop(name, None)


def behind(udfs: ModuleType) -> ModuleType:
    """The module in which the functions are made."""
    return sys.modules[udfs.KAM_CHURN.__module__]


def test_every_function_is_marked_for_xlwings(udfs) -> None:
    marked = {name: value.__xlfunc__ for name, value in vars(udfs).items() if hasattr(value, "__xlfunc__")}
    assert list(marked) == list(functions())
    for name, function in functions().items():
        info = marked[name]
        assert (info["name"], info["category"], info["ret"]["doc"]) == (name, CATEGORY, function.help)
        assert info["volatile"] == function.live
        *own, caller = info["args"]
        assert caller["name"] == "caller"
        assert [arg["name"] for arg in own] == [arg.name for arg in function.args]
        assert ["optional" in arg for arg in own] == [arg.optional for arg in function.args]
        for arg in own:
            assert arg["options"] == {"ndim": 2, "numbers": float, "dates": date, "empty": None, "err_to_str": True}
            assert 0 < len(arg["doc"]) <= 255


def test_xlwings_makes_vba_of_them(udfs, tmp_path) -> None:
    file = tmp_path / "udfs.bas"
    with file.open("w", encoding="utf-8") as out:
        sys.modules["xlwings.udfs"].generate_vba_wrapper("kamxl_udfs", udfs, out, SimpleNamespace(Name="kamxl.xlam"))
    vba = file.read_text(encoding="utf-8")
    assert vba.isascii()
    assert "Function KAM_CHURN(period, Optional scope)" in vba
    assert "Function KAM_SOURCE()" in vba
    assert 'CallUDF("kamxl_udfs", "KAM_CHURN", Array(period, scope, Nothing), ActiveWorkbook' in vba


class Caller:
    """A range of the calling workbook, as far as the functions ask."""

    def __init__(self, book: Path) -> None:
        self.sheet = SimpleNamespace(book=SimpleNamespace(fullname=str(book)))


def test_a_call_answers_from_the_callers_department(udfs, tmp_path, monkeypatch) -> None:
    folder = lay_out(tmp_path / "部门", 2, actual=40)
    answering = Service(open_folder, lambda: datetime(2026, 10, 8, 9, 30), tmp_path / "cache")
    monkeypatch.setattr(behind(udfs), "service", lambda: answering)
    caller = Caller(folder / "专员-000.xlsx")
    assert udfs.KAM_PLAN_RATE([["2026Q3"]], None, caller) == 0.4
    assert udfs.KAM_PLAN_RATE([[date(2026, 8, 1)]], [[None]], caller) == 0.4
    assert udfs.KAM_PLAN_RATE([["2026Q3"], ["2026Q1"]], None, caller) == [[0.4], ["#N/A"]]
    assert udfs.KAM_PLAN_RATE([["#DIV/0!"]], None, caller) == "#DIV/0!"
    assert udfs.KAM_PLAN_RATE(-2146826281, None, caller) == "#DIV/0!"
    assert udfs.KAM_SOURCE(caller) == "截至 2026-10-08 09:30:00；读取 2 个工作簿"
    assert udfs.KAM_CHURN([["2026Q3"]], None, Caller(tmp_path / "别处.xlsx")) == "#N/A"


def test_on_windows_an_error_is_a_true_error(udfs, monkeypatch) -> None:
    made = []
    sys.modules["pythoncom"].VT_ERROR = 10
    sys.modules["win32com.client"].VARIANT = lambda kind, code: made.append((kind, code)) or "variant"
    monkeypatch.setattr(behind(udfs).sys, "platform", "win32")
    from kamxl.functions.values import CellError

    assert behind(udfs)._given([[1, CellError.NA]]) == [[1, "variant"]]
    assert made == [(10, -2146826246)]
