"""Cell edits in the odd sheets that real programs write.

1. The cell's own style is kept; a new cell takes its row's, else its column's.
2. Rows and cells come in order, with or without addresses; ``dimension`` and ``spans`` stay true.
3. Any prefix, Strict, UTF-16, comments and CDATA, a self-closing ``sheetData``.
4. Attributes that describe the old value go with it (``t``, ``cm``, ``vm``).
5. Merged interiors, arrays and data tables are refused; a shared formula's first cell is split off.
6. Dates follow the workbook's date system; a cell that shows no date gets a date format, once for all such cells.
7. Formulas anywhere: the workbook asks to be recalculated, and the calculation chain loses what is no formula any more.
8. Looks: added to the styles once, reused, and taken back.
"""

# ruff: noqa: E501 - XML reads better unbroken

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.errors import BookError, RefusedEdit
from kamxl.ooxml import Cell, CellError, CellValue, Formula, Look, Styled, Workbook

from .conftest import STRICT, edited, handmade

Build = Callable[[xlsxwriter.Workbook], None]
HEAD = '<worksheet xmlns="{ns}">'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f"{HEAD}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def rows_of(text: str) -> str:
    return text[text.index("<sheetData>") + 11 : text.index("</sheetData>")]


@pytest.mark.parametrize(
    ("rows", "values", "expected"),
    [
        # 1. styles
        ('<row r="1"><c r="A1" s="3"><v>1</v></c></row>', {"A1": 2}, '<row r="1"><c r="A1" s="3"><v>2</v></c></row>'),
        (
            '<row r="1" s="5" customFormat="1"><c r="C1"/></row>',
            {"A1": 2},
            '<row r="1" s="5" customFormat="1"><c r="A1" s="5"><v>2</v></c><c r="C1"/></row>',
        ),
        ('<row r="1" s="5"><c r="C1"/></row>', {"B1": 2}, '<row r="1" s="5"><c r="B1" s="4"><v>2</v></c><c r="C1"/></row>'),
        ('<row r="9"/>', {"B1": 2}, '<row r="1"><c r="B1" s="4"><v>2</v></c></row><row r="9"/>'),
        # 2. order, implied addresses, spans
        ('<row r="2"/><row r="4"/>', {"A3": True}, '<row r="2"/><row r="3"><c r="A3" t="b"><v>1</v></c></row><row r="4"/>'),
        ('<row r="2"/>', {"A2": 1, "A3": 2}, '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'),
        (
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
            {"B1": 9, "A2": 8, "C1": 7},
            '<row><c><v>1</v></c><c r="B1"><v>9</v></c><c r="C1"><v>7</v></c></row><row><c r="A2"><v>8</v></c></row>',
        ),
        (
            '<row r="1" spans="2:3"><c r="B1"/></row>',
            {"E1": 1},
            '<row r="1" spans="2:5"><c r="B1"/><c r="E1"><v>1</v></c></row>',
        ),
        ("<row r='1' ><c r='A1' t='s' ><v>0</v></c ></row >", {"A1": 1}, "<row r='1' ><c r='A1'><v>1</v></c></row >"),
        # 3. what hides tags
        (
            '<!-- <row r="1"> --><row r="1"><c r="A1" t="str"><v><![CDATA[</c><c r="B1">]]></v></c></row>',
            {"B1": 1},
            '<!-- <row r="1"> --><row r="1"><c r="A1" t="str"><v><![CDATA[</c><c r="B1">]]></v></c><c r="B1" s="4"><v>1</v></c></row>',
        ),
        # 4. what belongs to the old value
        ('<row r="1"><c r="A1" t="e" cm="1" vm="2"><v>#VALUE!</v></c></row>', {"A1": "文"}, '<row r="1"><c r="A1" t="inlineStr"><is><t>文</t></is></c></row>'),
        ('<row r="1"><c r="A1" s="2" t="s"><v>0</v></c></row>', {"A1": None}, '<row r="1"><c r="A1" s="2"/></row>'),
        ('<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>', {"A1": 2}, '<row r="1"><c r="A1"><v>2</v><extLst><ext uri="x"/></extLst></c></row>'),
        # values
        ('<row r="1"/>', {"A1": " a\nb "}, '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a\nb </t></is></c></row>'),
        ('<row r="1"/>', {"A1": "=cmd|' /C calc'!A0"}, '<row r="1"><c r="A1" t="inlineStr"><is><t>=cmd|\' /C calc\'!A0</t></is></c></row>'),
        ('<row r="1"/>', {"A1": CellError("#N/A")}, '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'),
        ('<row r="1"/>', {"A1": Formula('=IF(B1<2,"a&b",1)', "x")}, '<row r="1"><c r="A1" t="str"><f>IF(B1&lt;2,"a&amp;b",1)</f><v>x</v></c></row>'),
        ('<row r="1"/>', {"A1": None}, '<row r="1"/>'),
    ],
)  # fmt: skip
def test_rows(tmp_path: Path, rows: str, values: dict[str, CellValue], expected: str) -> None:
    columns = '<cols><col min="2" max="2" style="4"/></cols>'
    assert rows_of(edited(tmp_path, handmade(sheet(rows, columns)), values)) == expected


def test_dimension_grows(tmp_path: Path) -> None:
    data = handmade(sheet('<row r="3"><c r="C3"/></row>', '<dimension ref="C3"/>'))
    assert '<dimension ref="A1:D3"/>' in edited(tmp_path, data, {"A1": 1, "D3": 2, "C3": 3})


@pytest.mark.parametrize("namespace", [STRICT, "http://schemas.openxmlformats.org/spreadsheetml/2006/main"])
def test_any_prefix(tmp_path: Path, namespace: str) -> None:
    xml = '<x:worksheet xmlns:x="{ns}"><x:sheetData/><x:mergeCells count="1"><x:mergeCell ref="B1:C1"/></x:mergeCells></x:worksheet>'
    text = edited(tmp_path, handmade(xml, namespace), {"A2": "值", "B1": 1})
    assert text == xml.replace("{ns}", namespace).replace(
        "<x:sheetData/>",
        '<x:sheetData><x:row r="1"><x:c r="B1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>值</x:t></x:is></x:c></x:row></x:sheetData>',
    )


def test_utf16_part(tmp_path: Path) -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "{ns}", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    text = edited(tmp_path, handmade(xml.encode("utf-16")), {"A1": "值"})
    assert text == xml.replace("UTF-16", "UTF-8").replace("<v>1</v>", "<is><t>值</t></is>").replace(
        '<c r="A1">', '<c r="A1" t="inlineStr">'
    )


@pytest.mark.parametrize(
    ("rows", "after", "cell", "code"),
    [
        ("", '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>', "B2", "ooxml.merged_interior"),
        ('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row>', "", "A3", "ooxml.array_range"),
        ('<row r="1"><c r="A1"><f t="dataTable" ref="A1:A3" r1="C1"/></c></row>', "", "A1", "ooxml.datatable_range"),
        ('<row r="2"/><row r="1"/>', "", "A3", "ooxml.disordered"),
        ('<row r="2"/><row r="2"/>', "", "A2", "ooxml.disordered"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "", "C1", "ooxml.disordered"),
    ],
)
def test_refused(tmp_path: Path, rows: str, after: str, cell: str, code: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade(sheet(rows, after=after)))
    book = Workbook.open(path)
    with pytest.raises(RefusedEdit) as caught:
        book.set_cells("表", {"Z99": 1, cell: 2})
    assert (caught.value.code, book.package.changed) == (code, {})


def test_disordered_rows_that_exist_are_edited(tmp_path: Path) -> None:
    data = handmade(sheet('<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>'))
    assert (
        rows_of(edited(tmp_path, data, {"A1": 1}))
        == '<row r="2"><c r="A2"/></row><row r="1"><c r="A1"><v>1</v></c></row>'
    )


@pytest.mark.parametrize(
    ("rows", "cell", "expected"),
    [
        (
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" ca="1" si="0">B1+$C$1</f><v>1</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" ca="1" si="0"/><v>2</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>',
            "A1",
            '<row r="1"><c r="A1"><v>9</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" ca="1" si="0" ref="A2:A3">B2+$C$1</f><v>2</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>',
        ),
        (
            '<row r="1"><c r="B1"><f t="shared" ref="B1:C2" si="4">A1*2</f></c><c r="C1"><f t="shared" si="4"/></c></row>'
            '<row r="2"><c r="B2"><f t="shared" si="4"/></c></row>',
            "B1",
            '<row r="1"><c r="B1"><v>9</v></c><c r="C1"><f>B1*2</f></c></row><row r="2"><c r="B2"><f>A2*2</f></c></row>',
        ),
        (
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>',
            "A2",
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row><row r="2"><c r="A2"><v>9</v></c></row>',
        ),
    ],
)
def test_shared_formulas_are_split(tmp_path: Path, rows: str, cell: str, expected: str) -> None:
    assert rows_of(edited(tmp_path, handmade(sheet(rows)), {cell: 9})) == expected


@pytest.mark.parametrize(("properties", "serial"), [("", 45356), ('<workbookPr date1904="1"/>', 43894)])
def test_dates(tmp_path: Path, properties: str, serial: int) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade(sheet(""), workbook=properties))
    book = Workbook.open(path)
    book.set_cells("表", {"A1": date(2024, 3, 5), "A2": date(2024, 3, 5), "A3": Styled(1, Look(number_format="0.0%"))})
    book.save()
    again = Workbook.open(path)
    cells = [again.cell("表", address) for address in ("A1", "A2", "A3")]
    assert cells == [Cell(serial, None, 1), Cell(serial, None, 1), Cell(1, None, 2)]
    assert [again.styles.format_of(xf) for xf in (0, 1, 2)] == [(0, None), (14, None), (164, "0.0%")]


def test_date_keeps_a_date_format(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表").write("A1", 1, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    edit = Workbook.open(path)
    style = edit.cell("表", "A1").style
    edit.set_cells("表", {"A1": date(2024, 3, 5)})
    edit.save()
    assert (edit.cell("表", "A1"), "xl/styles.xml" in edit.package.changed) == (Cell(45356, None, style), False)


def test_recalculation_and_chain(tmp_path: Path) -> None:
    chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="7" l="1"/><c r="A2"/><c r="A3" i="7"/></calcChain>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>1+{n}</f><v>{n + 1}</v></c></row>' for n in (1, 2, 3))
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade(sheet(rows), **{"xl/calcChain.xml": chain}))
    book = Workbook.open(path)
    book.package.relate(
        "xl/workbook.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain",
        "xl/calcChain.xml",
    )
    book.set_cells("表", {"A1": 5})
    assert book.package.xml("xl/calcChain.xml") == chain.replace(b'<c r="A1" i="7" l="1"/>', b"").replace(
        b'"A2"/>', b'"A2" i="7"/>'
    )
    assert book.root.child("calcPr").attrs == {"fullCalcOnLoad": "1"}  # type: ignore[union-attr]
    book.set_cells("表", {"A2": Formula("3"), "A3": None})
    assert [entry.attrs["r"] for entry in book.package.tree("xl/calcChain.xml").children] == ["A2"]
    book.set_cells("表", {"A2": "文"})
    assert (book.package.has("xl/calcChain.xml"), book.package.content_type("xl/calcChain.xml")) == (
        False,
        "application/xml",
    )


def test_no_formula_no_recalculation(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade(sheet("")))
    book = Workbook.open(path)
    book.set_cells("表", {"A1": 5})
    assert set(book.package.changed) == {"xl/worksheets/sheet1.xml"}


def test_looks_are_reused_and_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("表").write_row("A1", [1, 2, 3], made.add_format({"italic": True, "num_format": "0.00"}))
    book = Workbook.open(path)
    before = book.cell("表", "A1").style
    finding = Look(fill="FFC7CE", color="9C0006", bold=True, wrap=True)
    book.set_cells("表", {cell: Styled(look=finding) for cell in ("A1", "B1")})
    book.save()
    book = Workbook.open(path)
    marked = [book.cell("表", cell) for cell in ("A1", "B1", "C1")]
    assert [cell.value for cell in marked] == [1.0, 2.0, 3.0]
    assert marked[0].style == marked[1].style != before == marked[2].style
    xf = book.styles.item("cellXfs", marked[0].style)
    assert xf is not None
    assert b'applyNumberFormat="1"' in xf
    assert b'wrapText="1"' in xf
    book.set_cells("表", {cell: Styled(look=Look(style=before)) for cell in ("A1", "B1")})
    book.set_cells("表", {"C1": Styled(look=finding)})
    assert [book.cell("表", cell).style for cell in ("A1", "B1", "C1")] == [before, before, marked[0].style]
    book.styles.flush()
    assert "xl/styles.xml" not in book.package.changed


def test_bad_addresses_and_sheets(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade(sheet("")))
    book = Workbook.open(path)
    for address in ("", "A0", "XFE1", "A1048577", "A1:B2", "1A"):
        with pytest.raises(RefusedEdit) as caught:
            book.set_cells("表", {address: 1})
        assert caught.value.code == "ooxml.bad_cell"
    with pytest.raises(BookError) as missing:
        book.set_cells("表2", {"A1": 1})
    assert (missing.value.code, missing.value.text.params["sheets"]) == ("books.no_sheet", "表")
