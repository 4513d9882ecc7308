"""``Books`` of an office: its open workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse
from urllib.request import url2pathname

from xlwings import base_classes

from kamxl.errors import HostError

from .book import Book
from .gaps import implements, partly
from .locks import holder

if TYPE_CHECKING:
    from .app import App

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_UPDATE_LINKS, _KEEP_LINKS = 3, 0  # com.sun.star.document.UpdateDocMode: FULL_UPDATE, NO_UPDATE


@implements(base_classes.Books)
class Books:
    """The open workbooks, in no particular order, as UNO lists them."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.bridge.desktop.Components

    def __iter__(self) -> Iterator[Book]:
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if hasattr(document, "supportsService") and document.supportsService(_SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(book.name.casefold() == name.casefold() for book in self)

    def __call__(self, name_or_index: int | str) -> Book:
        books = list(self)
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(books):
                raise IndexError(name_or_index)
            return books[name_or_index - 1]
        for book in books:
            if name_or_index.casefold() in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(name_or_index)

    @property
    def active(self) -> Book:
        """The workbook in front; in an office without windows, the one added, opened or activated last."""
        books = list(self)
        last = next((book for book in books if book.id == self.app.last_book_id), None)
        if self.app.headless and last is not None:
            return last
        current = self.app.bridge.desktop.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return Book(self.app, current)
        if not books:
            raise IndexError("no open workbook")
        return last or books[0]

    def add(self) -> Book:
        return self._load("private:factory/scalc", {})

    @partly("path, update_links, read_only and password; the other arguments are Excel's own and are left out")
    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,
        password: str | None = None,
        *_excel_only: Any,
    ) -> Book:
        """Open a file. Raises ``HostError`` where LibreOffice cannot."""
        options: dict[str, Any] = {"UpdateDocMode": _UPDATE_LINKS if update_links else _KEEP_LINKS}
        if read_only:
            options["ReadOnly"] = True
        if password:
            options["Password"] = password
        path = Path(fullname).resolve()
        book = self._load(path.as_uri(), options)
        self.app.files.add(path)
        return book

    def _load(self, url: str, options: dict[str, Any]) -> Book:
        options["MacroExecutionMode"] = 4 if self.app.runs_macros else 0
        bridge = self.app.bridge
        try:
            document = bridge.desktop.loadComponentFromURL(url, "_blank", 0, bridge.properties(**options))
        except Exception as error:  # UNO's exceptions are made at run time
            raise HostError("libreoffice.cannot_open", path=url, reason=str(error)) from error
        if document is None and (who := holder(Path(url2pathname(urlparse(url).path)))):
            raise HostError("libreoffice.locked", path=url, who=who)
        if document is None or not document.supportsService(_SPREADSHEET):
            raise HostError("libreoffice.cannot_open", path=url, reason="not a spreadsheet")
        book = Book(self.app, document)
        self.app.remember(book)
        return book
