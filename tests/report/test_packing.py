"""A workbook that is packed while it is written has the bytes that XlsxWriter's own has."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kamxl.report.packing import PackedWorkbook


def _drawn(book: Workbook, rows: int) -> None:
    book.set_properties({"created": datetime(2026, 1, 1)})
    for name in ("甲", "乙"):
        sheet = book.add_worksheet(name)
        for row in range(rows):
            sheet.write_row(row, 0, [row, f"{name}{row} & <中文>", row / 7, "同"])
        sheet.write_comment(0, 0, "批注")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": ["甲", 0, 0, rows, 0]})
    book.get_worksheet_by_name("乙").insert_chart(2, 6, chart)
    book.get_worksheet_by_name("乙").insert_image(30, 6, "点.png", {"image_data": BytesIO(_PIXEL)})
    book.close()


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@given(st.lists(st.text(" ab<>&\"'中_x004D\0\x01\t\n\r\x0b\u3000r/", max_size=9)))
def test_texts_are_written_alike(texts: list[str]) -> None:
    buffer, packed = BytesIO(), PackedWorkbook({})
    for book in (Workbook(buffer, {"in_memory": True}), packed):
        book.set_properties({"created": datetime(2026, 1, 1)})
        sheet = book.add_worksheet()
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)
        if "r" in texts:
            sheet.write_rich_string(50, 0, "a", book.add_format({"bold": True}), "b")
        book.close()
    assert packed.content == buffer.getvalue()


@pytest.mark.parametrize("rows", [0, 3, 3000])
def test_the_bytes_are_the_same(rows: int) -> None:
    buffer, packed = BytesIO(), PackedWorkbook({"strings_to_urls": False})
    _drawn(Workbook(buffer, {"in_memory": True, "strings_to_urls": False}), rows)
    _drawn(packed, rows)
    assert packed.content == buffer.getvalue()
