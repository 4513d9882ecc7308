"""Merged areas of formats in which calamine does not see them.

1. An .ods gives the merged areas of each sheet, also behind repeated rows and cells.
2. An .xlsb gives them, and its cells; a form on it is read like any other.
3. A file that holds something else in those places gives none and is read all the same.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from kamxl.books.closed import open_closed
from kamxl.books.spans import merges_in
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book
from tests.notation import table

from .binary import xlsb

CARD = """
| 拜访申请 | < | < | < |
| 编号 | BF-1 | 客户 | 华东机电 |
| 拜访日期 | 2026-07-06 | 申请日期 | 2026-07-03 |
| 拜访对象 | 沈雪梅 | 申请人 | 张伟 |
| 拜访目的 | 续约 | < | < |
| ^ | ^ | ^ | ^ |
"""


def test_ods(tmp_path: Path) -> None:  # 1
    content = """<?xml version="1.0"?><o:d xmlns:o="o" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
    <t:table t:name="甲"><t:table-header-rows><t:table-row t:number-rows-repeated="3"><t:table-cell/></t:table-row>
    </t:table-header-rows><t:table-row><t:table-cell t:number-columns-repeated="2"/><t:table-cell
    t:number-columns-spanned="2" t:number-rows-spanned="3"/><t:covered-table-cell/></t:table-row></t:table>
    <t:table t:name="乙"><t:table-row><t:table-cell/></t:table-row></t:table></o:d>"""
    path = tmp_path / "x.ods"
    assert merges_in(_zip({"content.xml": content.encode()}), path) == {"甲": [(3, 2, 5, 3)], "乙": []}
    evil = content.replace("<o:d", '<!DOCTYPE d [<!ENTITY a "aaaa">]><o:d', 1)
    assert merges_in(_zip({"content.xml": evil.encode()}), path) == {}
    assert merges_in(_zip({"content.xml": content[:-5].encode()}), path) == {}


def test_xlsb(tmp_path: Path) -> None:  # 2
    rows, merges = table(CARD)
    cells = {(r, c): raw for r, row in enumerate(rows) for c, raw in enumerate(row) if isinstance(raw, str)}
    path = tmp_path / "表.xlsb"
    path.write_bytes(xlsb(cells, merges))
    book = open_closed(path)
    assert sorted(book.grid("Sheet1").merges) == sorted(merges) == [(0, 0, 0, 3), (4, 0, 5, 0), (4, 1, 5, 3)]
    (record,) = read_book(book, "表.xlsb", Settings()).records
    assert (record.form, record.text("purpose"), str(record.day("visit_on"))) == ("visit_request", "续约", "2026-07-06")


def test_nothing_there(tmp_path: Path) -> None:  # 3
    path = tmp_path / "表.xlsb"
    path.write_bytes(xlsb({(0, 0): "合计", (2, 1): 7.0}, []))
    assert (open_closed(path).grid("Sheet1").merges, open_closed(path).grid("Sheet1").at(2, 1)) == ([], 7.0)
    assert merges_in(_zip({"xl/workbook.bin": b"\x9c\x01", "xl/_rels/workbook.bin.rels": b""}), path) == {}
    assert merges_in(b"no zip", path) == {}


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
