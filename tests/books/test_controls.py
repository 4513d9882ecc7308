"""Boxes to tick that are drawn over the sheet: Excel's form controls.

1. Boxes over a (merged) cell are read as if they had been typed into it, in their order; the linked cell knows best.
2. A box without a caption ticks what stands in its cell; where the cell holds TRUE or FALSE nothing is added.
3. The form is read with them, and ``fix`` writes into none of these cells.
4. Notes and other drawings are no boxes.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.department import Department
from kamxl.commands.fix import fix
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book
from kamxl.templates import blank

ROWS = [
    ("客户拜访记录表", "", "", ""),
    ("客户名称", "华东机电", "拜访日期", "2026-07-08"),
    ("拜访人", "张伟", "受访人", "沈雪梅"),
    ("拜访目的", "复盘", "是否成功", ""),
]


def drawn(path: Path, boxes: dict[str, tuple[str, bool, str]], *, rows: list[tuple[object, ...]]) -> None:
    """A workbook with boxes by cell: caption, whether ticked, linked cell. XlsxWriter draws buttons; they become boxes."""
    plain = path.with_suffix(".plain.xlsx")
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet("表")
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
        for number, cell in enumerate(boxes):
            column, row = cell.split("/") if "/" in cell else (cell[:1], cell[1:])
            offset = int(row.partition("+")[2] or 0)
            options = {"caption": f"#{number}#", "width": 60, "height": 18, "x_offset": offset}
            sheet.insert_button(f"{column}{row.partition('+')[0]}", options)
        sheet.write_comment("A1", "批注")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".vml"):
                content = re.sub(
                    rb"<v:shape .*?</v:shape>", lambda m: _box(m[0], [*boxes.values()]), content, flags=re.S
                )
            target.writestr(name, content)
    plain.unlink()


def _box(shape: bytes, boxes: list[tuple[str, bool, str]]) -> bytes:
    number = re.search(rb"#(\d+)#", shape)
    if number is None:
        return shape  # the comment
    caption, ticked, link = boxes[int(number[1])]
    more = b"<x:Checked>1</x:Checked>" if ticked else b""
    more += f"<x:FmlaLink>{link}</x:FmlaLink>".encode() if link else b""
    shape = shape.replace(number[0], caption.encode()).replace(b'ObjectType="Button"', b'ObjectType="Checkbox"')
    return shape.replace(b"</x:ClientData>", more + b"</x:ClientData>")


def test_boxes_over_cells(tmp_path: Path) -> None:  # 1, 4
    path = tmp_path / "表.xlsx"
    rows = [*ROWS, ("公司性质", "", "", ""), ("", "", "", True)]
    drawn(
        path, {"B5": ("上市公司", False, "$D$6"), "B5+70": ("民营企业", False, ""), "D4": ("是", True, "")}, rows=rows
    )
    grid = open_closed(path).grid("表")
    assert (grid.at(3, 3), grid.at(0, 0)) == ("☑是", "客户拜访记录表")
    assert [grid.at(4, 1), grid.at(4, 2)] == ["☑上市公司", "□民营企业"]


def test_boxes_without_captions(tmp_path: Path) -> None:  # 2
    path = tmp_path / "表.xlsx"
    rows: list[tuple[object, ...]] = [("上市公司", "民营企业", True, "")]
    drawn(
        path, {"A1": ("", True, ""), "B1": ("", False, ""), "C1": ("", True, "$C$1"), "D1": ("", True, "")}, rows=rows
    )
    assert list(open_closed(path).grid("表").rows[0]) == ["☑上市公司", "□民营企业", True, "☑"]


def test_read_and_left_alone(tmp_path: Path) -> None:  # 3
    path = tmp_path / "表.xlsx"
    drawn(path, {"D4": ("否", False, ""), "D4+62": ("是", True, "")}, rows=list(ROWS))
    (tmp_path / "设置.xlsx").write_bytes(dict(blank.templates())["设置.xlsx"])
    (record,) = read_book(open_closed(path), "表.xlsx", Settings()).records
    assert (record.flag("success"), record.held("success")) == (True, "□否 ☑是")
    before = path.read_bytes()
    changes = fix(Department(tmp_path, open_closed, date(2026, 9, 30)), path, dry_run=True).changes
    assert [change.cell for change in changes] == [c.cell for c in changes if c.cell != "D4"]
    assert path.read_bytes() == before
