"""``Book``: one open workbook."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from xlwings import base_classes

from kamxl.errors import HostError

from .bridge import Bridge
from .formats import Formats
from .gaps import implements, partly, unsupported
from .names import BookNames
from .sheets import Sheets

if TYPE_CHECKING:
    from .app import App

# How each file name extension is stored; the filters' names are LibreOffice's own.
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}


@implements(base_classes.Book)
class Book:
    """One open workbook, held by UNO's document."""

    app: App
    api: Any

    def __init__(self, app: App, api: Any) -> None:
        self.app = app
        self.api = api

    @property
    def bridge(self) -> Bridge:
        return self.app.bridge

    @cached_property
    def id(self) -> str:
        """Which document this is, whatever its name becomes."""
        return str(self.api.RuntimeUID)

    @cached_property
    def formats(self) -> Formats:
        return self.app.formats_of(self)

    @cached_property
    def epoch(self) -> dt.datetime:
        """Day 0 of the workbook: 1899-12-30, or 1904-01-01 in one from an old Macintosh."""
        day = self.api.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001 - spreadsheets have no time zones

    @property
    def moves(self) -> int:
        """How often cells were moved: UNO's range objects move with them, and a sheet's own object even loses cells."""
        return self.app.moves_of(self)

    def moved(self) -> None:
        self.app.note_move(self)

    @cached_property
    def sheets_api(self) -> Any:
        """UNO's sheets: the object stays the same, whatever happens to the sheets."""
        return self.api.Sheets

    @property
    def controller(self) -> Any:
        return self.api.getCurrentController()

    @property
    def fullname(self) -> str:
        """The path; the title where the workbook was never saved."""
        url = str(self.api.URL)
        if not url:
            return str(self.api.Title)
        parsed = urlparse(url)
        return url2pathname(parsed.path) if parsed.scheme == "file" else unquote(url)

    @property
    def name(self) -> str:
        url = str(self.api.URL)
        return unquote(url).rsplit("/", 1)[-1] if url else str(self.api.Title)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> BookNames:
        return BookNames(self)

    def activate(self) -> None:
        self.controller.Frame.activate()
        self.app.remember(self)

    @partly("xlsx, xlsm, xltx, xls, ods and csv, a password for ods only; LibreOffice rewrites the file in its own way")
    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save, or save as: the format follows the extension. Raises ``HostError`` where it cannot be written."""
        if path is None and not self.api.URL:
            path = str(Path.cwd() / f"{self.name}.xlsx")
        if path is None and password is None:
            self._store(self.fullname, self.api.store)
            return
        target = Path(path or self.fullname).resolve()
        if target.suffix.lower() not in _FILTERS:
            unsupported("Book.save", f"as {target.suffix or target.name}")
        if password and target.suffix.lower() != ".ods":
            unsupported("Book.save", "with a password, as anything but .ods: LibreOffice would store it in the clear")
        options: dict[str, Any] = {"FilterName": _FILTERS[target.suffix.lower()], "Overwrite": True}
        if password:
            options["Password"] = password
        properties = self.bridge.properties(**options)
        self._store(str(target), lambda: self.api.storeAsURL(target.as_uri(), properties))
        self.app.files.add(target)

    def _store(self, path: str, store: Any) -> None:
        if not Path(path).parent.is_dir():  # LibreOffice would make the folder without a word
            raise HostError("libreoffice.no_folder", path=path)
        try:
            store()
        except Exception as error:  # UNO's exceptions are made at run time
            if "IOException" not in type(error).__name__:
                raise
            raise HostError("libreoffice.cannot_save", path=path, reason=str(error)) from error

    def close(self) -> None:
        """Close without saving and without a question, as xlwings does."""
        self.api.setModified(False)
        self.app.forget(self)
        self.api.close(True)

    @partly("quality is left to LibreOffice")
    def to_pdf(self, path: str, quality: str | None = None) -> None:
        self.export_pdf(Path(path), None)

    def export_pdf(self, path: Path, selection: Any) -> None:
        """Write a PDF of the workbook, or of a UNO range alone."""
        options: dict[str, Any] = {"FilterName": "calc_pdf_Export"}
        if selection is not None:
            options["FilterData"] = self.bridge.typed(
                "[]com.sun.star.beans.PropertyValue", self.bridge.properties(Selection=selection)
            )
        properties = self.bridge.properties(**options)
        target = path.resolve()
        self._store(str(target), lambda: self.api.storeToURL(target.as_uri(), properties))
