"""Names, tables, shapes, pictures and charts.

1. Names of the workbook and of a sheet: add, read, change, delete, find, iterate; a range's own name.
2. Tables: add, ranges, rows, columns, resize, sort, update from a frame; through an xlsx file and back.
3. Shapes and pictures: place, size, text, update, delete; notes' bubbles are not shapes.
4. Charts: add over a range, type, title, legend, place, delete.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
import xlwings as xw

from kamxl.hosts.libreoffice.engine.charts import _KINDS

from .covers import covers


@covers(
    "Book.names",
    "Sheet.names",
    "Names.__call__",
    "Names.__len__",
    "Names.add",
    "Names.contains",
    "Names.snapshot",
    "Name.name",
    "Name.api",
    "Name.refers_to",
    "Name.refers_to_range",
    "Name.delete",
    "Range.name",
)
def test_names(book: xw.Book) -> None:  # 1
    sheet = book.sheets[0]
    other = book.sheets.add("客户 表", after=sheet)
    book.names.add("季度", "=Sheet1!$B$2")
    sheet["C3:D4"].name = "块"
    other.names.add("本表", "='客户 表'!$A$1")
    assert [name.name for name in book.names] == ["块", "季度", "'客户 表'!本表"] or [
        name.name for name in book.names
    ] == ["季度", "块", "'客户 表'!本表"]
    assert book.names["季度"].refers_to == "=Sheet1!$B$2"
    assert book.names["季度"].refers_to_range.address == "$B$2"
    assert book.names["季度"].api.Name == "季度"
    assert sheet["C3:D4"].name.name == "块"
    assert sheet["A9"].name is None
    assert sheet.range("块").address == "$C$3:$D$4"
    assert other.range("本表").get_address(include_sheetname=True) == "'客户 表'!$A$1"
    assert ("季度" in book.names, "没有" in book.names, len(book.names), len(other.names)) == (True, False, 3, 1)
    book.names["季度"].refers_to = "='客户 表'!$E$5"
    assert book.names["季度"].refers_to_range.sheet.name == "客户 表"
    book.names["季度"].name = "期间"
    assert "期间" in book.names
    book.names.add("率", "=0.06")
    with pytest.raises(ValueError, match="does not refer to a range"):
        _ = book.names["率"].refers_to_range
    del book.names["期间"]
    assert "期间" not in book.names


HEADER = ["区域", "额"]
ROWS = [["华东", 1], ["华南", 2], ["华北", 3]]


def _table(sheet: xw.Sheet) -> xw.main.Table:
    sheet["B2"].value = [HEADER, *ROWS]
    return sheet.tables.add(sheet["B2"], name="业绩")


@covers(
    "Sheet.tables",
    "Tables.add",
    "Table.api",
    "Table.name",
    "Table.display_name",
    "Table.parent",
    "Table.range",
    "Table.data_body_range",
    "Table.header_row_range",
    "Table.totals_row_range",
    "Table.show_headers",
    "Table.show_totals",
    "Table.show_autofilter",
    "Table.resize",
    "Range.table",
)
def test_table(sheet: xw.Sheet) -> None:  # 2
    table = _table(sheet)
    assert (table.name, table.range.address, table.data_body_range.address) == ("业绩", "$B$2:$C$5", "$B$3:$C$5")
    assert (table.header_row_range.value, table.totals_row_range) == (HEADER, None)
    assert (table.show_headers, table.show_totals, table.show_autofilter) == (True, False, True)
    table.show_autofilter = False
    assert table.show_autofilter is False
    assert sheet["C4"].table == table
    assert sheet["E4"].table is None
    assert sheet.range("业绩").address == "$B$3:$C$5"
    assert (len(sheet.tables), sheet.tables["业绩"], sheet.tables[0]) == (1, table, table)
    assert table.parent == sheet
    table.resize(sheet["B2:C4"])
    assert table.data_body_range.address == "$B$3:$C$4"
    table.name = "销售"
    table.display_name = "销售实绩"
    assert ("销售实绩" in sheet.tables.impl, table.api.Name) == (True, "销售实绩")
    with pytest.raises(NotImplementedError, match=r"Table\.table_style"):
        _ = table.table_style
    with pytest.raises(NotImplementedError, match=r"Tables\.add"):
        sheet.tables.add(sheet["H1:I2"], has_headers=False)


@covers(
    "Table.rows",
    "Table.columns",
    "Table.sort",
    "TableRows.add",
    "TableRows.__call__",
    "TableRows.__len__",
    "TableRows.__iter__",
    "TableRows.parent",
    "TableRow.index",
    "TableRow.range",
    "TableRow.delete",
    "TableColumns.add",
    "TableColumns.__call__",
    "TableColumns.__len__",
    "TableColumns.__iter__",
    "TableColumns.__contains__",
    "TableColumns.parent",
    "TableColumn.name",
    "TableColumn.index",
    "TableColumn.range",
    "TableColumn.data_body_range",
    "TableColumn.delete",
)
def test_rows_and_columns_of_a_table(sheet: xw.Sheet) -> None:  # 2
    table = _table(sheet)
    sheet["B6"].value = "表下"
    row = table.rows.add(["西北", 9])
    assert (row.index, row.range.value, sheet["B7"].value) == (4, ["西北", 9.0], "表下")
    table.rows.add(["华中", 5], index=1)
    assert table.data_body_range.value == [["华中", 5.0], ["华东", 1.0], ["华南", 2.0], ["华北", 3.0], ["西北", 9.0]]
    table.rows[0].delete()
    assert (len(table.rows), [one.index for one in table.rows]) == (4, [1, 2, 3, 4])
    table.sort(2, ascending=False)
    assert table.columns["额"].data_body_range.value == [9.0, 3.0, 2.0, 1.0]
    column = table.columns.add("率")
    assert (column.name, column.index, column.range.address) == ("率", 3, "$D$2:$D$6")
    table.columns.add("首", index=1)
    assert [one.name for one in table.columns] == ["首", "区域", "额", "率"]
    table.columns("首").delete()
    assert ("首" in table.columns, len(table.columns), table.range.address) == (False, 3, "$B$2:$D$6")
    assert table.rows.impl.parent.name == table.columns.impl.parent.name == "业绩"


def test_table_update(sheet: xw.Sheet) -> None:  # 2
    import pandas as pd

    table = _table(sheet)
    table.update(pd.DataFrame({"区域": ["甲", "乙"], "额": [7, 8], "新": [1, 2]}), index=False)
    assert table.range.value == [["区域", "额", "新"], ["甲", 7.0, 1.0], ["乙", 8.0, 2.0]]
    assert sheet["B5:D5"].value == [None, None, None]


def test_table_through_xlsx(app: xw.App, tmp_path: Path) -> None:  # 2
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.worksheet.table import Table as XlsxTable

    made = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        made.active.append(row)
    made.active.add_table(XlsxTable(displayName="业绩", ref="A1:B4"))
    made.save(tmp_path / "t.xlsx")
    book = app.books.open(tmp_path / "t.xlsx")
    table = book.sheets[0].tables["业绩"]
    assert table.data_body_range.value == [["华东", 1.0], ["华南", 2.0], ["华北", 3.0]]
    table.rows.add(["西北", 4])
    book.save(tmp_path / "u.xlsx")
    book.close()
    stored = openpyxl.load_workbook(tmp_path / "u.xlsx")
    assert dict(stored.active.tables.items()) == {"业绩": "A1:B5"}


def _png(path: Path, width: int, height: int) -> Path:
    rows = b"".join(b"\0" + b"\xff\x80\x00" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )
    return path


@covers(
    "Sheet.pictures",
    "Pictures.add",
    "Picture.api",
    "Picture.name",
    "Picture.parent",
    "Picture.left",
    "Picture.top",
    "Picture.width",
    "Picture.height",
    "Picture.delete",
    "Picture.lock_aspect_ratio",
    "Picture.index",
)
def test_pictures(sheet: xw.Sheet, tmp_path: Path) -> None:  # 3
    picture = sheet.pictures.add(_png(tmp_path / "a.png", 96, 48), name="标志", left=30, top=15)
    assert picture.name == "标志"
    assert (picture.width, picture.height) == (pytest.approx(72, abs=0.2), pytest.approx(36, abs=0.2))
    assert (picture.left, picture.top) == (pytest.approx(30, abs=0.2), pytest.approx(15, abs=0.2))
    picture.lock_aspect_ratio = True
    picture.width = 144
    assert picture.height == pytest.approx(72, abs=0.3)
    assert picture.lock_aspect_ratio is True
    picture.lock_aspect_ratio = False
    picture.height = 10
    assert picture.width == pytest.approx(144, abs=0.3)
    anchored = sheet.pictures.add(_png(tmp_path / "b.png", 10, 10), anchor=sheet["C5"])
    assert (anchored.left, anchored.top) == (
        pytest.approx(sheet["C5"].left, abs=0.2),
        pytest.approx(sheet["C5"].top, abs=0.2),
    )
    assert picture.update(tmp_path / "b.png").name == "标志"
    assert (len(sheet.pictures), sheet.pictures["标志"] == picture, anchored.impl.index) == (2, True, 2)
    assert picture.parent == sheet
    assert picture.api.Graphic.SizePixel.Width == 10
    picture.delete()
    assert [one.name for one in sheet.pictures] == ["Picture 2"]


@covers(
    "Sheet.shapes",
    "Collection.__call__",
    "Collection.__len__",
    "Collection.__iter__",
    "Collection.__contains__",
    "Collection.api",
    "Collection.parent",
    "Shape.api",
    "Shape.name",
    "Shape.parent",
    "Shape.type",
    "Shape.left",
    "Shape.top",
    "Shape.width",
    "Shape.height",
    "Shape.delete",
    "Shape.index",
    "Shape.text",
    "Shape.font",
    "Shape.scale_width",
    "Shape.scale_height",
    "Shape.activate",
)
def test_shapes(app: xw.App, book: xw.Book, tmp_path: Path) -> None:  # 3
    sheet = book.sheets[0]
    sheet["A1"].add_note("批注不是形状")
    api = book.api.createInstance("com.sun.star.drawing.RectangleShape")
    sheet.shapes.api.add(api)
    api.setSize(app.impl.bridge.struct("awt.Size", Width=2540, Height=1270))
    shape = sheet.shapes[0]
    assert (shape.name, shape.type, shape.impl.index, len(sheet.shapes)) == ("Shape 1", "auto_shape", 1, 1)
    shape.name, shape.text = "框", "说明"
    assert (sheet.shapes["框"].text, "框" in sheet.shapes, sheet.shapes.impl.parent.name) == ("说明", True, "Sheet1")
    shape.font.size = 20
    assert shape.font.size == 20
    shape.left, shape.top, shape.width, shape.height = 10, 20, 30, 40
    assert (round(shape.left), round(shape.top), round(shape.width), round(shape.height)) == (10, 20, 30, 40)
    shape.scale_width(2)
    shape.scale_height(0.5)
    assert (round(shape.width), round(shape.height)) == (60, 20)
    with pytest.raises(NotImplementedError, match=r"Shape\.scale_width"):
        shape.scale_width(2, relative_to_original_size=True)
    shape.activate()
    assert app.selection is None
    assert shape.parent == sheet
    assert shape.api.getString() == "说明"
    sheet.pictures.add(_png(tmp_path / "a.png", 96, 48), name="图", scale=2)
    assert (sheet.shapes["图"].type, round(sheet.shapes["图"].width)) == ("picture", 144)
    shape.delete()
    assert [one.name for one in sheet.shapes] == ["图"]


@covers(
    "Sheet.charts",
    "Charts.add",
    "Chart.api",
    "Chart.name",
    "Chart.parent",
    "Chart.chart_type",
    "Chart.set_source_data",
    "Chart.title",
    "Chart.legend",
    "Chart.left",
    "Chart.top",
    "Chart.width",
    "Chart.height",
    "Chart.delete",
    "Chart.plot_by",
    "ChartLegend.api",
    "ChartLegend.visible",
    "ChartLegend.position",
)
def test_charts(sheet: xw.Sheet) -> None:  # 4
    sheet["A1"].value = [["区域", "计划", "实际"], ["华东", 3, 4], ["华南", 2, 1]]
    chart = sheet.charts.add(100, 50, 300, 200, name="对比", source=sheet["A1:C3"])
    assert (chart.name, chart.parent, len(sheet.charts), "对比" in sheet.charts) == ("对比", sheet, 1, True)
    for kind in _KINDS:
        chart.chart_type = kind
        assert chart.chart_type == kind
    chart.chart_type = "column_clustered"
    chart.title = "计划与实际"
    assert chart.title == "计划与实际"
    chart.title = None
    assert chart.title is None
    chart.legend.position = "bottom"
    assert (chart.legend.visible, chart.legend.position) == (True, "bottom")
    assert chart.legend.api is not None
    chart.legend.visible = False
    assert (chart.legend.visible, chart.legend.position) == (False, None)
    chart.plot_by = "rows"
    assert chart.plot_by == "rows"
    chart.set_source_data(sheet["A1:B3"], plot_by="columns")
    assert (chart.plot_by, chart.api.getRanges()[0].EndColumn) == ("columns", 1)
    assert (round(chart.left), round(chart.top), round(chart.width), round(chart.height)) == (100, 50, 300, 200)
    chart.left, chart.top, chart.width, chart.height = 10, 20, 250, 150
    assert (round(chart.left), round(chart.top), round(chart.width), round(chart.height)) == (10, 20, 250, 150)
    assert sheet.shapes[0].type == "chart"
    with pytest.raises(NotImplementedError, match=r"Chart\.chart_type"):
        chart.chart_type = "surface"
    with pytest.raises(NotImplementedError, match=r"Chart\.category_axis"):
        _ = chart.category_axis
    with pytest.raises(NotImplementedError, match=r"Chart\.name"):
        chart.name = "别名"
    sheet.charts["对比"].delete()
    assert len(sheet.charts) == 0


@covers("Tables.__iter__", "Tables.__call__")
def test_tables_from_the_top_down(sheet: xw.Sheet) -> None:  # 2
    for row, name in ((1, "丙"), (5, "甲"), (9, "乙")):
        sheet[row - 1, 0].value = [["客户", "金额"], ["一", 1]]
        sheet.tables.add(sheet[row - 1 : row + 1, :2], name=name)
    assert [table.name for table in sheet.tables] == ["丙", "甲", "乙"]
    assert (sheet.tables[0].name, sheet.tables["乙"].range.address) == ("丙", "$A$9:$B$10")
