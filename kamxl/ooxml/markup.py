"""XML by offsets: read where things stand, splice bytes there, touch nothing else.

``parse`` gives a light tree in which every element knows its byte offsets; ``Edits`` collects splices and applies them
once. The reader is expat, so a part that is not well-formed, or that brings a DTD or entities, is refused here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import field
from xml.parsers import expat

from .. import lazy
from ..dataclass import dataclass
from ..errors import BookError

MAX_DEPTH = 250
_TAG_END = lazy.pattern(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = lazy.pattern(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")
_ALLOWED_ENCODINGS = {"utf-8", "utf-16", "ascii", "iso8859-1", "cp1252", "gbk", "gb2312", "gb18030"}


@dataclass(slots=True)
class Element:
    """One element: its name, its attributes as written, and where it stands in the bytes.

    ``start`` … ``open_end`` is the opening tag, ``open_end`` … ``close`` the content, ``end`` is after the closing tag.
    """

    name: str
    namespace: str
    prefix: str
    attrs: dict[str, str]
    start: int
    open_end: int
    parent: Element | None = None
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    text: str = ""
    scope: dict[str, str] = field(default_factory=dict)

    @property
    def self_closing(self) -> bool:
        return self.close == self.end

    def child(self, name: str) -> Element | None:
        """The first child of that local name in this element's own namespace."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Element]:
        """Children of that local name in this element's own namespace."""
        return (child for child in self.children if child.name == name and child.namespace == self.namespace)

    def walk(self) -> Iterator[Element]:
        """This element and everything inside, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def related(self, name: str = "id") -> str | None:
        """The value of ``r:id`` (or ``r:<name>``), whatever its prefix is called."""
        for attribute, value in self.attrs.items():
            prefix, _, local = attribute.rpartition(":")
            if prefix and local == name and self.scope.get(prefix, "").endswith("/relationships"):
                return value
        return None

    @property
    def tag_prefix(self) -> str:
        """``x:`` where elements are written with a prefix, else nothing."""
        return f"{self.prefix}:" if self.prefix else ""


def to_utf8(data: bytes, part: str) -> bytes:
    """The part as UTF-8, its declaration put right. UTF-8 (with or without BOM) comes back unchanged."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:4] == b"<\0?\0":
        encoding = "utf-16-le"
    elif data[:4] == b"\0<\0?":
        encoding = "utf-16-be"
    else:
        declared = _DECLARED.match(data[:200].lstrip(b"\xef\xbb\xbf"))
        if declared is None:
            return data
        encoding = declared[1].decode("ascii")
    try:
        name = codecs.lookup(encoding).name
        if name == "utf-8":
            return data
        if name.removesuffix("-le").removesuffix("-be") not in _ALLOWED_ENCODINGS:
            raise LookupError(encoding)
        text = data.decode(encoding)
        utf8 = text.encode("utf-8")
    except (LookupError, UnicodeError) as error:
        raise BookError("ooxml.bad_xml", part=part, detail=f"encoding {encoding}: {error}") from error
    return re.sub(rb"""(<\?xml[^>]*?\sencoding\s*=\s*["'])[^"']+""", rb"\1UTF-8", utf8, count=1)


def parse(data: bytes, part: str) -> Element:
    """The tree of an XML part in UTF-8. Raises ``BookError`` when it is not well-formed, has a DTD or is too deep."""
    return _Builder(data, part).root()


def check_well_formed(data: bytes, part: str) -> None:
    """Parse and forget: raises ``BookError`` like ``parse``."""
    _run(_parser(part), data, part)


def _parser(part: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def no_dtd(*_: object) -> None:
        raise BookError("ooxml.hostile", detail=f"DTD in {part}")

    parser.StartDoctypeDeclHandler = no_dtd
    parser.EntityDeclHandler = no_dtd
    return parser


def _run(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: encodings that expat cannot ask for
        raise BookError("ooxml.bad_xml", part=part, detail=str(error)) from error


class _Builder:
    def __init__(self, data: bytes, part: str) -> None:
        self.data, self.part = data, part
        self.stack: list[Element] = []
        self.top: Element | None = None

    def root(self) -> Element:
        self.parser = _parser(self.part)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        _run(self.parser, self.data, self.part)
        if self.top is None:
            raise BookError("ooxml.bad_xml", part=self.part, detail="no element")
        return self.top

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        parent = self.stack[-1] if self.stack else None
        if len(self.stack) >= MAX_DEPTH:
            raise BookError("ooxml.hostile", detail=f"{self.part}: depth > {MAX_DEPTH}")
        scope = parent.scope if parent else {"": "", "xml": "http://www.w3.org/XML/1998/namespace"}
        declared = {key[6:]: value for key, value in attrs.items() if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            scope = {**scope, **declared}
        prefix, _, local = name.rpartition(":")
        start = self.parser.CurrentByteIndex
        tag = _TAG_END.match(self.data, start)
        if tag is None:
            raise BookError("ooxml.bad_xml", part=self.part, detail=f"byte {start}")
        element = Element(local, scope.get(prefix, ""), prefix, attrs, start, tag.end(), parent, scope=scope)
        if parent:
            parent.children.append(element)
        else:
            self.top = element
        self.stack.append(element)

    def _end(self, _name: str) -> None:
        element = self.stack.pop()
        if self.data[element.open_end - 2 : element.open_end] == b"/>":
            element.close = element.end = element.open_end
        else:
            element.close = self.parser.CurrentByteIndex
            element.end = self.data.index(b">", element.close) + 1

    def _text(self, text: str) -> None:
        if self.stack:
            self.stack[-1].text += text


class Edits:
    """Splices into one sequence of bytes: collected in any order, applied once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._splices: list[tuple[int, int, bytes]] = []
        self._tags: dict[int, tuple[Element, dict[str, str | None], list[bytes]]] = {}
        """Opening tags that change, with what goes into an element that was self-closing."""

    def __bool__(self) -> bool:
        return bool(self._splices or self._tags)

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._splices.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        self._splices.append((at, at, new))

    def remove(self, element: Element) -> None:
        self._splices.append((element.start, element.end, b""))

    def set_attrs(self, element: Element, /, **values: str | None) -> None:
        """Set, add or (``None``) drop attributes of an opening tag; the others stay as written."""
        self._tag(element)[1].update(values)

    def append(self, parent: Element, new: bytes) -> None:
        """Put ``new`` as the last child; a self-closing parent is opened for it."""
        if parent.self_closing:
            self._tag(parent)[2].append(new)
        else:
            self.insert(parent.close, new)

    def _tag(self, element: Element) -> tuple[Element, dict[str, str | None], list[bytes]]:
        return self._tags.setdefault(element.start, (element, {}, []))

    def apply(self) -> bytes:
        """The new bytes. Splices must not overlap; insertions at one place keep their order."""
        for element, changes, inside in self._tags.values():
            tag = change_tag(self.data[element.start : element.open_end], changes)
            if inside:
                closing = f"</{element.tag_prefix}{element.name}>".encode()
                tag = tag.removesuffix(b"/>").rstrip() + b">" + b"".join(inside) + closing
            self._splices.append((element.start, element.open_end, tag))
        self._tags = {}
        out: list[bytes | memoryview] = []
        view, done = memoryview(self.data), 0
        for start, end, new in sorted(self._splices, key=lambda splice: (splice[0], splice[1])):
            if start < done:
                raise AssertionError(f"overlapping splices at {start}")
            out.append(view[done:start])
            out.append(new)
            done = end
        out.append(view[done:])
        return b"".join(out)


def change_tag(tag: bytes, changes: dict[str, str | None]) -> bytes:
    """An opening tag with attributes set, added or (``None``) dropped; the rest byte for byte."""
    for name, value in changes.items():
        pattern = rb"""\s+""" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
        new = b"" if value is None else b" " + name.encode() + b'="' + escape_attribute(value) + b'"'
        changed, count = re.subn(pattern, lambda _, new=new: new, tag, count=1)  # type: ignore[misc]
        if not count and value is not None:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            changed = tag[:end].rstrip() + new + tag[end:]
        tag = changed
    return tag


def escape_text(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8")


def escape_attribute(text: str) -> bytes:
    """As attribute value in double quotes; line breaks and tabs would else be read back as blanks."""
    escaped = escape_text(text).replace(b'"', b"&quot;")
    return escaped.replace(b"\n", b"&#10;").replace(b"\r", b"&#13;").replace(b"\t", b"&#9;")


_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = lazy.pattern(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")


def unescape(text: str) -> str:
    """XML text with its references resolved; what is no character stays as it is written."""

    def plain(match: re.Match[str]) -> str:
        if match[3]:
            return _NAMED[match[3]]
        code = int(match[1]) if match[1] else int(match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _REFERENCE.sub(plain, text) if "&" in text else text


_MUST_ESCAPE = lazy.pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = lazy.pattern("_x([0-9A-Fa-f]{4})_")


def encode_xstring(text: str) -> str:
    """Text as ST_Xstring: what XML cannot carry, and what would look like an escape, becomes ``_xHHHH_``."""
    return _MUST_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def decode_xstring(text: str) -> str:
    """The text behind ``_xHHHH_`` escapes; escaped surrogate pairs become one character."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _has_pair(plain) else plain


_PAIR = lazy.pattern("[\ud800-\udbff][\udc00-\udfff]")


def _has_pair(text: str) -> bool:
    return _PAIR.search(text) is not None


def reprefixed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """A piece of XML in one namespace with another prefix on its elements."""
    if old == new:
        return raw
    return re.sub(rb"<(/?)" + re.escape(old) + rb"([A-Za-z]\w*)(?=[\s/>])", rb"<\1" + new + rb"\2", raw)


def insert_child(edits: Edits, parent: Element, new: bytes, name: str, order: tuple[str, ...]) -> None:
    """Put the new child ``name`` where the schema's ``order`` of children wants it."""
    after = set(order[order.index(name) + 1 :])
    for child in parent.children:
        if _stands_for(child) in after:
            edits.insert(child.start, new)
            return
    edits.append(parent, new)


def _stands_for(child: Element) -> str:
    """The schema name of a child; ``mc:AlternateContent`` stands for what its first choice holds."""
    if child.name == "AlternateContent" and child.children and child.children[0].children:
        return child.children[0].children[0].name
    return child.name
