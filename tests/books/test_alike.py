"""Sheets whose rows are alike, read without calamine.

1. What is answered is what calamine answers, cell by cell and type by type.
2. Lists as Excel, LibreOffice and XlsxWriter save them are answered.
3. They come by column, with the number of filled cells in each row, whatever rows alternate or are missing.
4. What is not plain (formulas, times, errors, rows out of order or far below the others, cells that say another row …) is left
   to calamine.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from kamxl.books.alike import AlikeReader, Sheet
from kamxl.books.by_column import ByColumn
from kamxl.books.closed import open_closed
from kamxl.books.extent import guard
from kamxl.books.plain_parts import Listed, sheets_of
from kamxl.domain.values import Raw
from kamxl.errors import BookError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEETS = '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
PARTS = (("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"))
CODES = (
    "yyyy-mm-dd", "#,##0.00", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "yyyy\\-mm\\-dd", "0.00_ ", "hh:mm",
    "[h]:mm", "&quot;d&quot;0", "0.0E+00", "m/d", "General", "@", "[$-804]yyyy/m/d", "年", "#,##0;(#,##0)",
)  # fmt: skip
BUILT_IN = (0, 1, 4, 9, 10, 11, 14, 15, 17, 18, 20, 22, 27, 31, 37, 45, 46, 47, 49, 57)
STYLES = [*BUILT_IN, *range(164, 164 + len(CODES))]


def saved(path: Path, rows: str, strings: str = "", behind: str = "", workbook: str = "", sheets: str = SHEETS) -> Path:
    """A workbook of one sheet. Its cells have the styles of ``STYLES``, by number."""
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(CODES))
    xfs = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in STYLES)
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(PARTS, 1)
    )
    parts = {
        "[Content_Types].xml": '<Types><Override ContentType="worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{KINDS}">{main}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{KINDS}">{related}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}{sheets}</workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>',
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, HEAD + part)
    return path


def answered(path: Path) -> Sheet | None:
    found = guard(path.read_bytes(), path)
    assert found is not None
    listed = sheets_of(found.package)
    return AlikeReader(found.package, found.sheets).sheet(listed[0].part) if listed else None


def exactly(rows: Any) -> list[list[tuple[type, str]]]:
    return [[(type(cell), repr(cell)) for cell in row] for row in rows]


def by_calamine(path: Path) -> tuple[list[list[Raw]], list[tuple[int, ...]]]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    rows: list[list[Any]] = [[None if c == "" else c for c in row] for row in sheet.to_python(skip_empty_area=False)]
    return rows, [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def judge(path: Path) -> Sheet | None:
    """What was answered, after it was compared with calamine."""
    sheet = answered(path)
    if sheet is not None:
        rows, merges = by_calamine(path)
        assert exactly(sheet[0]) == exactly(rows)
        by_column = sheet[0]
        assert isinstance(by_column, ByColumn)
        assert exactly(by_column.columns) == exactly(zip(*rows, strict=True))
        assert list(by_column.filled) == [sum(cell is not None for cell in row) for row in rows]
        assert list(sheet[1]) == merges
        assert exactly(open_closed(path).grid("表").rows) == exactly(rows)
    return sheet


PLAIN = {
    "XlsxWriter": '<row r="{0}" spans="1:3"><c r="A{0}" t="s"><v>0</v></c><c r="C{0}"><v>-1.5</v></c></row>',
    "Excel": '<row r="{0}" spans="1:3" ht="15.75" customHeight="1" x14ac:dyDescent="0.25"><c r="A{0}" s="1" t="s"><v>1</v></c>'
    '<c r="B{0}" s="4"/><c r="C{0}" s="6"><v>4{0:04}</v></c></row>',
    "LibreOffice": '<row r="{0}" customFormat="false" ht="12.8" outlineLevel="0"><c r="B{0}" s="0" t="s"><v>2</v></c>'
    '<c r="D{0}" s="2" t="n"><v>12</v></c></row>\n',
    "blank": '<row r="{0}" spans="1:3"><c r="A{0}"><v>7</v></c></row><row r="1{0}" spans="1:3" ht="20"/>',
    "banded": '<row r="{0}"><c r="A{0}" s="{1}" t="s"><v>0</v></c><c r="B{0}" s="{1}"/><c r="C{0}" s="{1}" t="n"><v>{0}</v></c>'
    '<c r="D{0}" s="{1}"><v>{0}</v></c></row>',
    "nothing": '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}" t="s"><v>3</v></c></row>',
}
STRINGS = (
    "<si><t>客户</t></si>"
    '<si><t xml:space="preserve"> A&amp;B &lt;1&gt; &amp;lt; </t><phoneticPr fontId="1" type="noConversion"/></si>'
    '<si><r><rPr><sz val="11"/><rFont val="宋体"/></rPr><t>一</t></r><r><t xml:space="preserve"> 2</t></r></si>'
    "<si><t></t></si>"
)


def listed(kind: str, numbers: Iterable[int]) -> str:
    """The rows of a list; every other one has other styles."""
    return "".join(PLAIN[kind].format(number, 1 + number % 2) for number in numbers)


@pytest.mark.parametrize("strings", [STRINGS, STRINGS.replace("<r>", "").replace("</r>", ""), "<si><t>a</t></si>" * 4])
@pytest.mark.parametrize("kind", PLAIN)
def test_lists_as_programs_save_them(kind: str, strings: str, tmp_path: Path) -> None:  # 1, 2
    rows = listed(kind, range(2, 8) if kind != "blank" else [2])
    behind = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:B4"/></mergeCells>'
    sheet = judge(saved(tmp_path / "a.xlsx", rows, strings, behind))
    assert sheet is not None or "<rPr>" in strings.replace("<r><rPr>", "")
    assert sheet is None or sheet[1] == [(0, 0, 0, 2), (1, 1, 3, 1)]


LEFT = {
    "formula": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
    "own text": '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>',
    "boolean": '<row r="1"><c r="A1" t="b"><v>1</v></c></row>',
    "error": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
    "exponent": '<row r="1"><c r="A1"><v>1E-5</v></c></row>',
    "time": '<row r="1"><c r="A1" s="6"><v>46000.5</v></c></row>',
    "no day": '<row r="1"><c r="A1" s="6"><v>59</v></c></row>',
    "another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "order": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    "far away": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "no row": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "far row": '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    "order of cells": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    "no place": '<row r="1"><c><v>1</v></c></row>',
    "no such text": '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
    "no such style": '<row r="1"><c r="A1" s="999"><v>9</v></c></row>',
    "odd text": '<row r="1"><c r="A1" t="s"><v>4</v></c></row>',
    "empty": '<row r="1"><c r="A1"><v></v></c></row>',
    "comment": '<row r="1"><!-- 1 --><c r="A1"><v>1</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>1-2</v></c></row>',
    "strewn digits": '<row r="1">1<c r="A1"><v>2</v></c></row>',
    "digits in a tag": '<row r="1"><c r="A1" s="1"><v>1</v></c></row><row r="2"><c r="A2" s="2"><v></v7></c></row>',
    "strewn for a value": '<row r="1"><c r="A1"><v></v></c>7<c r="B1"><v>1</v></c></row>',
}


@pytest.mark.parametrize("kind", sorted(PLAIN.keys() - {"blank"}))
@pytest.mark.parametrize("rows", [[4090, *range(4096, 4100)], [5000], [*range(1, 9000, 2)]])
def test_lists_further_down(kind: str, rows: list[int], tmp_path: Path) -> None:  # 1, 2
    written = listed(kind, rows)
    assert judge(saved(tmp_path / "a.xlsx", written, STRINGS)) is not None
    other = written.replace(f'r="A{rows[-1]}"', 'r="A9"').replace(f'r="B{rows[-1]}"', 'r="B9"')
    assert answered(saved(tmp_path / "b.xlsx", other, STRINGS)) is None


@pytest.mark.parametrize("kind", LEFT)
def test_what_is_not_plain_is_left(kind: str, tmp_path: Path) -> None:  # 4
    strings = STRINGS + "<si><t>_x000D_</t></si>"
    assert answered(saved(tmp_path / "a.xlsx", LEFT[kind], strings)) is None


def test_many_shapes_and_another_calendar_are_left(tmp_path: Path) -> None:  # 4
    rows = "".join(f'<row r="{n}"><c r="{chr(64 + n)}{n}"><v>1</v></c></row>' for n in range(1, 20))
    assert answered(saved(tmp_path / "a.xlsx", rows)) is None
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert answered(saved(tmp_path / "b.xlsx", row)) is not None
    assert answered(saved(tmp_path / "c.xlsx", row, workbook='<workbookPr date1904="1"/>')) is None
    assert answered(saved(tmp_path / "d.xlsx", row, behind='<mergeCells><mergeCell ref="A1"/></mergeCells>')) is None


@pytest.mark.parametrize(
    ("name", "more", "visible"),
    [
        ("一 月", "", True),
        ("b", 'state="hidden"', False),
        ("b", 'state="veryHidden"', False),
        ("a&amp;b", "", None),
    ],
)
def test_the_list_of_sheets(name: str, more: str, visible: bool | None, tmp_path: Path) -> None:  # 1, 4
    sheets = f'<sheets><sheet name="{name}" sheetId="1" {more} r:id="rId1"/></sheets>'
    path = saved(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', sheets=sheets)
    found = guard(path.read_bytes(), path)
    assert found is not None
    part = "xl/worksheets/sheet1.xml"
    assert sheets_of(found.package) == (None if visible is None else [Listed(name, part, visible)])
    told = [
        (meta.name, meta.visible == SheetVisibleEnum.Visible)
        for meta in CalamineWorkbook.from_path(path).sheets_metadata
    ]
    assert [(sheet, open_closed(path).grid(sheet).visible) for sheet in open_closed(path).sheet_names()] == told


CELLS = (
    "", '<c r="{}"/>', '<c r="{}" s="1"/>', '<c r="{}"><v>46000</v></c>', '<c r="{}" t="n"><v>46000</v></c>',
    *(f'<c r="{{}}" s="{style}"{kind}><v>46000</v></c>' for style in (1, 2, 6, 7) for kind in ("", ' t="n"')),
    *(f'<c r="{{}}"{style} t="s"><v>{n}</v></c>' for n in (0, 3) for style in ("", ' s="6"')),
)  # fmt: skip
SHAPES = st.lists(st.sampled_from(CELLS), max_size=3)


@given(
    st.lists(SHAPES, min_size=1, max_size=4).flatmap(
        lambda shapes: st.lists(st.tuples(st.integers(1, 3), st.sampled_from(shapes)), min_size=1, max_size=30)
    )
)
@settings(max_examples=300, deadline=None)
def test_rows_of_several_shapes(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, list[str]]]) -> None:
    # 1, 2, 3
    number, written = 0, ""
    for step, shape in rows:
        number += step
        cells = "".join(cell.format(f"{'ACDF'[column]}{number}") for column, cell in enumerate(shape))
        written += f'<row r="{number}">{cells}</row>'
    judge(saved(tmp_path_factory.getbasetemp() / "shapes.xlsx", written, STRINGS))


PIECES = [
    *"0147.-",
    " ",
    "\n",
    '"',
    '""',
    "A",
    "r",
    "s",
    "<",
    ">",
    "/",
    '<c r="B3"/>',
    "<v>",
    "</v>",
    "<x/>",
    ' s="6"',
    ' t="n"',
    "<x>1</x>",
]
EDITS = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from([0, 0, 1, 1, 2, 7]), st.sampled_from(["", "", *PIECES])),
    min_size=1,
    max_size=3,
)


@given(st.sampled_from(sorted(PLAIN)), EDITS, st.booleans())
@settings(max_examples=500, deadline=None)
def test_a_list_somewhat_changed(
    tmp_path_factory: pytest.TempPathFactory, kind: str, edits: list[tuple[int, int, str]], moved: bool
) -> None:  # 1
    rows = listed(kind, range(2, 6) if kind != "blank" else [2])
    for place, gone, put in edits:
        at = place % len(rows)
        put = put or (rows[at : at + gone] if moved else "")
        rows = rows[:at] + rows[at + gone :]
        at = (at + gone + place % 5) % (len(rows) + 1) if moved else at
        rows = rows[:at] + put + rows[at:]
    path = saved(tmp_path_factory.getbasetemp() / "changed.xlsx", rows, STRINGS)
    try:
        by_calamine(path)
    except CalamineError:
        assert answered(path) is None
    else:
        judge(path)


@given(
    st.lists(st.integers(0, len(STYLES)), min_size=1, max_size=3),
    st.sampled_from(["61", "46000", "0", "1", "0.5", "46000.25", "-3", "2958465", "2958466", "12345678901234567890"]),
)
@settings(max_examples=300, deadline=None)
def test_every_format(tmp_path_factory: pytest.TempPathFactory, styles: list[int], number: str) -> None:  # 1
    cells = "".join(f'<c r="{chr(65 + n)}1" s="{style}"><v>{number}</v></c>' for n, style in enumerate(styles))
    path = saved(tmp_path_factory.getbasetemp() / "format.xlsx", f'<row r="1">{cells}</row>')
    judge(path)


@given(
    st.lists(
        st.sampled_from(["<", "&lt;", "&amp;", "&#65;", " ", "\n", "\r", "_x0041_", "_", "客", "a", "<t>", "</t>"]),
        max_size=5,
    )
)
@settings(max_examples=300, deadline=None)
def test_every_text(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:  # 1
    path = tmp_path_factory.getbasetemp() / "text.xlsx"
    for strings in (f"<si><t>{''.join(pieces)}</t></si>", f"<si><r><t>{''.join(pieces)}</t></r></si>\n<si><t/></si>"):
        saved(path, '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>', strings)
        try:
            by_calamine(path)
        except CalamineError:
            with pytest.raises(BookError):
                open_closed(path).grid("表")
        else:
            judge(path)
