"""The merged areas of .ods and .xlsb files, of which calamine says nothing."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .. import lazy
from ..ooxml.archive import Archive

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Merges = Mapping[str, list[tuple[int, int, int, int]]]
"""By sheet: first row, first column, last row, last column; 0-based, inclusive."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BEGIN, _EACH, _END = (
    b"\xb1\x01\x04",
    b"\xb0\x01\x10",
    b"\xb2\x01\x00",
)  # BrtBeginMergeCells, BrtMergeCell, BrtEndMergeCells
_SHEET = b"\x9c\x01"  # BrtBundleSh
_RELATION = lazy.pattern(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = lazy.pattern(rb"""\b(Id|Target)=["']([^"']*)["']""")


def merges_in(data: bytes, path: Path) -> Merges:
    """The merged areas by sheet; none for other formats, or where the file does not say."""
    kind = path.suffix.lower()
    if kind not in (".ods", ".xlsb") or not data.startswith(b"PK"):
        return {}
    archive = Archive(data, path)
    parts = {entry.name: entry for entry in archive.entries}
    if kind == ".ods":
        return _ods(archive.read(parts["content.xml"])) if "content.xml" in parts else {}
    if not {"xl/workbook.bin", "xl/_rels/workbook.bin.rels"} <= parts.keys():
        return {}
    places = targets(archive.read(parts["xl/_rels/workbook.bin.rels"]))
    sheets = _sheets(archive.read(parts["xl/workbook.bin"]))
    parted = {name: places.get(relation, "") for name, relation in sheets.items()}
    return {name: _xlsb(archive.read(parts[place])) for name, place in parted.items() if place in parts}


def _ods(content: bytes) -> Merges:
    if b"-spanned=" not in content or b"<!DOCTYPE" in content[:1024] or b"<!ENTITY" in content[:1024]:
        return {}
    from xml.etree.ElementTree import ParseError, iterparse

    found: dict[str, list[tuple[int, int, int, int]]] = {}
    merges: list[tuple[int, int, int, int]] = []
    row = column = 0
    try:
        for event, element in iterparse(BytesIO(content), ("start", "end")):  # noqa: S314 - no entity gets here
            if event == "start" and element.tag == f"{_TABLE}table":
                merges = found.setdefault(element.get(f"{_TABLE}name", ""), [])
                row = 0
            elif event == "start" and element.tag == f"{_TABLE}table-row":
                column = 0
            elif event == "start" and element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                down, right = _number(element, "rows-spanned"), _number(element, "columns-spanned")
                if down > 1 or right > 1:
                    merges.append((row, column, row + down - 1, column + right - 1))
                column += _number(element, "columns-repeated")
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                row += _number(element, "rows-repeated")
                element.clear()
    except ParseError:
        return {}  # calamine, which reads the cells, says what is wrong with the file
    return found


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}number-{name}") or "1"
    return int(text) if text.isascii() and text.isdigit() else 1


def targets(relations: bytes) -> dict[str, str]:
    """The workbook's relationships: the part to which each leads."""
    found: dict[str, str] = {}
    for tag in _RELATION.findall(relations):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode()
        found[attributes.get(b"Id", b"").decode()] = (
            target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _sheets(workbook: bytes) -> dict[str, str]:
    """Each sheet's relationship, from the records that list them: state, number, relationship, name."""
    found: dict[str, str] = {}
    at = workbook.find(_SHEET)
    while at >= 0:
        start = at + len(_SHEET) + (1 if workbook[at + 2 : at + 3] < b"\x80" else 2) + 8
        relation, after = _wide(workbook, start)
        name, _ = _wide(workbook, after)
        if name and relation:
            found[name] = relation
        at = workbook.find(_SHEET, at + 1)
    return found


def _wide(data: bytes, at: int) -> tuple[str, int]:
    """A string of so many UTF-16 characters, and where it ends; "" for what cannot be one."""
    if at + 4 > len(data):
        return "", at
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * count
    if count > 255 or end > len(data):
        return "", at
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _xlsb(sheet: bytes) -> list[tuple[int, int, int, int]]:
    """The records between the beginning and the end of the merged cells, which stand behind the cells."""
    at = sheet.rfind(_BEGIN)
    if at < 0 or at + 7 > len(sheet):
        return []
    (count,) = struct.unpack_from("<I", sheet, at + 3)
    start, size = at + 7, len(_EACH) + 16
    if sheet[start + count * size : start + count * size + 3] != _END:
        return []
    found: list[tuple[int, int, int, int]] = []
    for place in range(start, start + count * size, size):
        top, bottom, left, right = struct.unpack_from("<4I", sheet, place + len(_EACH))
        found.append((top, left, bottom, right))
    return found
