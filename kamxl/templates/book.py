"""Writes a whole workbook of forms: a first page that says what is in it, then one sheet a card or list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ..dataclass import dataclass
from ..domain.form import Form, Layout
from .card import write_card
from .listing import write_list
from .look import Look
from .plan import Box
from .sheet import Filled, Office, put

_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the document's own date: the same input, the same bytes
_TABS = {Layout.CARD: "#5B8DB8", Layout.LIST: "#8FB08C"}


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet: a card with its one record, or a list with all of them."""

    form: Form
    name: str
    records: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class FormBook:
    """One person's workbook. ``front`` is the first page's heading, "" for a workbook without a first page."""

    name: str
    front: str
    sheets: tuple[FormSheet, ...]


def build(book: FormBook, office: Office) -> bytes:
    """The workbook as .xlsx: the same input gives the same bytes."""
    buffer = BytesIO()
    workbook = start(buffer, book.front or book.name)
    look = Look(workbook)
    if book.front:
        _front_page(workbook.add_worksheet("首页"), look, book)
    for sheet in book.sheets:
        page = workbook.add_worksheet(sheet.name)
        page.set_tab_color(_TABS[sheet.form.layout])
        if sheet.form.layout is Layout.CARD:
            write_card(page, look, sheet.form, sheet.records[0] if sheet.records else {}, office)
        else:
            write_list(page, look, sheet.form, sheet.records, office)
    workbook.close()
    return buffer.getvalue()


def start(buffer: BytesIO, title: str) -> xlsxwriter.Workbook:
    """An empty workbook with our properties, in which text is never taken for a formula, a number or a link."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": title, "author": "大客户部", "company": "大客户部", "created": _MADE})
    return workbook


def _front_page(page: Worksheet, look: Look, book: FormBook) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 2)
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 26)
    page.set_column(3, 3, 34)
    page.set_row(1, 40)
    put(page, Box(1, 1, 1, 3), book.front, look.style("big"))
    put(page, Box(2, 1, 2, 3), "填完后先“校验”，没有错误再“提交”；灰底单元格由系统回写。", look.style("plain"))
    page.set_row(2, 22)
    _contents(page, look, book.sheets)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _contents(page: Worksheet, look: Look, sheets: Sequence[FormSheet]) -> None:
    for column, text in ((1, "本簿工作表"), (2, "属于"), (3, "文件控制号")):
        put(page, Box(4, column, 4, column), text, look.style("head"))
    page.set_row(4, 24)
    for row, sheet in enumerate(sheets, start=5):
        target = sheet.name.replace("'", "''")
        page.write_url(row, 1, f"internal:'{target}'!A1", look.style("link"), sheet.name)
        put(page, Box(row, 2, row, 2), sheet.form.zh, look.style("value"))
        put(page, Box(row, 3, row, 3), sheet.form.doc_no, look.style("control"))
        page.set_row(row, 20)
    page.set_first_sheet()
    page.activate()
