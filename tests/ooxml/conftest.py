"""Workbooks made for the engine's tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.ooxml import CellValue, Workbook

Build = Callable[[xlsxwriter.Workbook], None]


def made(build: Build) -> bytes:
    """A workbook by XlsxWriter, as bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    build(book)
    book.close()
    return buffer.getvalue()


def kpi_book(book: xlsxwriter.Workbook) -> None:
    """A report like ours: two sheets that refer to each other, a chart, a table, rules, a note, links, rich text."""
    kpi, detail = book.add_worksheet("KPI"), book.add_worksheet("明细")
    bold = book.add_format({"bold": True, "bg_color": "#FFC7CE", "num_format": "0.0%"})
    kpi.write_row("A1", ["指标", "2024Q1", 0.875], bold)
    kpi.write_formula("B2", "=SUM(明细!B2:B4)", None, 60)
    kpi.write_rich_string("A3", "一", book.add_format({"bold": True}), "二")
    kpi.write_url("A4", "internal:'明细'!A1", string="明细")
    kpi.write_url("A5", "https://example.com/a?b=1&c=2")
    kpi.write_comment("B2", "合计")
    kpi.conditional_format(
        "C1:C9", {"type": "cell", "criteria": ">", "value": 0.5, "format": book.add_format({"bg_color": "#00FF00"})}
    )
    kpi.data_validation("D1", {"validate": "list", "source": "=明细!$A$2:$A$4"})
    kpi.print_area("A1:H20")
    kpi.freeze_panes(1, 0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=明细!$A$2:$A$4", "values": "=明细!$B$2:$B$4"})
    kpi.insert_chart("E3", chart)
    detail.add_table(
        "A1:B4",
        {
            "name": "Table1",
            "columns": [{"header": "客户"}, {"header": "金额"}],
            "data": [["甲", 10], ["乙", 20], ["丙", 30]],
        },
    )


@pytest.fixture(scope="session")
def kpi_bytes() -> bytes:
    return made(kpi_book)


@pytest.fixture
def book_at(tmp_path: Path) -> Callable[[Build], Path]:
    """Writes a workbook made by XlsxWriter into a folder of its own, and gives its path."""

    def write(build: Build) -> Path:
        path = tmp_path / "客户.xlsx"
        path.write_bytes(made(build))
        return path

    return write


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = {
    MAIN: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def handmade(sheet: str | bytes, namespace: str = MAIN, workbook: str = "", **parts: bytes) -> bytes:
    """A workbook with one sheet ``表`` of just this XML, as odd as the test wants it. ``{ns}`` and ``{r}`` are filled in."""
    office = _OFFICE[namespace]
    if isinstance(sheet, str):
        sheet = sheet.replace("{ns}", namespace).replace("{r}", office).encode()
    entries = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _rels(f'<Relationship Id="a" Type="{office}/officeDocument" Target="/xl/workbook.xml"/>'),
        "xl/workbook.xml": (
            f'<workbook xmlns="{namespace}" xmlns:q="{office}">{workbook}<sheets>'
            '<sheet name="表" sheetId="7" q:id="s"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _rels(
            f'<Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _rels(inside: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def edited(tmp_path: Path, data: bytes, values: dict[str, CellValue]) -> str:
    """The sheet's XML after these cells were written and saved."""
    path = tmp_path / "手工.xlsx"
    path.write_bytes(data)
    book = Workbook.open(path)
    book.set_cells("表", values)
    book.save()
    return Workbook.open(path).package.read("xl/worksheets/sheet1.xml").decode()
