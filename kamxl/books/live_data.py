"""Short texts of ours in an open workbook, as defined names like those of a closed one.

A name that is made here shows in the host's list of names until a closed-file command writes the text again: xlwings has no
word for hiding one, and LibreOffice 7.4 hides none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..ooxml.names import data_formula, data_name, data_text, keeps, live

if TYPE_CHECKING:
    import xlwings as xw


class LiveData:
    """The texts of one workbook as of now."""

    def __init__(self, book: xw.Book) -> None:
        formulas = getattr(book.names.impl, "formulas", None)  # our LibreOffice engine gives all in one answer
        self._found: Mapping[str, str] = (
            formulas() if formulas is not None else {name.name: name.refers_to or "" for name in book.names}
        )

    def text(self, key: str) -> str | None:
        name = self.name(key)
        return None if name is None else data_text(self._found[name])

    def meaning(self, name: str) -> str | None:
        """What a defined name of the workbook refers to, ``None`` where there is none."""
        return next((formula for known, formula in self._found.items() if known.casefold() == name.casefold()), None)

    def name(self, key: str) -> str | None:
        """The defined name that keeps it."""
        return next((name for name in self._found if keeps(name, key)), None)


def keep(book: xw.Book, data: Mapping[str, str | None]) -> None:
    """Keeps each text under its key, or forgets it where it is ``None``."""
    if not data:
        return
    known = LiveData(book)
    for key, text in data.items():
        name = known.name(key)
        if text is None:
            if name is not None:
                book.names[name].delete()
            continue
        formula = f"={data_formula(key, text)}"
        if name is not None:
            book.names[name].refers_to = formula
        else:
            book.names.add(live(data_name(key)), formula)
