"""Notes: what LibreOffice calls a comment and Excel, since threaded comments came, a note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .addresses import Area
from .gaps import implements

if TYPE_CHECKING:
    from .range import Range
    from .sheet import Sheet


@implements(base_classes.Note)
class Note:
    """The note of one cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet = sheet
        self._row = row
        self._column = column

    @property
    def api(self) -> Any:
        return self._sheet.api.getCellByPosition(self._column - 1, self._row - 1).getAnnotation()

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        return str(self.api.getAuthor())

    @property
    def location(self) -> Range:
        return self._sheet.over(Area(self._row, self._column))

    def delete(self) -> None:
        self._sheet.notes.remove(self._row, self._column)


class Notes:
    """The notes of one sheet, in UNO's order."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[Note]:
        for row, column in self._places():
            yield Note(self._sheet, row, column)

    def _places(self) -> list[tuple[int, int]]:
        annotations = self._sheet.api.Annotations
        positions = (annotations.getByIndex(index).getPosition() for index in range(annotations.Count))
        return [(position.Row + 1, position.Column + 1) for position in positions]

    def at(self, row: int, column: int) -> Note | None:
        """The note of a cell, or ``None``."""
        note = Note(self._sheet, row, column)
        return note if note.text else None

    def add(self, row: int, column: int, text: str) -> Note:
        cell = self._sheet.api.getCellByPosition(column - 1, row - 1)
        self._sheet.api.Annotations.insertNew(cell.CellAddress, text)
        return Note(self._sheet, row, column)

    def remove(self, row: int, column: int) -> None:
        index = self._places().index((row, column))
        self._sheet.api.Annotations.removeByIndex(index)
