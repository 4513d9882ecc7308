"""A closed file on disk: calamine reads it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from ..domain.values import Raw
from ..errors import BookError
from .port import Change, Grid

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = {".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xlam"}


class ClosedBook:
    """A workbook file, opened once; sheets are read when asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._workbook = _open(path)
        self._meta = {meta.name: meta for meta in self._workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet}

    @property
    def name(self) -> str:
        return self.path.name

    def sheet_names(self) -> list[str]:
        return list(self._meta)

    def grid(self, sheet: str) -> Grid:
        if sheet not in self._meta:
            raise BookError("books.no_sheet", path=self.name, sheet=sheet, sheets="、".join(self._meta))
        try:
            found = self._workbook.get_sheet_by_name(sheet)
        except (CalamineError, WorksheetNotFound) as error:
            raise BookError("books.damaged_sheet", path=self.name, sheet=sheet, reason=error) from error
        rows = cast("list[list[Raw]]", found.to_python(skip_empty_area=False))
        return Grid(
            name=sheet,
            rows=[[None if cell == "" else cell for cell in row] for row in rows],
            merges=[(*first, *last) for first, last in found.merged_cell_ranges or ()],
            visible=self._meta[sheet].visible == SheetVisibleEnum.Visible,
        )

    def apply(self, change: Change) -> None:
        raise BookError("books.cannot_write", path=self.name, reason="无损写入尚未就绪 (no lossless writer yet)")


def open_closed(path: Path) -> ClosedBook:
    """Opens a workbook file. Raises ``BookError`` naming what is wrong with it."""
    return ClosedBook(path)


def _open(path: Path) -> CalamineWorkbook:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError as error:
        raise BookError("books.not_found", path=path) from error
    except OSError as error:
        raise BookError("books.cannot_read", path=path, reason=error.strerror or error) from error
    if head == _CFB and path.suffix.lower() in _ZIPPED:
        raise BookError("books.encrypted", path=path)  # an encrypted OOXML file is a compound file, never a zip
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise BookError("books.encrypted", path=path) from error
    except CalamineError as error:
        raise BookError("books.not_a_workbook", path=path) from error
