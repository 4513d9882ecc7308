"""Defined names, of a workbook and of a sheet. A sheet's own name shows as ``Sheet1!name``, as in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .addresses import Area, quoted
from .formulas import to_calc, to_excel
from .gaps import implements, unsupported

if TYPE_CHECKING:
    from .book import Book
    from .range import Range
    from .sheet import Sheet


@implements(base_classes.Name)
class Name:
    """One defined name."""

    api: Any

    def __init__(self, book: Book, api: Any, collection: Any, sheet: Sheet | None) -> None:
        self._book = book
        self.api = api
        self._collection = collection
        self._sheet = sheet

    @property
    def name(self) -> str:
        plain = str(self.api.Name)
        return plain if self._sheet is None else f"{quoted(self._sheet.name)}!{plain}"

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value.rpartition("!")[2]

    @property
    def refers_to(self) -> str:
        return to_excel("=" + str(self.api.Content))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.Content = to_calc(value).removeprefix("=")

    @property
    def refers_to_range(self) -> Range:
        cells = self.api.getReferredCells()
        if cells is None:
            raise ValueError(f"{self.name} does not refer to a range: {self.refers_to}")
        sheet = self._book.sheets(int(cells.RangeAddress.Sheet) + 1)
        return sheet.over(sheet.area_of(cells))

    def delete(self) -> None:
        self._collection.removeByName(self.api.Name)


class _Scope:
    """The names of one scope: the workbook's, or one sheet's."""

    def __init__(self, book: Book, api: Any, sheet: Sheet | None) -> None:
        self.book = book
        self.api = api
        self.sheet = sheet

    def find(self, name: str) -> Name | None:
        title = next((one for one in self.api.getElementNames() if one.casefold() == name.casefold()), None)
        return None if title is None else self._wrap(title)

    def all(self) -> list[Name]:
        return [self._wrap(title) for title in sorted(self.api.getElementNames(), key=str.casefold)]

    def _wrap(self, title: str) -> Name:
        return Name(self.book, self.api.getByName(title), self.api, self.sheet)

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or give one that exists its new meaning."""
        existing = self.find(name)
        if existing is not None:
            existing.refers_to = refers_to
            return existing
        origin = self.book.bridge.struct("table.CellAddress", Sheet=0, Column=0, Row=0)
        self.api.addNewByName(name, to_calc(refers_to).removeprefix("="), origin, 0)
        return self._wrap(name)


class _Names:
    """What the names of a workbook and of a sheet have in common."""

    def _scopes(self) -> list[_Scope]:
        raise NotImplementedError

    def _entries(self) -> list[Name]:
        return [name for scope in self._scopes() for name in scope.all()]

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(entry.name, entry) for entry in self._entries()]

    def __len__(self) -> int:
        return len(self._entries())

    def __call__(self, name_or_index: int | str) -> Name:
        if isinstance(name_or_index, str):
            found = self._find(name_or_index)
            if found is None:
                raise KeyError(name_or_index)
            return found
        return self._entries()[name_or_index - 1]

    def contains(self, name_or_index: int | str) -> bool:
        if isinstance(name_or_index, str):
            return self._find(name_or_index) is not None
        return 1 <= name_or_index <= len(self)

    def _find(self, name: str) -> Name | None:
        place, mark, plain = name.rpartition("!")
        wanted = place.strip("'").replace("''", "'").casefold()
        for scope in self._scopes():
            if mark and (scope.sheet is None or scope.sheet.name.casefold() != wanted):
                continue
            if (found := scope.find(plain)) is not None:
                return found
        return None


@implements(base_classes.Names)
class BookNames(_Names):
    """All names of a workbook, its sheets' own among them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.api.NamedRanges

    def _scopes(self) -> list[_Scope]:
        own = _Scope(self._book, self.api, None)
        return [own, *(_Scope(self._book, sheet.api.NamedRanges, sheet) for sheet in self._book.sheets)]

    def add(self, name: str, refers_to: str) -> Name:
        place, mark, plain = name.rpartition("!")
        if mark:
            return self._book.sheets(place.strip("'").replace("''", "'")).names.add(plain, refers_to)
        return _Scope(self._book, self.api, None).add(plain, refers_to)

    def formulas(self) -> dict[str, str]:
        """What each name of the workbook itself refers to: one question to the office, whatever their number."""
        found = self._book.bridge.survey("names", self.api)
        return {name: to_excel("=" + content) for name, content in found}

    def of_area(self, sheet: Sheet, area: Area) -> Name | None:
        """The name that means exactly this area, or ``None``."""
        meaning = f"={quoted(sheet.name)}!{area.a1()}"
        return next((entry for entry in self._entries() if entry.refers_to == meaning), None)

    def range_named(self, text: str, sheet: Sheet) -> Range:
        """``sheet.range(text)`` where the text is no plain address: a name, a table, another sheet's range."""
        place, mark, local = text.rpartition("!")
        if mark and (title := place.strip("'").replace("''", "'")) in self._book.sheets:
            return self._book.sheets(title).range(local)
        for scope in (sheet.names._scopes()[0], _Scope(self._book, self.api, None)):
            if (found := scope.find(text)) is not None:
                return found.refers_to_range
        if (table := sheet.tables.named_anywhere(text)) is not None:
            return table.data_body_range or table.range
        if "," in text:
            unsupported("Sheet.range", "several areas in one range")
        raise ValueError(f"'{text}' is neither an address nor a name in {self._book.name}")


@implements(base_classes.Names)
class SheetNames(_Names):
    """The names that belong to one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.api.NamedRanges

    def _scopes(self) -> list[_Scope]:
        return [_Scope(self._sheet.book, self.api, self._sheet)]

    def add(self, name: str, refers_to: str) -> Name:
        return self._scopes()[0].add(name.rpartition("!")[2], refers_to)
