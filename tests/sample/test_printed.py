"""The office forms as LibreOffice prints them.

1. Every sheet is printed, no page is empty, and no cell shows #### for want of width.
2. Every label and every text of a card or list is on paper, whole.
3. The heads of a list are repeated on each of its pages.
"""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from kamxl.domain.form import Layout, forms
from kamxl.hosts.libreoffice.printing import to_pdf
from kamxl.templates import sample
from kamxl.templates.book import FormBook, FormSheet, build
from kamxl.templates.plan import label

SHEETS = tuple(
    FormSheet(sheet.form, sheet.form.zh, sheet.records)
    for sheet in {sheet.form.id: sheet for book in sample.books() for sheet in book.sheets if sheet.records}.values()
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page, without white space."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("没有 LibreOffice 或 poppler (soffice and pdftotext are needed to print)")
    folder = tmp_path_factory.mktemp("print")
    book = folder / "全部表单.xlsx"
    book.write_bytes(build(FormBook("全部表单", "", SHEETS), sample.office()))
    to_pdf(book, book.with_suffix(".pdf"))
    printed = subprocess.run(["pdftotext", "-raw", str(book.with_suffix(".pdf")), "-"], check=True, capture_output=True)
    return [re.sub(r"\s", "", page) for page in printed.stdout.decode().split("\f")[:-1]]


def _of(sheet: FormSheet, pages: list[str]) -> list[str]:
    return [page for page in pages if f"{sheet.form.doc_no}{sheet.form.zh}第" in page]


def _without_patterns(page: str) -> str:
    """The page without what people typed with # for a digit (设置·自定规则: HT-####-###)."""
    typed = [value for sheet in SHEETS for record in sheet.records for value in record.values() if "##" in str(value)]
    for value in typed:
        page = page.replace(re.sub(r"\s", "", str(value)), "")
    return page


def test_every_sheet_is_printed_and_nothing_is_hashes(pages: list[str]) -> None:  # 1
    printed = [sheet.form.id for sheet in SHEETS if _of(sheet, pages)]
    empty = [number for number, page in enumerate(pages, 1) if len(page) < 60]
    hashes = [number for number, page in enumerate(pages, 1) if "###" in _without_patterns(page)]
    assert (sorted(printed), empty, hashes) == (sorted(forms()), [], [])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.form.id)
def test_every_text_is_on_paper(pages: list[str], sheet: FormSheet) -> None:  # 2
    text = "".join(_of(sheet, pages))
    labels = {label(field) for field in sheet.form.all_fields}
    values = {
        value
        for record in sheet.records
        for field in sheet.form.fields
        if isinstance(value := record.get(field.id), str) and field.type != "ticks"
    }
    assert [part for part in sorted(labels | values) if re.sub(r"\s", "", part) not in text] == []


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.form.layout is Layout.LIST], ids=lambda sheet: sheet.form.id)
def test_heads_are_repeated(pages: list[str], sheet: FormSheet) -> None:  # 3
    heads = [label(field) for field in sheet.form.all_fields]
    assert [number for number, page in enumerate(_of(sheet, pages)) if any(head not in page for head in heads)] == []
