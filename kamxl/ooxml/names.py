"""Defined names, and what kamxl keeps in a workbook: bindings, small data, and marks on its own sheets.

Ours are hidden defined names, ``_kamxl.…``, and not a custom XML part, because Excel itself looks after names: when a
person inserts a row, renames or copies a sheet, a binding moves along. LibreOffice keeps names when it saves, though it
forgets that they are hidden, and drops custom XML parts altogether (a test shows both).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import lazy
from ..dataclass import dataclass
from ..errors import RefusedEdit
from .calculation import WORKBOOK_ORDER
from .markup import Edits, Element, change_tag, escape_attribute, escape_text, insert_child

if TYPE_CHECKING:
    from .opened import OpenedWorkbook

OURS = "_kamxl."
_PIECE = 250  # a text constant in a formula holds 255 characters
_LIMIT = 7_500  # … and a formula 8,192
_NAME = lazy.pattern(r"[^\W\d][\w.\\?]{0,254}\Z")
_STRINGS = lazy.pattern(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name: what it refers to (without ``=``), the sheet it belongs to (``None``: the workbook), hidden or not."""

    name: str
    refers_to: str
    sheet: str | None = None
    hidden: bool = False


def defined_names(book: OpenedWorkbook) -> list[DefinedName]:
    """All names of the workbook, hidden ones too."""
    sheets = [sheet.name for sheet in book.sheets]
    return [_name_of(element, sheets) for element in elements(book)]


def set_name(
    book: OpenedWorkbook, name: str, refers_to: str, sheet: str | None = None, *, hidden: bool = False
) -> None:
    """Define a name, or redefine it. Raises ``RefusedEdit`` for a name that Excel would not take."""
    if not _NAME.match(name):
        raise RefusedEdit("ooxml.bad_name", name=name)
    index = _index(book, sheet)
    for element in elements(book):
        if _same(element.attrs.get("name", ""), name) and local_sheet(element) == index:
            _redefine(book, element, refers_to, hidden=hidden)
            return
    prefix, local = book.root.tag_prefix.encode(), b"" if index is None else b' localSheetId="%d"' % index
    new = b'<%sdefinedName name="%s"%s%s>%s</%sdefinedName>' % (
        prefix, escape_attribute(name), local, b' hidden="1"' if hidden else b"",
        escape_text(refers_to.removeprefix("=")), prefix,
    )  # fmt: skip
    edits, holder = Edits(book.package.xml(book.part)), book.root.child("definedNames")
    if holder is None:
        whole = b"<%sdefinedNames>%s</%sdefinedNames>" % (prefix, new, prefix)
        insert_child(edits, book.root, whole, "definedNames", WORKBOOK_ORDER)
    else:
        edits.append(holder, new)
    book.package.edit(book.part, edits)


def _redefine(book: OpenedWorkbook, element: Element, refers_to: str, *, hidden: bool) -> None:
    edits = Edits(book.package.xml(book.part))
    tag = book.package.xml(book.part)[element.start : element.open_end]
    opened = change_tag(tag, {"hidden": "1" if hidden else None}).removesuffix(b">").removesuffix(b"/").rstrip()
    closing = f"</{element.tag_prefix}definedName>".encode()
    edits.replace(element.start, element.end, opened + b">" + escape_text(refers_to.removeprefix("=")) + closing)
    book.package.edit(book.part, edits)


def remove_name(book: OpenedWorkbook, name: str, sheet: str | None = None) -> bool:
    """Forget a name; whether there was one."""
    index = _index(book, sheet)
    gone = [e for e in elements(book) if _same(e.attrs.get("name", ""), name) and local_sheet(e) == index]
    _remove(book, gone)
    return bool(gone)


def elements(book: OpenedWorkbook) -> list[Element]:
    """The ``definedName`` elements."""
    holder = book.root.child("definedNames")
    return list(holder.all("definedName")) if holder else []


def local_sheet(element: Element) -> int | None:
    """The tab index that a name belongs to."""
    text = element.attrs.get("localSheetId", "")
    return int(text) if text.isdecimal() else None


def renumber(book: OpenedWorkbook, *, removed: int | None = None, inserted: int | None = None) -> None:
    """Keep ``localSheetId`` true when a tab goes (its names go too) or comes."""
    if removed is not None:
        _remove(book, [element for element in elements(book) if local_sheet(element) == removed])
    edits = Edits(book.package.xml(book.part))
    for element in elements(book):
        index = local_sheet(element)
        if index is not None:
            shifted = index - (removed is not None and index > removed) + (inserted is not None and index >= inserted)
            if shifted != index:
                edits.set_attrs(element, localSheetId=str(shifted))
    book.package.edit(book.part, edits)


def _remove(book: OpenedWorkbook, gone: list[Element]) -> None:
    if not gone:
        return
    edits, holder = Edits(book.package.xml(book.part)), gone[0].parent
    if holder is not None and len(gone) == len(holder.children):
        edits.remove(holder)  # an empty definedNames is not allowed
    else:
        for element in gone:
            edits.remove(element)
    book.package.edit(book.part, edits)


def _name_of(element: Element, sheets: list[str]) -> DefinedName:
    index = local_sheet(element)
    sheet = sheets[index] if index is not None and index < len(sheets) else None
    return DefinedName(element.attrs.get("name", ""), element.text, sheet, element.attrs.get("hidden") in ("1", "true"))


def _index(book: OpenedWorkbook, sheet: str | None) -> int | None:
    return None if sheet is None else book.sheets.index(book.sheet(sheet))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


# ── data of ours ──


def set_data(book: OpenedWorkbook, key: str, text: str | None) -> None:
    """Keep a short text (at most 7,500 characters) in the workbook under ``key``; ``None`` forgets it."""
    present = next((name.name for name in defined_names(book) if keeps(name.name, key)), data_name(key))
    if text is None:
        remove_name(book, present)
        return
    set_name(book, present, data_formula(key, text), hidden=True)


def get_data(book: OpenedWorkbook, key: str) -> str | None:
    """The text kept under ``key``."""
    for name in defined_names(book):
        if keeps(name.name, key):
            return data_text(name.refers_to)
    return None


def data_name(key: str) -> str:
    """The defined name that keeps the text under ``key``."""
    return OURS + "data." + key


def live(name: str) -> str:
    """A name of ours as an open workbook gets it: LibreOffice makes none with a dot in it."""
    return name.replace(".", "_")


def matches(name: str, ours: str) -> bool:
    """Whether a defined name is that one of ours, whoever made it."""
    return live(name).casefold() == live(ours).casefold()


def keeps(name: str, key: str) -> bool:
    """Whether a defined name keeps the text under ``key``."""
    return matches(name, data_name(key))


def data_formula(key: str, text: str) -> str:
    """A text as the formula of its name. Raises ``RefusedEdit`` for one that is too long."""
    length = len(text.replace('"', '""'))
    if length > _LIMIT:
        raise RefusedEdit("ooxml.data_too_long", name=key, length=len(text), limit=_LIMIT)
    return "&".join(_pieces(text)) or '""'


def data_text(refers_to: str) -> str:
    """The text that such a formula holds."""
    return "".join(match[1].replace('""', '"') for match in _STRINGS.finditer(refers_to))


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE // 2):
        yield '"' + text[start : start + _PIECE // 2].replace('"', '""') + '"'
