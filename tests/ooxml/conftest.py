"""Workbooks made for the engine's tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

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
