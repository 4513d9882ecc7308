"""What moves or joins cells: insert, delete, copy, merge, sort, fill, group; and links, dropdowns and export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .addresses import MAX_ROWS, Area
from .gaps import partly, unsupported
from .validation import DataValidation

if TYPE_CHECKING:
    from .sheet import Sheet


class RangeEdit:
    """The part of ``Range`` that changes where things are."""

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area
        api: Any

        def _check_unlocked(self) -> None: ...

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells here and push what is here ``down`` or ``right`` (whole rows and columns need no direction)."""
        mode = self._mode({"down": "DOWN", "right": "RIGHT"}, shift)
        self._check_unlocked()
        self.sheet.api.insertCells(self.api.RangeAddress, self.sheet.bridge.enum("sheet.CellInsertMode", mode))
        self.sheet.book.moved()

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells and pull in what is below (``up``) or to the right (``left``; one cell by itself, too)."""
        if shift is None and (self.area.rows, self.area.columns) == (1, 1):
            shift = "left"
        mode = self._mode({"up": "UP", "left": "LEFT"}, shift)
        self._check_unlocked()
        self.sheet.api.removeRange(self.api.RangeAddress, self.sheet.bridge.enum("sheet.CellDeleteMode", mode))
        self.sheet.book.moved()

    def _mode(self, modes: dict[str, str], shift: str | None) -> str:
        if self.area.columns >= self.sheet.column_limit:
            return "ROWS"
        if self.area.rows >= MAX_ROWS:
            return "COLUMNS"
        vertical, horizontal = modes.values()
        if shift is None:
            return vertical if self.area.columns >= self.area.rows else horizontal
        return modes[shift.removeprefix("shift_").lower()]

    @partly("a destination in the same workbook; not the clipboard")
    def copy(self, destination: Any = None) -> None:
        if destination is None:
            unsupported("Range.copy", "without a destination: the clipboard")
        self._copy_to(destination.impl)

    def _copy_to(self, target: Any) -> None:
        if target.sheet.book.id != self.sheet.book.id:
            unsupported("Range.copy", "into another workbook")
        target._check_unlocked()
        self.sheet.api.copyRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)

    @partly("copy_type all and values; not skip_blanks and transpose")
    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        if skip_blanks or transpose or copy_type not in ("all", "values"):
            unsupported("Range.copy_from", f"{copy_type}, skip_blanks={skip_blanks}, transpose={transpose}")
        source = source_range.impl
        if copy_type == "all":
            source._copy_to(self)
            return
        self._check_unlocked()
        self._block(source.area.rows, source.area.columns).setDataArray(source.api.getDataArray())

    def _block(self, rows: int, columns: int) -> Any:
        return self.sheet.cells_of(Area(self.area.row, self.area.column, rows, columns))

    def move(self, destination: Any) -> None:
        """Cut and paste: formulas that point at the cells follow them."""
        target = destination.impl
        self._check_unlocked()
        self.sheet.api.moveRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)
        self.sheet.book.moved()

    # merged cells

    def merge(self, across: bool = False) -> None:
        """Join the cells (``across``: row by row); as in Excel, only the upper left value stays."""
        self._check_unlocked()
        last = self.area.columns - 1
        strips = (
            [self.api.getCellRangeByPosition(0, row, last, row) for row in range(self.area.rows)]
            if across
            else [self.api]
        )
        for strip in strips:
            data = strip.getFormulaArray()
            kept = data[0][0]
            strip.setFormulaArray(
                tuple(tuple(kept if (i, j) == (0, 0) else "" for j in range(len(row))) for i, row in enumerate(data))
            )
            strip.merge(False)  # what is merged already would stay as it is
            strip.merge(True)

    def unmerge(self) -> None:
        self._check_unlocked()
        if self.api.getIsMerged():
            self.api.merge(False)
        else:
            self.sheet.cells_of(self._merged_area()).merge(False)

    @property
    def merge_cells(self) -> bool | None:
        """Whether the range lies in one merged area; ``None`` where only a part of it is merged."""
        merged = self._merged_area()
        inside = merged.last_row >= self.area.last_row and merged.last_column >= self.area.last_column
        if (merged.rows, merged.columns) != (1, 1) and inside:
            return True
        return None if self.api.getIsMerged() or (merged.rows, merged.columns) != (1, 1) else False

    @property
    def merge_area(self) -> Any:
        return self.sheet.over(self._merged_area())

    def _merged_area(self) -> Area:
        cursor = self.sheet.api.createCursorByRange(self.api.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        return self.sheet.area_of(cursor)

    # order and filling

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """Sort the rows by columns (counted from 1 inside the range)."""
        self._check_unlocked()
        bridge = self.sheet.bridge
        fields = tuple(
            bridge.struct("table.TableSortField", Field=key - 1, IsAscending=up)
            for key, up in zip(keys, ascending, strict=True)
        )
        descriptor = bridge.properties(
            IsSortColumns=False,
            ContainsHeader=has_headers,
            SortFields=bridge.typed("[]com.sun.star.table.TableSortField", fields),
        )
        self.api.sort(descriptor)

    @partly("fill_default, downwards or to the right")
    def autofill(self, destination: Any, type_: str = "fill_default") -> None:
        if type_ != "fill_default":
            unsupported("Range.autofill", type_)
        target = destination.impl
        target._check_unlocked()
        down = target.area.rows > self.area.rows
        direction = self.sheet.bridge.enum("sheet.FillDirection", "TO_BOTTOM" if down else "TO_RIGHT")
        target.api.fillAuto(direction, self.area.rows if down else self.area.columns)

    def group(self, by: str) -> None:
        self.sheet.api.group(self.api.RangeAddress, self._orientation(by))

    def ungroup(self, by: str) -> None:
        self.sheet.api.ungroup(self.api.RangeAddress, self._orientation(by))

    def _orientation(self, by: str) -> Any:
        return self.sheet.bridge.enum("table.TableOrientation", "COLUMNS" if by.startswith("col") else "ROWS")

    # selection, links, rules, export

    def select(self) -> None:
        self.sheet.book.controller.select(self.api)

    @property
    def hyperlink(self) -> str:
        fields = self.api.getCellByPosition(0, 0).getTextFields()
        if not fields.hasElements():
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(fields.getByIndex(0).URL)

    @partly("without a screen tip")
    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        self._check_unlocked()
        cell = self.api.getCellByPosition(0, 0)
        cell.setString("")
        field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address
        field.Representation = text_to_display or address
        cell.insertTextContent(cell.createTextCursor(), field, False)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)  # type: ignore[arg-type]

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """The range alone, on pages of the sheet's print set-up."""
        self.sheet.book.export_pdf(Path(path), self.api)
