"""One office without windows for all engine tests, a fresh workbook for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kamxl.errors import HostError

if TYPE_CHECKING:
    import xlwings as xw


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    pytest.importorskip("xlwings")
    from kamxl.hosts.libreoffice.engine import register

    try:
        started = register().apps.add(visible=False, add_book=False)
    except HostError as error:
        pytest.skip(f"这台电脑上没有可用的 LibreOffice: {error.text.what()}")
    yield started
    started.quit()


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    added = app.books.add()
    yield added
    added.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]
