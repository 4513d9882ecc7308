# ruff: noqa: N802 - the members' names are Excel's
"""Stubbed COM: enough of pywin32 that xlwings' own module for Windows is imported and runs here, over objects of ours.

``windows_engine()`` gives ``xlwings._xlwindows``, loaded with the stubs; every line of it that runs is xlwings' own.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import xlwings


class ComError(Exception):
    """pywintypes.com_error: (hresult, text, excepinfo, argument)."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", "", None, 0, scode) if scode is not None else None
        super().__init__(hresult, "refused", self.excepinfo, None)


class _Names:
    def GetIDsOfNames(self, locale: int, name: str) -> int:
        raise ComError(-2147352570)  # DISP_E_UNKNOWNNAME: this stub does not have it


class Dispatch:
    """What win32com gives for a COM object."""

    _oleobj_ = _Names()


class Area(Dispatch):
    """A range of one block of values."""

    def __init__(self, sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> None:
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def Worksheet(self) -> Sheet:
        return self.sheet

    def __call__(self, row: int, column: int) -> Area:
        at = self.first[0] + row - 1, self.first[1] + column - 1
        return Area(self.sheet, at, at)

    @property
    def Cells(self) -> Area:
        return self

    @property
    def Count(self) -> int:
        return int(self.Rows.Count * self.Columns.Count)

    @property
    def Row(self) -> int:
        return self.first[0]

    @property
    def Column(self) -> int:
        return self.first[1]

    @property
    def Rows(self) -> Any:
        return SimpleNamespace(Count=self.last[0] - self.first[0] + 1)

    @property
    def Columns(self) -> Any:
        return SimpleNamespace(Count=self.last[1] - self.first[1] + 1)

    def GetValue(self) -> Any:
        return self.Value

    @property
    def Value(self) -> Any:
        block = tuple(
            tuple(self.sheet.cells.get((row, column)) for column in range(self.first[1], self.last[1] + 1))
            for row in range(self.first[0], self.last[0] + 1)
        )
        return block if self.first != self.last else block[0][0]

    @Value.setter
    def Value(self, value: Any) -> None:
        self.sheet.book.app.guard()
        for row, cells in enumerate(value if isinstance(value, (list, tuple)) else ((value,),)):
            for column, cell in enumerate(cells):
                self.sheet.cells[self.first[0] + row, self.first[1] + column] = cell


class Sheet(Dispatch):
    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.Name = book, name
        self.cells: dict[tuple[int, int], Any] = {}
        self.Visible = -1
        self.Parent = book

    @property
    def Cells(self) -> Area:
        return Area(self, (1, 1), (1048576, 16384))

    @property
    def Application(self) -> Excel:
        return self.book.app

    def Range(self, first: Any, last: Any) -> Area:
        first, last = (getattr(one, "_inner", one) for one in (first, last))
        return Area(self, first.first, last.last)

    @property
    def UsedRange(self) -> Area:
        return Area(self, (1, 1), (max(r for r, _ in self.cells), max(c for _, c in self.cells)))


class Collection(Dispatch):
    def __init__(self, items: list[Any]) -> None:
        self.items = items
        self.Count = len(items)

    def __call__(self, key: Any) -> Any:
        return self.items[key - 1] if isinstance(key, int) else next(one for one in self.items if one.Name == key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


class Workbook(Dispatch):
    def __init__(self, app: Excel, full_name: str, sheets: list[str]) -> None:
        self.app, self.FullName = app, full_name
        self.Name = full_name.replace("\\", "/").rsplit("/", 1)[-1]
        self.Worksheets = Collection([Sheet(self, name) for name in sheets])
        self.Sheets = self.Worksheets
        self.Application = app
        self.Parent = app


class Excel(Dispatch):
    """``Excel.Application``. ``refusing``: the COM error that each write raises; ``refusals``: how many do."""

    def __init__(self, hwnd: int) -> None:
        self.Hwnd = hwnd
        self.books: list[Workbook] = []
        self.refusing: ComError | None = None
        self.refusals = sys.maxsize
        self.tries = 0
        self._updating = True

    @property
    def Application(self) -> Excel:
        return self

    @property
    def Workbooks(self) -> Collection:
        return Collection(self.books)

    @property
    def ScreenUpdating(self) -> bool:
        return self._updating

    @ScreenUpdating.setter
    def ScreenUpdating(self, value: bool) -> None:
        self.guard()
        self._updating = value

    def guard(self) -> None:
        """Every write goes through here: refused while somebody edits a cell."""
        self.tries += 1
        if self.refusing is not None and self.tries <= self.refusals:
            raise self.refusing


@contextmanager
def windows_engine(applications: dict[int, Excel]) -> Iterator[ModuleType]:
    """``xlwings._xlwindows`` over these applications by window; everything is as before afterwards."""

    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        vars(made).update(members)
        return made

    def find(hwnd: int, after: int, kind: str, title: object) -> int:
        if hwnd not in applications:
            raise WindowError("no such window")
        return hwnd

    class WindowError(Exception):
        pass

    client = module(
        "win32com.client", CDispatch=Dispatch, CoClassBaseClass=Dispatch, DispatchBaseClass=Dispatch,
        Dispatch=lambda hwnd: applications[hwnd], DispatchEx=None,
    )  # fmt: skip
    stubs = {
        "pywintypes": module("pywintypes", com_error=ComError, error=WindowError, TimeType=type(None), IID=str),
        "win32api": module("win32api"),
        "win32con": module("win32con"),
        "pythoncom": module("pythoncom", CoInitialize=lambda: None, ole_error=ComError, new=None, __file__="pythoncom"),
        "win32com": module("win32com", client=client),
        "win32com.client": client,
        "win32gui": module("win32gui", FindWindowEx=find),
        "win32process": module("win32process", GetWindowThreadProcessId=lambda hwnd: (1, hwnd * 10)),
        "win32timezone": module("win32timezone"),
    }
    pointers = SimpleNamespace(
        ole32=SimpleNamespace(CLSIDFromString=lambda *_: 0),
        oleacc=SimpleNamespace(AccessibleObjectFromWindow=lambda hwnd, kind, guid, pointer: _point(pointer, hwnd)),
    )
    library = SimpleNamespace(PyCom_PyObjectFromIUnknown=_Pointed())
    saved = {name: getattr(ctypes, name, None) for name in ("oledll", "windll", "PyDLL")}
    vars(ctypes).update(oledll=pointers, windll=SimpleNamespace(user32=None), PyDLL=lambda name: library)
    before = {name: sys.modules.get(name) for name in [*stubs, "xlwings._xlwindows", "xlwings._win32patch"]}
    sys.modules.update(stubs)
    try:
        loaded = importlib.import_module("xlwings._xlwindows")
        yield loaded
    finally:
        for name, old in before.items():
            sys.modules.pop(name, None) if old is None else sys.modules.update({name: old})
        for name, value in saved.items():
            delattr(ctypes, name) if value is None else setattr(ctypes, name, value)
        vars(xlwings).pop("_xlwindows", None)


class _Pointed:
    """Turns the "pointer" back into the window's number."""

    restype: Any = None

    def __call__(self, pointer: Any, guid: object, add: bool) -> int:
        return int(pointer.value)


def _point(pointer: Any, hwnd: int) -> int:
    pointer._obj.value = hwnd
    return 0
