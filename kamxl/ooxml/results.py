"""The cached results of formulas: read with their formulas in one pass, and replaced without touching anything else.

A formula stays byte for byte as it is; only its cell's ``t`` and ``<v>`` change.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..errors import BookError, RefusedEdit
from .addresses import Area, Position, column_number, parse_area
from .cells import text_element
from .markup import change_tag, decode_xstring, escape_text
from .reading import CellReader, SharedStrings, Value
from .values import CellError, Content
from .worksheet import CellSpan, Worksheet, tag_attributes


class Formula(NamedTuple):
    """A formula cell.

    ``text`` is what the file holds there: "" for a cell that shares another's formula. ``kind`` is "", ``shared``,
    ``array`` or ``dataTable``, ``area`` what an array covers, ``dynamic`` whether it spills by itself; ``group`` is
    common to the cells that share a formula.
    """

    position: Position
    text: str
    kind: str
    area: Area | None
    dynamic: bool
    value: Value
    span: CellSpan
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """``usual`` is a formula cell as Excel, LibreOffice and every writer put it: ``<c …><f …>…</f><v>…</v></c>``."""

    usual: re.Pattern[bytes]
    any_formula: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]


_ATTRS = rb"""(?:\s(?:[^>"']|"[^"]*"|'[^']*')*?)?"""
_ADDRESS = re.compile(rb"""\sr="([A-Z]{1,3})([1-9]\d{0,6})\"""")
_TYPE = re.compile(rb"""\st="(\w+)\"""")


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> _Patterns:
    name = re.escape(prefix)
    formula = rb"<" + name + rb"f(?P<attrs>" + _ATTRS + rb")(?:/>|>(?P<text>%s)</" + name + rb"f\s*>)"
    value = rb"<" + name + rb"v" + _ATTRS + rb"(?:/>|>(?P<value>%s)</" + name + rb"v\s*>)"
    plain = rb"[^<]*"
    usual = (
        rb"<" + name + rb"c(?P<cell>" + _ATTRS + rb")>" + formula % plain + rb"(?:" + value % plain + rb")?</" + name
    )
    return _Patterns(
        re.compile(usual + rb"c\s*>"),
        re.compile(rb"<" + name + rb"f[\s/>]"),
        re.compile(formula % rb".*?", re.DOTALL),
        re.compile(value % rb".*?", re.DOTALL),
    )


def formulas(sheet: Worksheet, strings: SharedStrings) -> list[Formula]:
    """Every formula cell of a sheet, in file order."""
    patterns = _patterns(sheet.prefix)
    count = len(patterns.any_formula.findall(sheet.data, sheet.body_start, sheet.body_end))
    if not count:
        return []
    usual = patterns.usual.finditer(sheet.data, sheet.body_start, sheet.body_end)
    found = [_usual(match, strings, sheet.name) for match in usual]
    known = [formula for formula in found if formula is not None]
    return known if len(known) == count else list(_unusual(sheet, strings))


def _usual(match: re.Match[bytes], strings: SharedStrings, sheet: str) -> Formula | None:
    cell, content, attrs = match["cell"], match["value"], match["attrs"]
    address = _ADDRESS.search(cell)
    if address is None:
        return None
    kind = _TYPE.search(cell)
    position = Position(int(address[2]), column_number(address[1].decode()))
    value = _typed(kind[1] if kind else b"n", content, strings, sheet, position)
    span = CellSpan(position, match.start(), match.start("attrs") - 2, match.end())
    text = _text(match["text"])
    if not attrs:
        return Formula(position, text, "", None, False, value, span)
    return _formula(position, text, tag_attributes(b"<f" + attrs + b">"), b" cm=" in cell, value, span)


def _unusual(sheet: Worksheet, strings: SharedStrings) -> Iterator[Formula]:
    """Cell by cell: whatever the order of elements, with comments, CDATA and cells without an address."""
    pattern = _patterns(sheet.prefix).formula
    for row in sheet.rows():
        if sheet.data[row.open_end - 2 : row.open_end] == b"/>":
            continue
        for span in sheet.cells(row):
            found = pattern.search(sheet.data, span.open_end, span.end)
            if found is None:
                continue
            attrs = tag_attributes(b"<f" + found["attrs"] + b">") if found["attrs"].strip() else {}
            dynamic = b" cm=" in sheet.data[span.start : span.open_end]
            yield _formula(span.position, _text(found["text"]), attrs, dynamic, _value(sheet, strings, span), span)


def _formula(
    position: Position, text: str, attrs: Mapping[str, str], dynamic: bool, value: Value, span: CellSpan
) -> Formula:
    kind = attrs.get("t", "normal")
    area = parse_area(attrs["ref"]) if kind in ("array", "dataTable") and "ref" in attrs else None
    plain = "" if kind == "normal" else kind
    return Formula(position, text, plain, area, dynamic and area is not None, value, span, attrs.get("si", ""))


_TEXT_CELL = rb"""<%sc(?P<cell>\s(?:[^>"']|"[^"]*"|'[^']*')*?\st="s"[^>]*)>\s*<%sv>(?P<value>\d+)</"""


def texts(sheet: Worksheet, strings: SharedStrings) -> Iterator[tuple[Position, str]]:
    """The cells that hold text of the shared strings, as they usually stand in a file."""
    pattern = re.compile(_TEXT_CELL % (re.escape(sheet.prefix), re.escape(sheet.prefix)))
    for match in pattern.finditer(sheet.data, sheet.body_start, sheet.body_end):
        address = _ADDRESS.search(match["cell"])
        if address is not None:
            yield Position(int(address[2]), column_number(address[1].decode())), strings.text(int(match["value"]))


def values(sheet: Worksheet, strings: SharedStrings, wanted: Area) -> dict[Position, Value]:
    """The values that stand in an area."""
    return {
        span.position: _value(sheet, strings, span)
        for row in sheet.rows()
        if wanted.top <= row.number <= wanted.bottom
        for span in sheet.cells(row)
        if span.position in wanted
    }


def _value(sheet: Worksheet, strings: SharedStrings, span: CellSpan) -> Value:
    tag = sheet.data[span.start : span.open_end]
    kind = tag_attributes(tag).get("t", "n") if b"t=" in tag else "n"
    if kind == "inlineStr":
        return CellReader(strings).cell(sheet, span).value
    found = _patterns(sheet.prefix).value.search(sheet.data, span.open_end, span.end)
    return _typed(kind.encode(), found["value"] if found else None, strings, sheet.name, span.position)


def _typed(kind: bytes, content: bytes | None, strings: SharedStrings, sheet: str, position: Position) -> Value:
    if not content and kind != b"str":
        return None
    if content is None:
        return None
    try:
        if kind == b"n":
            return float(content)
        if kind == b"s":
            return strings.text(int(content))
    except (ValueError, IndexError) as error:
        raise BookError("ooxml.bad_xml", part=sheet, detail=f"{position}: {content[:40]!r}") from error
    if kind == b"b":
        return content.strip() in (b"1", b"true")
    text = _text(content)
    return CellError(text) if kind == b"e" else decode_xstring(text)  # type: ignore[arg-type]


def _text(content: bytes | None) -> str:
    if not content:
        return ""
    text = content.decode("utf-8")
    if "<![CDATA[" in text:
        text = re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda match: html.escape(match[1], quote=False), text, flags=re.DOTALL)
    return html.unescape(text) if "&" in text else text


def replace_results(sheet: Worksheet, results: Mapping[Position, Content]) -> bytes:
    """The sheet's bytes with new results. Raises ``RefusedEdit`` for a cell that the sheet does not hold."""
    pieces: list[bytes] = []
    done, missing = 0, set(results)
    rows = {position.row for position in results}
    for row in sheet.rows():
        if row.number not in rows:
            continue
        for span in sheet.cells(row):
            if span.position in missing:
                missing.discard(span.position)
                pieces += [sheet.data[done : span.start], _replaced(sheet, span, results[span.position])]
                done = span.end
    if missing:
        raise RefusedEdit("ooxml.disordered", sheet=sheet.name, row=min(missing).row)
    return b"".join([*pieces, sheet.data[done:]])


def _replaced(sheet: Worksheet, span: CellSpan, content: Content) -> bytes:
    kind = {"": None, "n": None, "inline": "str"}.get(content.type, content.type)
    tag = change_tag(sheet.data[span.start : span.open_end], {"t": kind})
    inside = sheet.data[span.open_end : span.end]
    value = b""
    if content.type in ("str", "inline"):
        value = text_element(sheet.prefix, b"v", content.text)
    elif content.type:
        value = b"<%sv>%s</%sv>" % (sheet.prefix, escape_text(content.text), sheet.prefix)
    if tag.endswith(b"/>"):
        return tag[:-2].rstrip() + b">" + value + b"</" + sheet.prefix + b"c>"
    patterns = _patterns(sheet.prefix)
    if found := patterns.value.search(inside):
        return tag + inside[: found.start()] + value + inside[found.end() :]
    formula = patterns.formula.search(inside)
    at = formula.end() if formula else 0
    return tag + inside[:at] + value + inside[at:]
