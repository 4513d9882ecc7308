"""``Sheets`` of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .gaps import implements, unsupported
from .sheet import Sheet

if TYPE_CHECKING:
    from .book import Book


@implements(base_classes.Sheets)
class Sheets:
    """The sheets in their order. Names are compared as Excel does: without regard to case."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.sheets_api

    def titles(self) -> list[str]:
        return list(self.api.getElementNames())

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.controller.getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        api = self.api
        if isinstance(name_or_index, str):
            name = next((title for title in self.titles() if title.casefold() == name_or_index.casefold()), None)
            if name is None:
                raise KeyError(name_or_index)
            return Sheet(self._book, api.getByName(name))
        if not 1 <= name_or_index <= api.Count:
            raise IndexError(name_or_index)
        return Sheet(self._book, api.getByIndex(name_or_index - 1))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in (title.casefold() for title in self.titles())

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(index + 1) for index in range(len(self)))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, made active as Excel does; without a place, before the active one."""
        title = name or self._fresh_title()
        place = self.place(before or (None if after else self.active), after, self._book)
        self.api.insertNewByName(title, place)
        sheet = self(title)
        self._book.controller.setActiveSheet(sheet.api)
        return sheet

    def _fresh_title(self) -> str:
        taken = {title.casefold() for title in self.titles()}
        number = len(taken) + 1
        while f"sheet{number}" in taken:
            number += 1
        return f"Sheet{number}"

    @staticmethod
    def place(before: Sheet | None, after: Sheet | None, book: Book) -> int:
        """The position (from 0) that ``before`` or ``after`` means in this workbook."""
        neighbour = before or after
        if neighbour is None or neighbour.book.id != book.id:
            unsupported("Sheet.copy", "into another workbook")
        return neighbour.index - 1 if before else neighbour.index
