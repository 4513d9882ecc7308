"""styles.xml: one more xf, font, fill or dxf where we need it, the others untouched and reused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .. import lazy
from ..errors import RefusedEdit
from .markup import Edits, change_tag, escape_attribute, insert_child, reprefixed
from .package import Package
from .values import DateKind, Look

MAX_XFS = 64_000

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
_ITEM = {
    "numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellStyleXfs": "xf", "cellXfs": "xf",
    "dxfs": "dxf",
}  # fmt: skip
_PLAIN_XF = b'<%sxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
_FIRST_CUSTOM_FORMAT = 164

BUILTIN_FORMATS: Final = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11, "# ?/?": 12,
    "# ??/??": 13, "@": 49,
}  # fmt: skip
# Built-in dates follow the person's own locale: 14 is 2024/3/5 in a Chinese Excel.
_DATE_FORMATS: Final[dict[DateKind, int]] = {"date": 14, "datetime": 22, "time": 21, "duration": 46}
_BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})

_PLAINEST: Final = {
    "fonts": [b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'],
    "fills": [
        b'<fill><patternFill patternType="none"/></fill>',
        b'<fill><patternFill patternType="gray125"/></fill>',
    ],
    "borders": [b"<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": [b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
    "cellXfs": [b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'],
}
MINIMAL = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<styleSheet xmlns="%s"></styleSheet>'


class Stylesheet:
    """The styles part as lists of raw items. Additions are collected; ``flush`` writes them in one go."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self.part = package, part
        self._data = package.xml(part)
        self._root = package.tree(part)
        self.prefix = self._root.tag_prefix.encode()
        self._lists = {name: self._items(name) for name in _ITEM}
        self._sizes = {name: len(items) for name, items in self._lists.items()}
        self._index: dict[str, dict[bytes, int]] = {}
        self._derived: dict[tuple[int, Look, DateKind | None], int] = {}
        self._codes = self._format_codes()

    def _items(self, name: str) -> list[bytes]:
        collection = self._root.child(name)
        if collection is None:
            return []
        return [self._data[item.start : item.end] for item in collection.all(_ITEM[name])]

    def _format_codes(self) -> dict[int, str]:
        collection = self._root.child("numFmts")
        codes: dict[int, str] = {}
        for element in collection.all("numFmt") if collection else ():
            number = element.attrs.get("numFmtId", "")
            if number.isdecimal():
                codes[int(number)] = element.attrs.get("formatCode", "")
        return codes

    # ── items ──

    def item(self, collection: str, index: int) -> bytes | None:
        """The raw item, or nothing where the index points outside."""
        items = self._lists[collection]
        return items[index] if 0 <= index < len(items) else None

    def add(self, collection: str, item: bytes) -> int:
        """The index of this raw item: of an equal one that stands there, else of a new one."""
        self._seed()
        index = self._index.get(collection)
        if index is None:
            index = self._index[collection] = {}
            for number, raw in enumerate(self._lists[collection]):
                index.setdefault(_canonical(raw), number)
        key = _canonical(item)
        if key not in index:
            items = self._lists[collection]
            if collection == "cellXfs" and len(items) >= MAX_XFS:
                raise RefusedEdit("ooxml.too_many_styles", limit=MAX_XFS)
            index[key] = len(items)
            items.append(item)
        return index[key]

    def _seed(self) -> None:
        """Index 0 of each list is what plain cells have: a stylesheet without it gets the plainest, before ours."""
        for collection, items in _PLAINEST.items():
            if not self._lists[collection]:
                self._lists[collection] += [reprefixed(item, b"", self.prefix) for item in items]

    def number_format(self, code: str) -> int:
        """The id of a format code: built in, already in the file, or new."""
        if code in BUILTIN_FORMATS:
            return BUILTIN_FORMATS[code]
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max([_FIRST_CUSTOM_FORMAT - 1, *self._codes]) + 1
        self._codes[number] = code
        raw = b'<%snumFmt numFmtId="%d" formatCode="%s"/>' % (self.prefix, number, escape_attribute(code))
        self._lists["numFmts"].append(raw)
        return number

    def format_of(self, xf: int) -> tuple[int, str | None]:
        """A cell style's number format: its id and, unless built in, its code."""
        raw = self.item("cellXfs", xf)
        number = int(_attrs(raw).get("numFmtId", "0") or 0) if raw else 0
        return number, self._codes.get(number)

    def format_code(self, number: int) -> str | None:
        """The code of a number format of this file; nothing for a built-in one."""
        return self._codes.get(number)

    def shows_dates(self, xf: int) -> bool:
        """Whether a number in this cell style is shown as a date or a time."""
        number, code = self.format_of(xf)
        return is_date_code(code) if code is not None else number in _BUILTIN_DATES

    # ── cell styles ──

    def derive(self, base: int, look: Look, date_kind: DateKind | None = None) -> int:
        """The cell style that is ``base`` with the look's fields changed; a date gets a date format."""
        key = (base, look, date_kind)
        if key not in self._derived:
            self._derived[key] = self._derive(look.style if look.style is not None else base, look, date_kind)
        return self._derived[key]

    def _derive(self, base: int, look: Look, date_kind: DateKind | None) -> int:
        changes: dict[str, str | None] = {}
        raw = self.item("cellXfs", base) or _PLAIN_XF % self.prefix
        if look.number_format is not None:
            changes |= {"numFmtId": str(self.number_format(look.number_format)), "applyNumberFormat": "1"}
        elif date_kind is not None and not self.shows_dates(base):
            changes |= {"numFmtId": str(_DATE_FORMATS[date_kind]), "applyNumberFormat": "1"}
        if look.fill is not None:
            changes |= {"fillId": str(self.add("fills", self._solid(look.fill))), "applyFill": "1"}
        if look.color is not None or look.bold is not None:
            font = self.item("fonts", int(_attrs(raw).get("fontId", "0"))) or b"<%sfont/>" % self.prefix
            changes |= {"fontId": str(self.add("fonts", self._font(font, look))), "applyFont": "1"}
        if look.wrap is not None:
            raw = self._wrapped(raw, wrap=look.wrap)
            changes["applyAlignment"] = "1"
        if not changes:
            return base
        end = _first_tag_end(raw)
        return self.add("cellXfs", change_tag(raw[:end], changes) + raw[end:])

    def _solid(self, rgb: str) -> bytes:
        p = self.prefix
        return (
            b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="FF%s"/><%sbgColor indexed="64"/>'
            b"</%spatternFill></%sfill>" % (p, p, p, _rgb(rgb), p, p, p)
        )

    def _font(self, font: bytes, look: Look) -> bytes:
        p = self.prefix
        parts = _children(font)
        if look.bold is not None:
            parts = [part for part in parts if not part.startswith(b"<%sb" % p) or part[len(p) + 2 :][:1].isalpha()]
            if look.bold:
                parts.insert(0, b"<%sb/>" % p)
        if look.color is not None:
            at = next((n for n, part in enumerate(parts) if part.startswith(b"<%scolor" % p)), None)
            color = b'<%scolor rgb="FF%s"/>' % (p, _rgb(look.color))
            if at is None:
                at = next((n for n, part in enumerate(parts) if part.startswith(b"<%sname" % p)), len(parts))
                parts.insert(at, color)
            else:
                parts[at] = color
        return b"<%sfont>%s</%sfont>" % (p, b"".join(parts), p)

    def _wrapped(self, xf: bytes, *, wrap: bool) -> bytes:
        p, value = self.prefix, "1" if wrap else None
        parts = _children(xf)
        if parts and parts[0].startswith(b"<%salignment" % p):
            end = _first_tag_end(parts[0])
            parts[0] = change_tag(parts[0][:end], {"wrapText": value}) + parts[0][end:]
        elif wrap:
            parts.insert(0, b'<%salignment wrapText="1"/>' % p)
        tag = xf[: _first_tag_end(xf)]
        tag = tag.removesuffix(b">").removesuffix(b"/").rstrip()
        return tag + b">" + b"".join(parts) + b"</%sxf>" % p

    # ── writing ──

    def flush(self) -> None:
        """Write what was added since the part was read."""
        edits = Edits(self._data)
        for name, items in self._lists.items():
            added = items[self._sizes[name] :]
            if added:
                self._append(edits, name, added, len(items))
        if edits:
            self._package.edit(self.part, edits)
            fresh = Stylesheet(self._package, self.part)
            self._data, self._root, self._sizes = fresh._data, fresh._root, fresh._sizes

    def _append(self, edits: Edits, name: str, added: Iterable[bytes], count: int) -> None:
        collection = self._root.child(name)
        if collection is not None:
            edits.append(collection, b"".join(added))
            edits.set_attrs(collection, count=str(count))
            return
        tag = self.prefix + name.encode()
        insert_child(
            edits, self._root, b'<%s count="%d">%s</%s>' % (tag, count, b"".join(added), tag), name, _ORDER
        )  # fmt: skip


_ATTRIBUTE = lazy.pattern(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = lazy.pattern(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


def _first_tag_end(raw: bytes) -> int:
    match = _TAG.match(raw)
    return match.end() if match else len(raw)


def _attrs(raw: bytes) -> dict[str, str]:
    tag = raw[: _first_tag_end(raw)]
    return {match[1].decode(): match[2][1:-1].decode() for match in _ATTRIBUTE.finditer(tag)}


@lru_cache(maxsize=4096)
def _canonical(raw: bytes) -> bytes:
    """Equal for items that differ only in the order of their first tag's attributes or in how emptiness is written."""
    end = _first_tag_end(raw)
    name = re.match(rb"<[^\s/>]+", raw)
    inside = b"" if raw[:end].endswith(b"/>") else raw[end : raw.rfind(b"</")]
    attrs = b" ".join(f"{key}={value}".encode() for key, value in sorted(_attrs(raw).items()))
    return (name[0] if name else b"") + b" " + attrs + b">" + inside


def _children(raw: bytes) -> list[bytes]:
    """The raw children of one small element."""
    start = _first_tag_end(raw)
    if raw[:start].endswith(b"/>"):
        return []
    parts, depth, begin = [], 0, start
    for match in _TAG.finditer(raw, start):
        tag = match[0]
        if tag.startswith(b"</"):
            depth -= 1
            if depth < 0:
                break
        elif not tag.startswith((b"<!", b"<?")):
            if depth == 0:
                begin = match.start()
            depth += not tag.endswith(b"/>")
        if depth == 0:
            parts.append(raw[begin : match.end()])
    return parts


def _rgb(text: str) -> bytes:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", text):
        raise ValueError(f"a colour is RRGGBB, not {text!r}")
    return text.upper().encode()


_NOT_CODE = lazy.pattern(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_date_code(code: str) -> bool:
    """Whether a number format code shows a date or a time: a d, m, y, h or s outside quotes and brackets."""
    section = _NOT_CODE.sub("", code).split(";")[0]
    return section.lower() != "general" and re.search(r"[dmyhs]", section, re.IGNORECASE) is not None
