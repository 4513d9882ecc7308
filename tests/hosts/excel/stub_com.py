# ruff: noqa: N802, N803 - the members' names are Excel's
"""Stubbed COM: enough of pywin32 that xlwings' own module for Windows is imported and runs here, over objects of ours.

``windows_engine()`` gives ``xlwings._xlwindows``, loaded with the stubs; every line of it that runs is xlwings' own.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import xlwings

from .workbook_model import MONEY, BookModel, Box, ExcelModel, Fault, Place, SheetModel, address, box_of, cells


class ComError(Exception):
    """pywintypes.com_error: (hresult, text, excepinfo, argument)."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", "", None, 0, scode) if scode is not None else None
        super().__init__(hresult, "refused", self.excepinfo, None)


class ComTime(dt.datetime):
    """pywintypes' time: a datetime that says UTC."""


class _Names:
    def GetIDsOfNames(self, locale: int, name: str) -> int:
        raise ComError(-2147352570)  # DISP_E_UNKNOWNNAME: this stub does not have it


class Dispatch:
    """What win32com gives for a COM object."""

    _oleobj_ = _Names()


class _Block(_Names):
    """A range below pywin32's convenience: its value in another form than the usual one."""

    def __init__(self, area: Area) -> None:
        self.area = area

    def GetIDsOfNames(self, locale: int, name: str) -> int:
        return 6 if name == "Value" else super().GetIDsOfNames(locale, name)

    def Invoke(self, number: int, locale: int, kind: int, wants: bool, form: int) -> Any:
        assert (number, kind, form) == (6, 2, 11)
        self.area.log("xml", self.area.box)
        return self.area.model.xml(self.area.box) if self.area.model.book.app.lists_merges else None


class Thing(Dispatch):
    """An object whose settings are noted on its range: a font, an interior, one side's border."""

    def __init__(self, area: Area, kind: str) -> None:
        vars(self).update(area=area, kind=kind)

    def __setattr__(self, name: str, value: Any) -> None:
        self.area.look(f"{self.kind}.{name}", value)


class Validation(Dispatch):
    def __init__(self, area: Area) -> None:
        self.area = area
        self.InCellDropdown = True

    @property
    def Type(self) -> int:
        raise ComError(-2147352567)  # a range without a rule has no type

    def Add(self, Type: int, Formula1: str) -> None:
        self.area.model.guard()
        assert Type == 3
        self.area.model.dropdowns[self.area.box] = Formula1


class Comment(Dispatch):
    def __init__(self, area: Area) -> None:
        self.Parent = area

    def Text(self) -> str:
        return self.Parent.model.notes[self.Parent.box[:2]]

    def Delete(self) -> None:
        del self.Parent.model.notes[self.Parent.box[:2]]


class Name(Dispatch):
    def __init__(self, names: dict[str, str], name: str) -> None:
        self.names, self.Name = names, name

    @property
    def RefersTo(self) -> str:
        return self.names[self.Name]

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self.names[self.Name] = value

    def Delete(self) -> None:
        del self.names[self.Name]


class Names(Dispatch):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    @property
    def Count(self) -> int:
        return len(self.names)

    def __call__(self, key: int | str) -> Name:
        if isinstance(key, str) and key not in self.names:
            raise ComError(-2147352567)
        return Name(self.names, list(self.names)[key - 1] if isinstance(key, int) else key)

    def Add(self, name: str, refers_to: str) -> Name:
        self.names[name] = refers_to
        return Name(self.names, name)


class Area(Dispatch):
    """``Range``: one block."""

    def __init__(self, sheet: Sheet, box: Box) -> None:
        self.sheet, self.model, self.box = sheet, sheet.model, box
        self._oleobj_ = _Block(self)
        self.log = sheet.book.app.model.note

    def look(self, what: str, value: Any) -> None:
        self.model.guard()
        self.log(f"look:{what}", self.box)
        self.model.looks.setdefault(what, []).append((self.box, value))

    def __call__(self, row: int, column: int) -> Area:
        at = self.box[0] + row - 1, self.box[1] + column - 1
        return Area(self.sheet, (*at, *at))

    @property
    def Worksheet(self) -> Sheet:
        return self.sheet

    @property
    def Application(self) -> Excel:
        return self.sheet.book.app

    @property
    def Cells(self) -> Area:
        return self

    @property
    def Row(self) -> int:
        return self.box[0]

    @property
    def Column(self) -> int:
        return self.box[1]

    @property
    def Rows(self) -> Any:
        return SimpleNamespace(Count=self.box[2] - self.box[0] + 1)

    @property
    def Columns(self) -> Any:
        return SimpleNamespace(Count=self.box[3] - self.box[1] + 1)

    @property
    def Count(self) -> int:
        return int(self.Rows.Count * self.Columns.Count)

    def GetValue(self) -> Any:
        return self.Value

    @property
    def Value(self) -> Any:
        self.log("read", self.box)
        return _block([tuple(row) for row in cells(self.box, self._com)])

    @Value.setter
    def Value(self, value: Any) -> None:
        self.log("write", self.box)
        self.model.type_in(self.box, value if isinstance(value, (list, tuple)) else ((value,),))

    def _com(self, place: Place) -> Any:
        """A cell's content as COM hands it over."""
        value = self.model.values.get(place)
        if isinstance(value, Fault):
            return -2146828288 + value.number  # a VT_ERROR arrives as this integer
        if isinstance(value, dt.datetime):
            return ComTime(*value.timetuple()[:6], tzinfo=dt.UTC)
        if isinstance(value, float) and self.model.formats.get(place) == MONEY:
            return Decimal(repr(value)).quantize(Decimal("0.0001"))  # VT_CY
        return value

    @property
    def Formula(self) -> Any:
        self.log("formula", self.box)
        return _block([tuple(row) for row in cells(self.box, self.model.formula)])

    @property
    def MergeCells(self) -> bool | None:
        self.log("merged?", self.box)
        return self.model.merged(self.box)

    @property
    def MergeArea(self) -> Area:
        return Area(self.sheet, self.model.merge_area((self.box[0], self.box[1])))

    def Clear(self) -> None:
        self.model.clear()

    def ClearOutline(self) -> None:
        self.model.groups.clear()

    def Select(self) -> None:
        self.log("select", self.box)

    def AddComment(self, text: str) -> Comment:
        self.model.guard()
        assert self.box[:2] not in self.model.notes
        self.model.notes[self.box[:2]] = text
        return Comment(self)

    @property
    def Comment(self) -> Comment | None:
        return Comment(self) if self.box[:2] in self.model.notes else None

    @property
    def Address(self) -> str:
        return address(self.box)

    def SpecialCells(self, kind: int) -> Area:
        raise ComError(-2147352567)  # no cells were found

    @property
    def Font(self) -> Thing:
        return Thing(self, "font")

    @property
    def Interior(self) -> Thing:
        return Thing(self, "interior")

    def Borders(self, side: int) -> Thing:
        return Thing(self, f"border{side}")

    @property
    def Validation(self) -> Validation:
        return Validation(self)

    @property
    def Hyperlinks(self) -> Any:
        return SimpleNamespace(Add=self._link)

    def _link(self, Anchor: Any, Address: str) -> Any:
        self.model.guard()
        self.model.links[self.box[0], self.box[1]] = (Address, "")
        return SimpleNamespace()


for _name in ("NumberFormat", "WrapText", "HorizontalAlignment", "VerticalAlignment", "ColumnWidth"):
    setattr(Area, _name, property(None, lambda self, value, name=_name: self.look(name, value)))


def _block(rows: list[tuple[Any, ...]]) -> Any:
    """One cell alone is no tuple."""
    return tuple(rows) if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


class Sheet(Dispatch):
    def __init__(self, book: Workbook, model: SheetModel) -> None:
        self.book, self.model = book, model
        self.Parent = book

    @property
    def Name(self) -> str:
        return self.model.name

    @Name.setter
    def Name(self, value: str) -> None:
        self.model.name = value

    @property
    def Visible(self) -> int:
        return self.model.visible

    @property
    def Index(self) -> int:
        return self.book.model.sheets.index(self.model) + 1

    @property
    def Names(self) -> Names:
        return Names(self.model.names)

    @property
    def Cells(self) -> Area:
        return Area(self, (1, 1, 1048576, 16384))

    @property
    def Application(self) -> Excel:
        return self.book.app

    def Range(self, first: Any, last: Any = None) -> Any:
        if isinstance(first, str) and first[:1].isdigit():
            return SimpleNamespace(Rows=SimpleNamespace(Group=lambda: self.model.groups.append(first)))
        if isinstance(first, str):
            return Area(self, box_of(first))
        first, last = (getattr(one, "_inner", one) for one in (first, last))
        return Area(self, (*first.box[:2], *last.box[2:]))

    @property
    def Comments(self) -> list[Comment]:
        return [Comment(Area(self, (*place, *place))) for place in list(self.model.notes)]

    @property
    def Outline(self) -> Any:
        return SimpleNamespace()

    @property
    def UsedRange(self) -> Area:
        return Area(self, self.model.used())

    def Activate(self) -> None:
        self.book.app.model.note(f"show {self.Name}")
        self.book.model.show(self.model)

    def Delete(self) -> None:
        assert not self.book.app.DisplayAlerts  # else Excel asks the person
        self.book.model.delete(self.model)

    def Move(self, Before: Any) -> None:
        self.book.model.sheets.remove(self.model)
        self.book.model.sheets.insert(self.book.model.sheets.index(Before._inner.model), self.model)


class Worksheets(Dispatch):
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.Parent = book

    @property
    def Count(self) -> int:
        return len(self.book.model.sheets)

    def __call__(self, key: Any) -> Sheet:
        try:
            return Sheet(self.book, self.book.model.sheet(key))
        except (StopIteration, IndexError):
            raise ComError(-2147352565) from None

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, one) for one in self.book.model.sheets])

    def Add(self, Before: Any) -> Sheet:
        sheets = self.book.model.sheets
        made = self.book.model.add(f"Sheet{len(sheets) + 1}", sheets.index(Before._inner.model))
        self.book.model.show(made)  # Excel brings a new sheet to the front
        return Sheet(self.book, made)


class Window(Dispatch):
    """Its settings are those of the sheet in front."""

    def __init__(self, book: BookModel) -> None:
        vars(self)["book"] = book

    def __setattr__(self, name: str, value: Any) -> None:
        front = self.book.sheets[self.book.front].name
        self.book.frozen.setdefault(front, {})[name] = value


class Workbook(Dispatch):
    def __init__(self, app: Excel, model: BookModel) -> None:
        self.app, self.model = app, model
        self.Application = self.Parent = app
        self.Path = "-"

    @property
    def FullName(self) -> str:
        return self.model.full_name

    @property
    def Name(self) -> str:
        return self.model.name

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self)

    @property
    def Names(self) -> Names:
        return Names(self.model.names)

    @property
    def ActiveSheet(self) -> Sheet:
        return Sheet(self, self.model.sheets[self.model.front])

    def Windows(self, number: int) -> Window:
        assert number == 1
        return Window(self.model)

    def Save(self) -> None:
        self.model.saves += 1


class Workbooks(Dispatch):
    def __init__(self, app: Excel) -> None:
        self.app = app

    @property
    def Count(self) -> int:
        return len(self.app.model.books)

    def __call__(self, key: Any) -> Workbook:
        models = self.app.model.books
        found = models[key - 1] if isinstance(key, int) else next(one for one in models if one.name == key)
        return Workbook(self.app, found)

    def __iter__(self) -> Iterator[Workbook]:
        return iter([Workbook(self.app, one) for one in self.app.model.books])


class Excel(Dispatch):
    """``Excel.Application``. ``refusing``: the COM error that each write raises; ``refusals``: how many do."""

    def __init__(self, hwnd: int) -> None:
        self.Hwnd = hwnd
        self.model = ExcelModel()
        self.model.locked = lambda: ComError(-2147352567, -2146827284)
        self.model.guard = self.guard  # type: ignore[method-assign]
        self.refusing: ComError | None = None
        self.refusals = sys.maxsize
        self.tries = 0
        self.International = ("",) * 5 + (",",)
        self.DisplayAlerts = True

    @property
    def Application(self) -> Excel:
        return self

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @property
    def ActiveSheet(self) -> Sheet:
        return Workbook(self, self.model.books[0]).ActiveSheet

    @property
    def ScreenUpdating(self) -> bool:
        return self.model.updating

    @ScreenUpdating.setter
    def ScreenUpdating(self, value: bool) -> None:
        self.guard()
        self.model.updating = value

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
        "pywintypes": module("pywintypes", com_error=ComError, error=WindowError, TimeType=ComTime, IID=str),
        "win32api": module("win32api"),
        "win32con": module("win32con"),
        "pythoncom": module("pythoncom", CoInitialize=lambda: None, ole_error=ComError, new=None, __file__="pythoncom"),
        "win32com": module("win32com", client=client),
        "win32com.client": client,
        "win32gui": module("win32gui", FindWindowEx=find),
        "win32process": module("win32process", GetWindowThreadProcessId=lambda hwnd: (1, hwnd * 10)),
        "win32timezone": module("win32timezone", TimeZoneInfo=SimpleNamespace(utc=lambda: dt.UTC)),
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
