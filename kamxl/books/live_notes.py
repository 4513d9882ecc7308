"""Our notes on the cells of an open workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .own_note import is_own

if TYPE_CHECKING:
    import xlwings as xw

_MOST = 200  # each note is several calls to the application


def noted(book: xw.Book) -> bool:
    """Whether any of our notes is in the workbook."""
    return any(is_own(str(note.text)) for sheet in book.sheets for _, note in _listed(sheet))


def renew(book: xw.Book, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Our notes leave and these come, at cells without another person's."""
    left = _MOST
    for sheet in book.sheets:
        new = dict(list(texts.get(sheet.name, {}).items())[:left])
        left -= len(new)
        taken: set[str] = set()
        for cell, note in _listed(sheet):
            if not is_own(str(note.text)):
                taken.add(cell)
            elif str(note.text) == new.get(cell):
                taken.add(cell)  # it says the same already
            else:
                note.delete()
        for cell, text in new.items():
            if cell not in taken:
                sheet.range(cell).add_note(text)


def _listed(sheet: xw.Sheet) -> list[tuple[str, Any]]:
    """The sheet's notes with their cells (A1)."""
    return [(note.location.address.replace("$", ""), note) for note in sheet.notes]
