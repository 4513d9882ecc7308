"""The cached results of formulas: read with their formulas in one pass, and replaced without touching anything else.

A formula stays byte for byte as it is; only its cell's ``t`` and ``<v>`` change.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from .. import lazy
from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from .addresses import Area, Position, column_number, parse_area
from .cells import text_element
from .markup import change_tag, decode_xstring, escape_text
from .reading import CellReader, SharedStrings, Value
from .values import CellError, Content, number_text
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
    """``usual`` is a formula cell as Excel, LibreOffice and every writer put it: ``<c …><f …>…</f><v>…</v></c>``;
    ``plain`` one with the commonest attributes only, which is found in a third of the time. Their groups are the same."""

    usual: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]


_ATTRS = rb"""(?:\s(?:[^>"']|"[^"]*"|'[^']*')*?)?"""
_CELL = rb"""(?: r="([A-Z]{1,3})([1-9]\d{0,6})")?(?: s="\d+")?(?: t="(\w+)")?(%s)""" % _ATTRS
_PLAIN = (
    rb"""<%sc r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="\d+")?(?: t="(\w+)")?()>"""
    rb"<%sf()>([^<]*)</%sf><%sv>([^<]*)</%sv></%sc>"
)
_ADDRESS = lazy.pattern(rb"""\sr="([A-Z]{1,3})([1-9]\d{0,6})\"""")
_TYPE = lazy.pattern(rb"""\st="(\w+)\"""")
_AFTER_A_NAME = (b">", b" ", b"/", b"\t", b"\n", b"\r")


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> _Patterns:
    name = re.escape(prefix)
    formula = rb"<" + name + rb"f(?P<attrs>" + _ATTRS + rb")(?:/>|>(?P<text>%s)</" + name + rb"f\s*>)"
    value = rb"<" + name + rb"v" + _ATTRS + rb"(?:/>|>(?P<value>%s)</" + name + rb"v\s*>)"
    plain = rb"[^<]*"
    usual = rb"<" + name + rb"c" + _CELL + rb">" + formula % plain + rb"(?:" + value % plain + rb")?</" + name
    return _Patterns(
        re.compile(usual + rb"c\s*>"),
        re.compile(_PLAIN % ((name,) * 6)),
        re.compile(formula % rb".*?", re.DOTALL),
        re.compile(value % rb".*?", re.DOTALL),
    )


def formulas(sheet: Worksheet, strings: SharedStrings) -> list[Formula]:
    """Every formula cell of a sheet, in file order."""
    most = sheet.data.count(b"<" + sheet.prefix + b"f", sheet.body_start, sheet.body_end)
    if not most:
        return []
    patterns = _patterns(sheet.prefix)
    known = _found(patterns.plain, sheet, strings)
    if len(known) == most:
        return known
    count = _count(sheet)
    if len(known) != count:
        known = _found(patterns.usual, sheet, strings)
    return known if len(known) == count else list(_unusual(sheet, strings))


def _count(sheet: Worksheet) -> int:
    """How many cells hold a formula."""
    opening = b"<" + sheet.prefix + b"f"
    return sum(sheet.data.count(opening + end, sheet.body_start, sheet.body_end) for end in _AFTER_A_NAME)


def _found(pattern: re.Pattern[bytes], sheet: Worksheet, strings: SharedStrings) -> list[Formula]:
    """The formula cells of that pattern. Plain numbers, most of a large workbook, take the short way."""
    found = []
    before_formula = len(sheet.prefix) + 2
    columns: dict[bytes, int] = {}
    new = tuple.__new__  # half the time of a named tuple's own
    for match in pattern.finditer(sheet.data, sheet.body_start, sheet.body_end):
        letters, digits, kind, rest, attrs, text, content = match.groups()
        if digits is None or rest or attrs or kind or not content:
            formula = _usual(match, strings, sheet)
            if formula is not None:
                found.append(formula)
            continue
        column = columns.get(letters)
        if column is None:
            column = columns[letters] = column_number(letters.decode())
        position = new(Position, (int(digits), column))
        start, end = match.span()
        span = new(CellSpan, (position, start, match.start(5) - before_formula, end))
        value = _typed(b"n", content, strings, sheet.name, position)
        plain = text.decode() if text and b"&" not in text else _text(text)
        found.append(new(Formula, (position, plain, "", None, False, value, span, "")))
    return found


def _usual(match: re.Match[bytes], strings: SharedStrings, sheet: Worksheet) -> Formula | None:
    letters, digits, kind, rest, attrs, text, content = match.groups()
    if digits is None or b"t=" in rest:  # the attributes stand in another order
        address, said = _ADDRESS.search(rest), _TYPE.search(rest)
        if address is None and digits is None:
            return None
        letters, digits = address.groups() if address else (letters, digits)
        kind = said[1] if said else kind
    position = Position(int(digits), column_number(letters.decode()))
    value = _typed(kind or b"n", content, strings, sheet.name, position)
    span = CellSpan(position, match.start(), match.start(5) - len(sheet.prefix) - 2, match.end())
    if not attrs:
        return Formula(position, _text(text), "", None, False, value, span)
    return _formula(position, _text(text), tag_attributes(b"<f" + attrs + b">"), b" cm=" in rest, value, span)


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
    text = lru_cache(maxsize=None)(strings.text)
    for match in pattern.finditer(sheet.data, sheet.body_start, sheet.body_end):
        address = _ADDRESS.search(match["cell"])
        if address is not None:
            yield Position(int(address[2]), column_number(address[1].decode())), text(int(match["value"]))


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


def replaced_only(
    before: Worksheet,
    after: Worksheet,
    known: Sequence[Formula],
    results: Mapping[Position, Value],
    strings: SharedStrings,
) -> bool:
    """Whether ``after`` holds the formulas of ``before``, byte for byte, and the new results in their cells.

    ``known`` are the formulas of ``before``.
    """
    new = _cells(after, len(known))
    if len(new) == len(known) and len(before.data) - before.body_end == len(after.data) - after.body_end:
        kinds = all(cell[4] or not formula.kind for cell, formula in zip(new, known, strict=True))
        texts_now = _text(b"\0".join([cell[5] for cell in new]))
        if not kinds or texts_now != "\0".join([formula.text for formula in known]):
            return False
        for cell, formula in zip(new, known, strict=True):
            expected = results.get(formula.position, formula.value)
            if type(expected) is float and not cell[3] and cell[2] in (b"", b"n") and cell[6]:
                if float(cell[6]) != expected:
                    return False
            elif not _holds(cell, formula, expected, strings):
                return False
        return True
    fresh = {formula.position: formula for formula in formulas(after, strings)}
    same_texts = [(f.position, f.text, f.kind) for f in fresh.values()] == [(f.position, f.text, f.kind) for f in known]
    return same_texts and all(fresh[at].value == value for at, value in results.items() if at in fresh)


def _cells(sheet: Worksheet, count: int) -> list[tuple[bytes, ...]]:
    """The formula cells' parts, all ``count`` of them where they stand as usual."""
    patterns = _patterns(sheet.prefix)
    plain = patterns.plain.findall(sheet.data, sheet.body_start, sheet.body_end)
    return plain if len(plain) == count else patterns.usual.findall(sheet.data, sheet.body_start, sheet.body_end)


def _holds(cell: tuple[bytes, ...], formula: Formula, expected: Value, strings: SharedStrings) -> bool:
    """Whether a cell holds its new result, or still its old one (``findall`` gives "" for what is not there)."""
    said = _TYPE.search(cell[3]) if cell[3] else None
    kind = cell[2] or (said[1] if said else b"n")
    found = _typed(kind, cell[6] if cell[6] or kind == b"str" else None, strings, "", formula.position)
    return found == expected or (found in ("", None) and expected in ("", None))


def replace_results(sheet: Worksheet, results: Mapping[Position, Value], known: Iterable[Formula] = ()) -> bytes:
    """The sheet's bytes with new results. Raises ``RefusedEdit`` for a cell that the sheet does not hold.

    ``known`` are the sheet's formulas as ``formulas`` gave them: their cells need not be looked for again.
    """
    spans = [formula.span for formula in known if formula.position in results]
    missing = results.keys() - {span.position for span in spans}
    rows = {position.row for position in missing}
    for row in sheet.rows() if missing else ():
        if row.number in rows:
            spans += [span for span in sheet.cells(row) if span.position in missing]
    lost = missing - {span.position for span in spans}
    if lost:
        raise RefusedEdit("ooxml.disordered", sheet=sheet.name, row=min(lost).row)
    data, plain = sheet.data, not sheet.prefix
    elements: dict[str, bytes] = {}
    pieces: list[bytes] = []
    done = 0
    for span in sorted(spans, key=lambda span: span.start):
        value = results[span.position]
        at = _value_in(data, span) if plain else 0
        if at and type(value) is float and math.isfinite(value):  # only what is between <v> and </v> changes
            pieces += (data[done : at + 3], number_text(value).encode())
            done = span.end - len(_CLOSED)
        elif at and type(value) is str:  # and the type
            if value not in elements:
                elements[value] = text_element(b"", b"v", value)
            pieces += (data[done : span.open_end - 1], b' t="str">', data[span.open_end : at], elements[value])
            done = span.end - len(b"</c>")
        else:
            pieces += (data[done : span.start], _replaced(sheet, span, result_of(value)))
            done = span.end
    return b"".join([*pieces, data[done:]])


_CLOSED = b"</v></c>"


def _value_in(data: bytes, span: CellSpan) -> int:
    """Where ``<v>`` begins in a cell that holds a number and stands as usual; 0 for any other cell."""
    at = data.rfind(b"<v>", span.open_end, span.end)
    usual = at > 0 and data.endswith(_CLOSED, at, span.end) and data.find(b"t=", span.start, span.open_end) < 0
    return at if usual else 0


def result_of(value: Value) -> Content:
    """A result as the file holds it, on the quick way: results are numbers, text, truth values and errors only."""
    if type(value) is float:
        if not math.isfinite(value):
            return Content("e", "#NUM!")
        return Content("n", number_text(value))
    if type(value) is str:
        return Content("str", value)
    if type(value) is bool:
        return Content("b", "1" if value else "0")
    return Content("e", value.code) if isinstance(value, CellError) else Content("")


def _replaced(sheet: Worksheet, span: CellSpan, content: Content) -> bytes:
    kind = {"": None, "n": None, "inline": "str"}.get(content.type, content.type)
    tag = sheet.data[span.start : span.open_end]
    said = _TYPE.search(tag)
    if (said[1].decode() if said else None) != kind or (said is None and b"t=" in tag):
        tag = change_tag(tag, {"t": kind})
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
