"""A real .xlsb for tests: Excel's own blank one (pyOpenVBA's), with cells and merged areas written into its sheet."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pyopenvba

_ROWS = b"\x91\x01\x00"  # BrtBeginSheetData, behind which the rows stand
_AFTER = b"\x92\x01\x00"  # BrtEndSheetData, behind which the merged cells stand
_DIMENSION = b"\x94\x01\x10"


def xlsb(cells: Mapping[tuple[int, int], str | float], merges: list[tuple[int, int, int, int]]) -> bytes:
    """The workbook with these cells on Sheet1; rows, columns and merged areas are 0-based."""
    blank = Path(pyopenvba.__file__).parent / "_templates" / "blank_files" / "blank_workbook.xlsb"
    buffer = BytesIO()
    with zipfile.ZipFile(blank) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _filled(content, cells, merges) if name == "xl/worksheets/sheet1.bin" else content)
    return buffer.getvalue()


def _filled(
    sheet: bytes, cells: Mapping[tuple[int, int], str | float], merges: list[tuple[int, int, int, int]]
) -> bytes:
    rows = b""
    for row in sorted({row for row, _ in cells}):
        rows += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column in sorted(column for r, column in cells if r == row):
            value, head = cells[row, column], struct.pack("<II", column, 0)
            rows += (
                _record(6, head + _wide(value))
                if isinstance(value, str)
                else _record(5, head + struct.pack("<d", value))
            )
    merged = _record(177, struct.pack("<I", len(merges)))
    merged += b"".join(
        _record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merges
    )
    merged += _record(178, b"")
    at = sheet.index(_DIMENSION) + 3
    last = struct.pack("<4I", 0, max(row for row, _ in cells), 0, max(column for _, column in cells))
    sheet = sheet[:at] + last + sheet[at + 16 :]
    sheet = sheet.replace(_ROWS, _ROWS + rows, 1)
    return sheet.replace(_AFTER, _AFTER + (merged if merges else b""), 1)


def _record(kind: int, body: bytes) -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return number + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
