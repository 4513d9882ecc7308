# ruff: noqa: A002, N802 - the arguments' names are Excel's
"""Stubbed appscript: enough that xlwings' own module for macOS is imported and runs here, over the workbook model.

``macos_engine()`` gives ``xlwings._xlmac``; every line of it that runs is xlwings' own. As in appscript, a reference is
only a path until a command is sent to it, and a name that Excel's dictionary (``xlwings.mac_dict``) lacks is refused.
"""

from __future__ import annotations

import datetime as dt
import importlib
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import xlwings
from xlwings import mac_dict

from .workbook_model import (
    VISIBLE,
    BookModel,
    Box,
    ExcelModel,
    Fault,
    SheetModel,
    address,
    box_of,
    cells,
    places,
)

PID = 4242
_TERMS = {
    name
    for table in (mac_dict.properties, mac_dict.elements, mac_dict.commands, mac_dict.classes)
    for name, *_ in table
} | {"get", "set", "make", "count", "exists", "delete", "save", "after", "before", "Windows"}


class CommandError(Exception):
    """appscript.reference.CommandError: what Excel answers to an event that it refuses."""

    def __init__(self, errornumber: int) -> None:
        self.errornumber = errornumber
        super().__init__(errornumber)


@dataclass(frozen=True)
class Keyword:
    AS_name: str


class Keywords:
    def __getattr__(self, name: str) -> Keyword:
        return Keyword(name)


k = Keywords()


class Reference:
    """``app.workbooks["a.xlsx"].worksheets["客户"].cells["$A$1"].value``: a path, walked when a command is sent."""

    def __init__(self, app: ExcelModel, path: tuple[Any, ...] = ()) -> None:
        self._app, self._path = app, path

    def __getattr__(self, name: str) -> Reference:
        if name not in _TERMS:
            raise AttributeError(f"Unknown property, element or command: {name!r}")
        return Reference(self._app, (*self._path, name))

    def __getitem__(self, key: Any) -> Reference:
        return Reference(self._app, (*self._path, (key,)))

    def __call__(self, *values: Any, **arguments: Any) -> Any:
        *path, command = self._path
        target: Any = Application(self._app)
        for step in path:
            target = target.element(step[0]) if isinstance(step, tuple) else target.member(step)
        return getattr(target, f"do_{command}")(*values, **{name: v for name, v in arguments.items() if v is not None})


class Node:
    """What a reference leads to. ``properties`` are read by ``get_…`` and set by ``set_…`` of the node that has them."""

    def member(self, name: str) -> Any:
        found = getattr(self, f"of_{name}", None)
        return found() if found is not None else Property(self, name)

    def do_properties(self) -> dict[Keyword, Any]:
        return {Keyword(name.removeprefix("get_")): getattr(self, name)() for name in dir(self) if name[:4] == "get_"}


@dataclass
class Property:
    of: Any
    name: str

    def do_get(self) -> Any:
        return getattr(self.of, f"get_{self.name}")()

    def do_set(self, value: Any) -> None:
        getattr(self.of, f"set_{self.name}")(value)


@dataclass
class Elements:
    """``workbooks``, ``worksheets``, ``rows`` …: by number from 1, or by name."""

    one: Any

    def element(self, key: Any) -> Any:
        return self.one(key)


@dataclass
class Application(Node):
    model: ExcelModel

    def of_workbooks(self) -> Elements:
        return Elements(lambda key: Workbook(self.model, key))

    def of_active_workbook(self) -> Workbook:
        return Workbook(self.model, 1)

    def do_count(self, each: Keyword) -> int:
        assert each == k.workbook
        return len(self.model.books)

    def do_get_international(self, data_type: Keyword) -> str:
        assert data_type == k.list_separator
        return ","

    def get_screen_updating(self) -> bool:
        return self.model.updating

    def set_screen_updating(self, value: bool) -> None:
        self.model.guard()
        self.model.updating = value

    def get_display_alerts(self) -> bool:
        return self.model.alerts

    def set_display_alerts(self, value: bool) -> None:
        self.model.alerts = value


@dataclass
class Workbook(Node):
    app: ExcelModel
    key: Any

    @property
    def model(self) -> BookModel:
        if isinstance(self.key, int):
            return self.app.books[self.key - 1]
        return next(book for book in self.app.books if book.name == self.key)

    def do_exists(self) -> bool:
        return isinstance(self.key, int) or any(book.name == self.key for book in self.app.books)

    def of_worksheets(self) -> Elements:
        return Elements(lambda key: Sheet(self.model, key))

    def of_sheets(self) -> Elements:
        return self.of_worksheets()

    def of_named_items(self) -> Names:
        return Names(self.model.names)

    def of_active_sheet(self) -> Sheet:
        return Sheet(self.model, self.model.front + 1)

    def of_windows(self) -> Elements:
        return Elements(lambda number: Window(self.model))

    def do_count(self, each: Keyword) -> int:
        assert each == k.worksheet
        return len(self.model.sheets)

    def do_make(self, new: Keyword, at: Reference, with_properties: dict[Keyword, Any] | None = None) -> Reference:
        if with_properties is not None:
            assert new == k.named_item
            self.model.names[with_properties[k.name]] = with_properties[k.references]
            return Reference(self.app, ("workbooks", (self.key,), "named_items", (with_properties[k.name],)))
        assert new == k.worksheet
        *_, behind, where = at._path
        assert where == "after"
        made = self.model.add(f"Sheet{len(self.model.sheets) + 1}", Sheet(self.model, behind[0]).index + 1)
        self.model.show(made)
        return Reference(self.app, ("workbooks", (self.key,), "worksheets", (made.name,)))

    def do_save(self, timeout: int) -> None:
        self.model.saves += 1

    def get_name(self) -> str:
        return self.model.name

    def get_full_name(self) -> str:
        return self.model.full_name

    def get_path(self) -> str:
        return "-"

    def get_file_format(self) -> Keyword:
        return k.Excel_XML_file_format


@dataclass
class Names(Node):
    names: dict[str, str]

    def element(self, key: Any) -> Name:
        if isinstance(key, str) and key not in self.names:
            raise CommandError(-1728)
        return Name(self.names, list(self.names)[key - 1] if isinstance(key, int) else key)

    def get_name(self) -> Any:
        return list(self.names) or k.missing_value


@dataclass
class Name(Node):
    names: dict[str, str]
    name: str

    def get_name(self) -> str:
        return self.name

    def do_get(self) -> str:
        return self.name

    def get_references(self) -> str:
        return self.names[self.name]

    def set_references(self, value: str) -> None:
        self.names[self.name] = value

    def do_delete(self) -> None:
        del self.names[self.name]


@dataclass
class Window(Node):
    book: BookModel

    def _set(self, name: str, value: Any) -> None:
        front = self.book.sheets[self.book.front].name
        self.book.frozen.setdefault(front, {})[name] = value

    def set_freeze_panes(self, value: bool) -> None:
        self._set("FreezePanes", value)

    def set_split_row(self, value: int) -> None:
        self._set("SplitRow", value)

    def set_split_column(self, value: int) -> None:
        self._set("SplitColumn", value)

    def set_scroll_row(self, value: int) -> None:
        self._set("ScrollRow", value)


@dataclass
class Sheet(Node):
    book: BookModel
    key: Any

    @property
    def model(self) -> SheetModel:
        try:
            return self.book.sheet(self.key)
        except (StopIteration, IndexError):
            raise CommandError(-1728) from None

    @property
    def index(self) -> int:
        return self.book.sheets.index(self.model)

    def of_cells(self) -> Elements:
        return Elements(lambda text: Area(self.model, box_of(text)))

    def of_rows(self) -> Elements:
        return Elements(lambda row: Row(self.model, row))

    def of_named_items(self) -> Names:
        return Names(self.model.names)

    def do_make(self, new: Keyword, at: Reference, with_properties: dict[Keyword, Any]) -> Reference:
        assert new == k.named_item
        name = with_properties[k.name]
        self.model.names[name] = with_properties[k.references]
        return Reference(at._app, (*at._path, "named_items", (name,)))

    def do_exists(self) -> bool:
        return self.model in self.book.sheets

    def of_used_range(self) -> Area:
        return Area(self.model, self.model.used())

    def do_activate_object(self) -> None:
        self.book.app.note(f"show {self.model.name}")
        self.book.show(self.model)

    def do_delete(self) -> None:
        assert not self.book.app.alerts  # else Excel asks the person
        self.book.delete(self.model)

    def get_name(self) -> str:
        return self.model.name

    def set_name(self, value: str) -> None:
        self.model.name = value

    def get_visible(self) -> Keyword:
        return k.sheet_visible if self.model.visible == VISIBLE else k.sheet_hidden


@dataclass
class Row(Node):
    sheet: SheetModel
    row: int

    def of_columns(self) -> Elements:
        return Elements(lambda column: Area(self.sheet, (self.row, column, self.row, column)))


@dataclass
class Area(Node):
    sheet: SheetModel
    box: Box

    def note(self, what: str) -> None:
        self.sheet.book.app.note(what, self.box)

    def do_get_address(self, **_: Any) -> str:
        self.note("where")
        return address(self.box)

    def do_count(self, each: Keyword) -> int:
        return {"row": self.box[2] - self.box[0] + 1, "column": self.box[3] - self.box[1] + 1}[each.AS_name]

    def get_first_row_index(self) -> int:
        return self.box[0]

    def get_first_column_index(self) -> int:
        return self.box[1]

    def get_value(self) -> Any:
        """Blank cells as "", errors as the missing value, dates without a time zone; one cell alone is no list."""
        self.note("read")
        return _block(cells(self.box, lambda place: self._given(self.sheet.values.get(place, ""))))

    @staticmethod
    def _given(value: Any) -> Any:
        return k.missing_value if isinstance(value, Fault) else value

    def set_value(self, value: Any) -> None:
        self.note("write")
        self.sheet.type_in(self.box, value if isinstance(value, list) else [[value]])

    def get_string_value(self) -> Any:
        self.note("shown")
        return _block(cells(self.box, lambda place: _shown(self.sheet.values.get(place, ""))))

    def get_formula(self) -> Any:
        self.note("formula")
        return _block(cells(self.box, self.sheet.formula))

    def get_merge_cells(self) -> Any:
        self.note("merged?")
        answer = self.sheet.merged(self.box)
        return k.missing_value if answer is None else answer

    def of_cells(self) -> Each:
        return Each(self)

    def of_merge_area(self) -> Area:
        return Area(self.sheet, self.sheet.merge_area((self.box[0], self.box[1])))

    def do_clear_range(self) -> None:
        self.sheet.clear()

    def do_select(self) -> None:
        self.note("select")

    def do_make(self, at: Reference, new: Keyword, with_properties: dict[Keyword, Any]) -> None:
        assert new == k.hyperlink
        self.sheet.guard()
        self.sheet.links[self.box[:2]] = (with_properties[k.address], with_properties[k.screen_tip])

    def do_special_cells(self, type: Keyword) -> Any:
        found = list(self.sheet.notes) if type == k.cell_type_comments else []
        if not found:
            raise CommandError(-50)
        return SimpleNamespace(get_address=lambda: ",".join(address((*place, *place)) for place in found))

    def of_Excel_comment(self) -> Comment:
        return Comment(self)

    def do_add_comment(self, comment_text: str) -> Sent:
        self.sheet.guard()
        assert self.box[:2] not in self.sheet.notes
        self.sheet.notes[self.box[:2]] = comment_text
        return Sent(Comment(self))

    def do_clear_Excel_comments(self) -> None:
        del self.sheet.notes[self.box[:2]]

    def of_font_object(self) -> Thing:
        return Thing(self, "font")

    def of_interior_object(self) -> Thing:
        return Thing(self, "interior")

    def do_get_border(self, which_border: Keyword) -> Any:
        return Sent(Thing(self, which_border.AS_name))

    def of_validation(self) -> Validation:
        return Validation(self)

    def __getattr__(self, name: str) -> Any:
        if name in {f"set_{one}" for one in _LOOKS}:
            return lambda value: Thing(self, "cell").put(name.removeprefix("set_"), value)
        raise AttributeError(name)


@dataclass
class Comment(Node):
    area: Area

    def do_Excel_comment_text(self) -> str:
        if self.area.box[:2] not in self.area.sheet.notes:
            raise CommandError(-1728)
        return self.area.sheet.notes[self.area.box[:2]]


@dataclass
class Each(Node):
    """``every cell of range``: one answer for each."""

    area: Area

    def get_merge_cells(self) -> Any:
        self.area.note("each-merged?")
        if not self.area.sheet.book.app.lists_merges:
            raise CommandError(-1728)
        return [self.area.sheet.merged((*place, *place)) for place in places(self.area.box)]


_LOOKS = ("number_format", "wrap_text", "horizontal_alignment", "vertical_alignment", "column_width")


@dataclass
class Thing(Node):
    """An object whose settings are noted on its range: a font, an interior, one side's border."""

    area: Area
    kind: str

    def put(self, name: str, value: Any) -> None:
        self.area.sheet.guard()
        self.area.note(f"look:{self.kind}.{name}")
        self.area.sheet.looks.setdefault(f"{self.kind}.{name}", []).append((self.area.box, value))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("set_"):
            return lambda value: self.put(name.removeprefix("set_"), value)
        raise AttributeError(name)


@dataclass
class Validation(Node):
    area: Area

    def get_validation_type(self) -> Keyword:
        return k.missing_value

    def do_add_data_validation(self, type: Keyword, formula1: str) -> None:
        self.area.sheet.guard()
        assert type == k.validate_list
        self.area.sheet.dropdowns[self.area.box] = formula1

    def set_in_cell_dropdown(self, value: bool) -> None:
        assert value


class Sent:
    """A reference that a command answered."""

    def __init__(self, node: Any) -> None:
        self.node = node

    def __getattr__(self, name: str) -> Any:
        assert name in _TERMS, name
        found = self.node.member(name)
        return SimpleNamespace(get=found.do_get, set=found.do_set)


def _block(rows: list[list[Any]]) -> Any:
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def _shown(value: Any) -> str:
    if isinstance(value, Fault):
        return value.shown
    return value.strftime("%Y/%m/%d") if isinstance(value, dt.datetime) else str(value)


@contextmanager
def macos_engine(app: ExcelModel) -> Iterator[ModuleType]:
    """``xlwings._xlmac`` over this application, as ``xlwings.engines["excel"]``; everything is as before afterwards."""

    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        vars(made).update(members)
        return made

    app.locked = lambda: CommandError(-10006)
    reference = module("appscript.reference", CommandError=CommandError, Reference=Reference)
    data = struct.pack("i", PID)
    target = SimpleNamespace(addressdesc=SimpleNamespace(coerce=lambda kind: SimpleNamespace(data=data)))
    running = Reference(app)
    vars(running)["AS_appdata"] = SimpleNamespace(target=lambda: target)
    stubs = {
        "aem": module("aem", kae=SimpleNamespace(typeKernelProcessID="kpid")),
        "osax": module("osax"),
        "psutil": module("psutil"),
        "appscript": module(
            "appscript", k=k, its=None, mactypes=None, reference=reference,
            app=lambda pid, terms: running,
        ),
        "appscript.reference": reference,
    }  # fmt: skip
    before = {name: sys.modules.get(name) for name in [*stubs, "xlwings._xlmac"]}
    sys.modules.update(stubs)
    engines, by_name = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name)
    try:
        loaded = importlib.import_module("xlwings._xlmac")
        loaded.Apps._iter_excel_instances = lambda self: iter([PID])  # it asks macOS' lsappinfo
        loaded.is_excel_running = lambda: False
        xlwings.engines.add(xlwings.Engine(impl=loaded.engine))
        yield loaded
    finally:
        xlwings.engines.engines, xlwings.engines.engines_by_name = engines, by_name
        for name, old in before.items():
            sys.modules.pop(name, None) if old is None else sys.modules.update({name: old})
        vars(xlwings).pop("_xlmac", None)
