"""``Tables``: Excel's tables are LibreOffice's database ranges; they come from an xlsx file and go back into one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .addresses import Area
from .gaps import implements, partly, unsupported

if TYPE_CHECKING:
    from .range import Range
    from .sheet import Sheet


@implements(base_classes.Table)
class Table:
    """One table."""

    parent: Sheet
    api: Any

    def __init__(self, sheet: Sheet, api: Any) -> None:
        self.parent = sheet
        self.api = api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def display_name(self) -> str:
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def area(self) -> Area:
        return self.parent.area_at(self.api.getDataArea())

    def _give(self, area: Area) -> None:
        self.api.setDataArea(self.parent.cells_of(area).RangeAddress)

    @property
    def range(self) -> Range:
        return self.parent.over(self.area)

    @property
    @partly("read only")
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @property
    @partly("read only")
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = bool(value)

    @property
    def header_row_range(self) -> Range | None:
        area = self.area
        return self.parent.over(Area(area.row, area.column, 1, area.columns)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        area = self.area
        return self.parent.over(Area(area.last_row, area.column, 1, area.columns)) if self.show_totals else None

    def body_area(self) -> Area:
        """The rows between header and totals; it may have none."""
        area, top, bottom = self.area, int(self.show_headers), int(self.show_totals)
        return Area(area.row + top, area.column, area.rows - top - bottom, area.columns)

    @property
    def data_body_range(self) -> Range | None:
        body = self.body_area()
        return self.parent.over(body) if body.rows else None

    def resize(self, range: Any) -> None:
        self._give(range.impl.area)

    def sort(self, keys: list[int], ascending: list[bool]) -> None:
        body = self.data_body_range
        if body is not None:
            body.sort(keys, ascending, False)

    @property
    def rows(self) -> TableRows:
        return TableRows(self)

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    def headers(self) -> list[str]:
        header = self.header_row_range
        if header is None:
            return [f"Column{number}" for number in range(1, self.area.columns + 1)]
        return [str(value) for value in header.api.getDataArray()[0]]


@implements(base_classes.TableRow)
class TableRow:
    """One row of a table's body, counted from 1."""

    index: int

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self.index = index

    @property
    def range(self) -> Range:
        body = self._table.body_area()
        return self._table.parent.over(Area(body.row + self.index - 1, body.column, 1, body.columns))

    def delete(self) -> None:
        area = self._table.area
        self.range.delete("up")
        self._table._give(Area(area.row, area.column, area.rows - 1, area.columns))


class _Parts:
    """A table's rows or columns as a collection counted from 1."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def parent(self) -> Table:
        return self._table

    def __len__(self) -> int:
        raise NotImplementedError

    def _keys(self) -> range:
        return range(1, len(self) + 1)


@implements(base_classes.TableRows)
class TableRows(_Parts):
    """The rows of a table's body."""

    def __len__(self) -> int:
        return self._table.body_area().rows

    def __call__(self, key: int) -> TableRow:
        if key not in self._keys():
            raise IndexError(key)
        return TableRow(self._table, key)

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(self._table, index) for index in self._keys())

    @property
    def column_count(self) -> int:
        return self._table.area.columns

    def add(self, values: list[Any] | None, index: int | None) -> TableRow:
        """A new row before the index (at the end without one); what is below the table moves down."""
        table, area = self._table, self._table.area
        position = index or len(self) + 1
        body = table.body_area()
        place = table.parent.over(Area(body.row + position - 1, area.column, 1, area.columns))
        place.insert("down")
        table._give(Area(area.row, area.column, area.rows + 1, area.columns))
        if values is not None:
            place.raw_value = [values]
        return TableRow(table, position)


@implements(base_classes.TableColumn)
class TableColumn:
    """One column of a table, counted from 1."""

    index: int

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self.index = index

    @property
    def name(self) -> str:
        return self._table.headers()[self.index - 1]

    @property
    def range(self) -> Range:
        area = self._table.area
        return self._table.parent.over(Area(area.row, area.column + self.index - 1, area.rows, 1))

    @property
    def data_body_range(self) -> Range | None:
        body = self._table.body_area()
        if not body.rows:
            return None
        return self._table.parent.over(Area(body.row, body.column + self.index - 1, body.rows, 1))

    def delete(self) -> None:
        area = self._table.area
        self.range.delete("left")
        self._table._give(Area(area.row, area.column, area.rows, area.columns - 1))


@implements(base_classes.TableColumns)
class TableColumns(_Parts):
    """The columns of a table, by position or by name."""

    def __len__(self) -> int:
        return self._table.area.columns

    def __call__(self, key: int | str) -> TableColumn:
        if isinstance(key, str):
            headers = [name.casefold() for name in self._table.headers()]
            if key.casefold() not in headers:
                raise KeyError(key)
            return TableColumn(self._table, headers.index(key.casefold()) + 1)
        if key not in self._keys():
            raise IndexError(key)
        return TableColumn(self._table, key)

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self._table, index) for index in self._keys())

    def __contains__(self, key: str) -> bool:
        return key.casefold() in (name.casefold() for name in self._table.headers())

    def add(self, name: str, index: int | None) -> TableColumn:
        """A new column before the index (at the end without one); what is right of the table moves right."""
        table, area = self._table, self._table.area
        position = index or area.columns + 1
        place = table.parent.over(Area(area.row, area.column + position - 1, area.rows, 1))
        place.insert("right")
        table._give(Area(area.row, area.column, area.rows, area.columns + 1))
        if table.show_headers:
            place(1, 1).raw_value = name
        return TableColumn(table, position)


@implements(base_classes.Tables)
class Tables:
    """The tables of a sheet, from its top down: LibreOffice keeps no order but that of their names."""

    parent: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.book.api.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        place = self.parent.index - 1
        databases = map(self.api.getByName, self.api.getElementNames())
        found = [Table(self.parent, database) for database in databases if database.getDataArea().Sheet == place]
        return iter(sorted(found, key=lambda table: (table.area.row, table.area.column)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(table.name.casefold() == name.casefold() for table in self)

    def __call__(self, name_or_index: int | str) -> Table:
        tables = list(self)
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(tables):
                raise IndexError(name_or_index)
            return tables[name_or_index - 1]
        for table in tables:
            if table.name.casefold() == name_or_index.casefold():
                return table
        raise KeyError(name_or_index)

    def holding(self, area: Area) -> Table | None:
        """The table that the upper left cell of an area lies in, or ``None``."""
        for table in self:
            own = table.area
            if own.row <= area.row <= own.last_row and own.column <= area.column <= own.last_column:
                return table
        return None

    def named_anywhere(self, name: str) -> Table | None:
        """A table of the workbook by name, on whatever sheet it is."""
        return next((table for sheet in self.parent.book.sheets for table in sheet.tables if table.name == name), None)

    @partly("a range with a header row; table styles are not kept by LibreOffice")
    def add(
        self,
        source_type: str | None = None,
        source: Any = None,
        link_source: bool | None = None,
        has_headers: bool | None = True,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of a range; a single cell stands for its current region, as in Excel."""
        if source_type is not None or destination is not None or link_source or not has_headers:
            unsupported("Tables.add", "only a range with headers")
        cells = source.impl
        if len(cells) == 1:
            cells = cells.current_region
        title = name or self._fresh_name()
        self.api.addNewByName(title, cells.api.RangeAddress)
        database = self.api.getByName(title)
        database.ContainsHeader = True
        database.AutoFilter = True
        return Table(self.parent, database)

    def _fresh_name(self) -> str:
        taken = {name.casefold() for name in self.api.getElementNames()}
        number = 1
        while f"table{number}" in taken:
            number += 1
        return f"Table{number}"
