"""Ranges, as xlwings documents them.

1. Addressing: text, tuples, corners, names, other sheets, slices, offset, resize; addresses relative and external.
2. End, expand, current region, used range, special cells, find and replace.
3. Looks: number format, font, colours, borders, alignment, wrap; a mixed range gives None.
4. Sizes: column width in characters, row height in points, autofit, hidden rows and columns.
5. Insert, delete, copy, move, sort, fill, group; merged cells keep the upper left value.
6. Clearing contents, formats, both.
7. Links, notes, validation.
8. What cannot be done says so by name.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwings as xw

from .covers import covers


@covers(
    "Range.row",
    "Range.column",
    "Range.address",
    "Range.get_address",
    "Range.sheet",
    "Range.coords",
    "Sheet.range",
    "Sheet.cells",
)
def test_addressing(book: xw.Book, sheet: xw.Sheet) -> None:  # 1
    other = book.sheets.add("客户 表", after=sheet)
    assert sheet.range("B2:C3").address == "$B$2:$C$3"
    assert sheet.range((2, 2), (3, 3)).address == "$B$2:$C$3"
    assert sheet.range("C3", "B2").address == "$B$2:$C$3"
    assert sheet[1, 2].address == "$C$2"
    assert sheet[:2, :3].address == "$A$1:$C$2"
    assert sheet.range("B:C").shape == (1048576, 2)
    assert sheet.range("2:3").address == "$A$2:$XFD$3"
    assert sheet["B2:D9"][1:3, 1].address == "$C$3:$C$4"
    assert sheet["B2"].offset(1, 2).resize(2, 2).address == "$D$3:$E$4"
    assert sheet["B2:C3"].last_cell.address == "$C$3"
    assert (sheet["C5"].row, sheet["C5"].column, sheet["A1:C2"].shape) == (5, 3, (2, 3))
    assert sheet["B2"].get_address(False, False) == "B2"
    assert other["B2:C3"].get_address(True, False, include_sheetname=True) == "'客户 表'!B$2:C$3"
    assert other["B2"].get_address(external=True) == f"'[{book.name}]客户 表'!$B$2"
    assert sheet.range("'客户 表'!B2").sheet.name == "客户 表"
    assert sheet["A1"].sheet == sheet
    assert sheet["A1:B2"].impl.coords == (sheet.name, 1, 1, 2, 2)
    assert sheet.cells.shape == (1048576, 16384)
    with pytest.raises(ValueError, match="没有"):
        sheet.range("没有这个名称")
    with pytest.raises(IndexError):
        sheet.range((0, 1))


@covers("Range.end", "Range.current_region", "Sheet.used_range")
def test_looking_around(sheet: xw.Sheet) -> None:  # 2
    sheet["B2"].value = [
        ["区域", "额", None, "尾"],
        ["华东", 1, None, None],
        ["华南", 2, None, None],
        [None] * 4,
        ["x", 1, 1, 1],
    ]
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B4"].end("down").address == "$B$6"
    assert sheet["B6"].end("down").address == "$B$1048576"
    assert sheet["B2"].end("right").address == "$C$2"
    assert (sheet["B2"].end("d").address, sheet["B2"].end("r").address) == ("$B$4", "$C$2")
    assert sheet["C2"].end("right").address == "$E$2"
    assert sheet["E2"].end("right").address == "$XFD$2"
    assert sheet["B6"].end("up").address == "$B$4"
    assert sheet["B2"].end("up").address == "$B$1"
    assert sheet["E2"].end("left").address == "$C$2"
    assert sheet["B2"].end("left").address == "$A$2"
    assert sheet["C3"].current_region.address == "$B$2:$C$4"
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["B2"].expand("down").address == "$B$2:$B$4"
    assert sheet["B2"].expand("right").address == "$B$2:$C$2"
    assert sheet.used_range.address == "$B$2:$E$6"


@covers("Range.find", "Range.replace_all", "Range.get_special_cells")
def test_searching(sheet: xw.Sheet) -> None:  # 2
    sheet["A1"].value = [["华东", 1, "=B1*2"], ["华东区", None, '="x"'], ["East", "a", "=1/0"]]
    block = sheet["A1:C3"]
    assert block.find("华东区").address == "$A$2"
    assert block.find("华东", whole=True, direction="backward").address == "$A$1"
    assert block.find("华东", direction="backward").address == "$A$2"
    assert block.find("east").address == "$A$3"
    assert block.find("east", match_case=True) is None
    assert [area.address for area in block.get_special_cells("blanks")] == ["$B$2"]
    assert [area.address for area in block.get_special_cells("formulas")] == ["$C$1:$C$3"]
    assert [area.address for area in block.get_special_cells("formulas", "errors")] == ["$C$3"]
    assert [area.address for area in block.get_special_cells("constants", "numbers")] == ["$B$1"]
    block.replace_all("华东", "华北")
    assert sheet["A1:A3"].value == ["华北", "华北区", "East"]
    with pytest.raises(NotImplementedError, match=r"Range\.get_special_cells"):
        block.get_special_cells("constants", "logical")


@covers("Range.number_format")
def test_number_format(sheet: xw.Sheet) -> None:  # 3
    formats = ["General", "0.00", "#,##0.00", "0%", "yyyy-mm-dd", "@", "0.00E+00", '0.0"万元"', "yyyy/m/d h:mm"]
    for column, code in enumerate(formats, 1):
        sheet[0, column - 1].number_format = code
    assert [sheet[0, column].number_format for column in range(len(formats))] == formats
    assert sheet["A1:B1"].number_format is None


@covers("Range.font", "Font.bold", "Font.italic", "Font.size", "Font.color", "Font.name", "Font.api")
def test_font(sheet: xw.Sheet) -> None:  # 3
    font = sheet["A1:A2"].font
    assert (font.bold, font.italic, font.size, font.color) == (False, False, 10.0, (0, 0, 0))
    font.bold, font.italic, font.size, font.color, font.name = True, True, 14.5, "#ff8000", "Noto Sans CJK SC"
    read = sheet["A1"].font
    assert (read.bold, read.italic, read.size, read.color) == (True, True, 14.5, (255, 128, 0))
    assert read.name == "Noto Sans CJK SC"
    assert sheet["A1"].api.CharWeightAsian == 150.0
    mixed = sheet["A2:A3"].font
    assert (mixed.bold, mixed.size, mixed.name, mixed.color, mixed.italic) == (None, None, None, None, None)


@covers("Range.color", "Range.set_colors")
def test_fill(sheet: xw.Sheet) -> None:  # 3
    sheet["A1"].color = (255, 242, 204)
    sheet["A2"].color = "#00ff00"
    assert (sheet["A1"].color, sheet["A2"].color, sheet["A3"].color) == ((255, 242, 204), (0, 255, 0), None)
    assert sheet["A1:A2"].color is None
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    sheet["C1:D2"].set_colors([[(1, 2, 3), ...], [None, "#0000ff"]])
    assert [cell.color for cell in sheet["C1:D2"]] == [(1, 2, 3), None, None, (0, 0, 255)]


@covers(
    "Range.borders",
    "Borders.__getitem__",
    "Borders.set",
    "Borders.clear",
    "Borders.line_style",
    "Borders.weight",
    "Borders.color",
    "Borders.api",
    "Border.api",
    "Border.line_style",
    "Border.weight",
    "Border.color",
)
def test_borders(sheet: xw.Sheet) -> None:  # 3
    cells = sheet["B2:C3"]
    cells.borders.set("outside", line_style="continuous", weight="medium", color=(255, 0, 0))
    cells.borders["inside_vertical"].line_style = "dash"
    assert cells.borders["edge_top"].weight == "medium"
    assert cells.borders["edge_left"].color == (255, 0, 0)
    assert cells.borders["edge_bottom"].line_style == "continuous"
    assert cells.borders["inside_vertical"].line_style == "dash"
    assert cells.borders["inside_horizontal"].line_style is None
    assert cells.borders.line_style is None
    cells.borders["inside_horizontal"].weight = "thick"
    cells.borders["inside_horizontal"].color = "#0000ff"
    inside = cells.borders["inside_horizontal"]
    assert (inside.line_style, inside.weight, inside.color) == ("continuous", "thick", (0, 0, 255))
    cells.borders["diagonal_down"].line_style = "double"
    assert cells.borders["diagonal_down"].line_style == "double"
    cells.borders.set("all", line_style="continuous", weight="thin", color=(0, 0, 0))
    assert (cells.borders.line_style, cells.borders.weight, cells.borders.color) == ("continuous", "thin", (0, 0, 0))
    cells.borders.clear()
    assert cells.borders["edge_top"].line_style is None
    assert cells.borders["diagonal_down"].line_style is None


@covers("Range.wrap_text", "Range.horizontal_alignment", "Range.vertical_alignment", "Range.adjust_indent")
def test_alignment(sheet: xw.Sheet) -> None:  # 3
    cell = sheet["A1"]
    assert (cell.wrap_text, cell.horizontal_alignment, cell.vertical_alignment) == (False, "general", "bottom")
    cell.wrap_text, cell.horizontal_alignment, cell.vertical_alignment = True, "center", "top"
    assert (cell.wrap_text, cell.horizontal_alignment, cell.vertical_alignment) == (True, "center", "top")
    mixed = sheet["A1:A2"]
    assert (mixed.wrap_text, mixed.horizontal_alignment, mixed.vertical_alignment) == (None, None, None)
    cell.adjust_indent(2)
    assert cell.api.ParaIndent == 706
    cell.adjust_indent(-5)
    assert cell.api.ParaIndent == 0
    with pytest.raises(NotImplementedError, match=r"Range\.horizontal_alignment"):
        cell.horizontal_alignment = "distributed"


@covers(
    "Range.column_width",
    "Range.row_height",
    "Range.width",
    "Range.height",
    "Range.left",
    "Range.top",
    "Range.autofit",
    "Range.row_hidden",
    "Range.column_hidden",
    "Sheet.autofit",
)
def test_sizes(sheet: xw.Sheet) -> None:  # 4
    sheet["B1"].column_width = 20
    sheet["A2"].row_height = 30
    assert sheet["B1"].column_width == pytest.approx(20, abs=0.05)
    assert sheet["A2"].row_height == pytest.approx(30, abs=0.1)
    assert sheet["B1"].width == pytest.approx((20 * 7 + 5) * 0.75, abs=0.3)
    assert sheet["A1:B1"].column_width is None
    assert sheet["A1:A2"].row_height is None
    assert sheet["B2"].left == pytest.approx(sheet["A1"].width, abs=0.1)
    assert sheet["B2"].top == pytest.approx(sheet["A1"].height, abs=0.1)
    assert sheet["A2"].height == pytest.approx(30, abs=0.1)
    sheet["A1"].value = "一段很长的文字,比这一列原来的宽度长得多"
    before = sheet["A1"].width
    sheet["A1"].columns.autofit()
    assert sheet["A1"].width > before
    sheet["A2"].value = "二"
    sheet.autofit("r")
    assert sheet["A2"].row_height == pytest.approx(sheet["A3"].row_height, abs=1)
    sheet["A2:A3"].rows.hidden = True
    assert (sheet["A2"].rows.hidden, sheet["A1:A2"].rows.hidden, sheet["A1"].rows.hidden) == (True, None, False)
    sheet["C1"].columns.hidden = True
    assert (sheet["C1"].columns.hidden, sheet["B1"].columns.hidden) == (True, False)


@covers("Range.insert", "Range.delete")
def test_insert_and_delete(sheet: xw.Sheet) -> None:  # 5
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1"].insert("down")
    assert sheet["A1:B3"].value == [[None, 2.0], [1.0, 4.0], [3.0, None]]
    sheet["A1"].delete("up")
    assert sheet["A1:B3"].value == [[1.0, 2.0], [3.0, 4.0], [None, None]]
    sheet["A1"].insert("right")
    assert sheet["A1:C1"].value == [None, 1.0, 2.0]
    sheet["A1"].delete("left")
    sheet["1:1"].insert("down")
    assert sheet["A1:B3"].value == [[None, None], [1.0, 2.0], [3.0, 4.0]]
    sheet["A:A"].delete()
    assert sheet["A1:A3"].value == [None, 2.0, 4.0]
    sheet["D1"].value = ["一", "二", "三"]
    sheet["D1"].delete()  # one cell by itself: as in Excel, what is to the right comes in
    assert sheet["D1:F1"].value == ["二", "三", None]


@covers("Range.copy", "Range.copy_from", "Range.move", "Range.autofill", "Range.sort")
def test_copy_move_sort_fill(sheet: xw.Sheet) -> None:  # 5
    sheet["A1"].value = [[3, "c"], [1, "a"], [2, "=A3*10"]]
    sheet["A1:B3"].copy(sheet["D1"])
    assert sheet["D1:E3"].value == [[3.0, "c"], [1.0, "a"], [2.0, 20.0]]
    assert sheet["E3"].formula == "=D3*10"
    sheet["G1"].copy_from(sheet["A1:B3"], copy_type="values")
    assert sheet["H3"].formula == "20"
    sheet["G1:H3"].move(sheet["J1"])
    assert (sheet["G1"].value, sheet["J1:K1"].value) == (None, [3.0, "c"])
    sheet["J1:K3"].sort(1)
    assert sheet["J1:J3"].value == [1.0, 2.0, 3.0]
    sheet["J1:K3"].sort([2, 1], ascending=[False, True])
    assert sheet["K1:K3"].value == ["c", "a", 20.0]
    sheet["A5"].value = [["名"], ["b"], ["a"]]
    sheet["A5:A7"].sort(1, has_headers=True)
    assert sheet["A5:A7"].value == ["名", "a", "b"]
    sheet["M1"].value = "=A1*2"
    sheet["M1"].autofill(sheet["M1:M3"])
    assert sheet["M1:M3"].value == [6.0, 2.0, 4.0]
    with pytest.raises(NotImplementedError, match=r"Range\.copy "):
        sheet["A1"].copy()


@covers("Range.group", "Range.ungroup", "Range.arg1_input")
def test_group(sheet: xw.Sheet) -> None:  # 5
    sheet["2:3"].group()
    sheet["B:C"].group()
    sheet["2:3"].ungroup()
    sheet["A1:B2"].group("rows")
    assert sheet["2:3"].impl.arg1_input == "2:3"


@covers("Range.merge", "Range.unmerge", "Range.merge_area", "Range.merge_cells")
def test_merge(sheet: xw.Sheet) -> None:  # 5
    sheet["A1"].value = [["甲", "乙"], ["丙", "丁"]]
    sheet["A1:B2"].merge()
    assert sheet["A1"].merge_area.address == "$A$1:$B$2"
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert (sheet["A1:B2"].merge_cells, sheet["B2"].merge_cells, sheet["C3"].merge_cells) == (True, True, False)
    assert sheet["A1:C2"].merge_cells is None
    sheet["B2"].unmerge()
    assert sheet["A1"].merge_cells is False
    assert sheet["A1:B2"].value == [["甲", None], [None, None]]
    sheet["D1:D2"].merge()
    sheet["D1:E2"].merge()
    assert sheet["D1"].merge_area.address == "$D$1:$E$2"
    sheet["D1:E2"].merge(across=True)
    assert sheet["D2"].merge_area.address == "$D$2:$E$2"


@covers(
    "Range.clear_contents",
    "Range.clear_formats",
    "Range.clear",
    "Sheet.clear_contents",
    "Sheet.clear_formats",
    "Sheet.clear",
)
def test_clearing(sheet: xw.Sheet) -> None:  # 6
    def fill() -> None:
        sheet["A1:A2"].value = [[dt.datetime(2026, 1, 1)], ["=1+1"]]
        sheet["A1:A2"].color = (1, 2, 3)

    fill()
    sheet["A1"].clear_contents()
    assert (sheet["A1"].value, sheet["A1"].color, sheet["A2"].value) == (None, (1, 2, 3), 2.0)
    fill()
    sheet["A1:A2"].clear_formats()
    assert (sheet["A1:A2"].value, sheet["A1"].color) == ([46023.0, 2.0], None)
    fill()
    sheet["A1:A2"].clear()
    assert (sheet["A1:A2"].value, sheet["A1"].color) == ([None, None], None)
    fill()
    sheet.clear_contents()
    assert (sheet["A2"].value, sheet["A2"].color) == (None, (1, 2, 3))
    fill()
    sheet.clear_formats()
    assert (sheet["A2"].value, sheet["A2"].color) == (2.0, None)
    fill()
    sheet.clear()
    assert (sheet["A2"].value, sheet["A2"].color) == (None, None)


@covers("Range.hyperlink", "Range.add_hyperlink")
def test_links(sheet: xw.Sheet) -> None:  # 7
    sheet["A1"].add_hyperlink("https://example.com/a", "链接")
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("链接", "https://example.com/a")
    with pytest.raises(ValueError, match="hyperlink"):
        _ = sheet["A2"].hyperlink


@covers(
    "Range.note",
    "Range.add_note",
    "Sheet.notes",
    "Note.api",
    "Note.text",
    "Note.author",
    "Note.location",
    "Note.delete",
)
def test_notes(sheet: xw.Sheet) -> None:  # 7
    assert sheet["B2"].note is None
    note = sheet["B2"].add_note("请核对金额")
    assert (note.text, note.location.address, isinstance(note.author, str)) == ("请核对金额", "$B$2", True)
    note.text = "已核对"
    assert [one.text for one in sheet.notes] == ["已核对"]
    assert note.api.getString() == "已核对"
    sheet["B2"].note.delete()
    assert (sheet["B2"].note, len(sheet.notes)) == (None, 0)


@covers(
    "Range.data_validation",
    "DataValidation.api",
    "DataValidation.set_list",
    "DataValidation.set_rule",
    "DataValidation.delete",
)
def test_validation(sheet: xw.Sheet) -> None:  # 7
    rule = sheet["A1:A3"].data_validation
    assert rule.type == "none"
    rule.set_list(["是", "否"])
    assert (rule.type, rule.source, rule.in_cell_dropdown) == ("list", "是,否", True)
    sheet["F1"].value = [["甲"], ["乙"]]
    rule.set_list(sheet["F1:F2"], in_cell_dropdown=False)
    assert (rule.source, rule.in_cell_dropdown) == ("=Sheet1!$F$1:$F$2", False)
    rule.set_whole_number("between", 1, 10)
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == ("whole_number", "between", "=1", "=10")
    assert (rule.show_error, rule.alert_style, rule.ignore_blank) == (True, "stop", True)
    rule.set_custom("=AND(A1>0,B1<1)")
    assert (rule.type, rule.formula) == ("custom", "=AND(A1>0,B1<1)")
    assert rule.api.Type.value == "CUSTOM"
    assert sheet["A3:A4"].data_validation.type == "inconsistent"
    rule.delete()
    assert rule.type == "none"


@covers("Range.select", "Range.to_pdf", "App.selection")
def test_select_and_export(app: xw.App, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = "导出"
    sheet["B2:C3"].select()
    assert app.selection.address == "$B$2:$C$3"
    sheet["A1:B2"].to_pdf(tmp_path / "range.pdf")
    assert (tmp_path / "range.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("use", "member"),
    [
        (lambda cells: cells.copy_picture(), "Range.copy_picture"),
        (lambda cells: cells.paste(), "Range.paste"),
        (lambda cells: cells.remove_duplicates(1), "Range.remove_duplicates"),
        (lambda cells: cells.conditional_formats, "Range.conditional_formats"),
        (lambda cells: cells.autofilter, "Range.autofilter"),
        (lambda cells: cells[0, 0].comment, "Range.comment"),
        (lambda cells: cells.characters, "Range.characters"),
        (lambda cells: cells.sheet.pivot_tables, "Sheet.pivot_tables"),
        (lambda cells: cells.sheet.to_html("x.html"), "Sheet.to_html"),
    ],
)
def test_gaps_say_their_name(sheet: xw.Sheet, use: object, member: str) -> None:  # 8
    with pytest.raises(NotImplementedError) as refused:
        use(sheet["A1:B2"])  # type: ignore[operator]
    assert str(refused.value).startswith(f"LibreOffice: {member}")
