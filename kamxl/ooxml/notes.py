"""Notes (comments) on cells: ours are added, replaced and removed beside other people's.

A note lives twice in the file: its text in the comments part, its box in a VML drawing (``note_boxes.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ..dataclass import dataclass
from ..errors import RefusedEdit
from .addresses import Position, parse_cell
from .cells import text_element
from .markup import Edits, Element, escape_text, insert_child
from .namespaces import COMMENTS_TYPE, SHEET_ML, SHEET_ML_STRICT, relationship
from .note_boxes import add_boxes, remove_boxes
from .worksheet import text_of

if TYPE_CHECKING:
    from .opened import OpenedWorkbook, Sheet
    from .workbook import Workbook

AUTHOR: Final = "kamxl"
_ORDER = ("authors", "commentList", "extLst")


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the cell, its author, its text. ``threaded`` notes stand in for a discussion."""

    cell: Position
    author: str
    text: str

    @property
    def threaded(self) -> bool:
        return self.author.startswith("tc=")


def notes_of(book: OpenedWorkbook, sheet: str) -> list[Note]:
    """A sheet's notes, in file order."""
    part = _comments_part(book, book.sheet(sheet))
    if part is None:
        return []
    root = book.package.tree(part)
    authors = _authors(root)
    return [
        Note(parse_cell(element.attrs.get("ref", "")), _author(authors, element), _text(element))
        for element in _comments(root)
    ]


def set_note(book: Workbook, name: str, cell: Position, text: str, author: str) -> None:
    """Add our note, or replace it. Raises ``RefusedEdit`` where another person's stands."""
    sheet, ours = book.sheet(name), list[Note]()
    for note in notes_of(book, name):
        if note.cell == cell and note.author != author:
            who = "会话 (threaded comment)" if note.threaded else note.author
            raise RefusedEdit("ooxml.note_of_another", sheet=sheet.name, cell=cell, author=who)
        if note.cell == cell:
            ours.append(note)
    _change(book, name, {cell: text}, ours, author)


def remove_note(book: Workbook, name: str, cell: Position, author: str) -> bool:
    """Remove our note with its box; parts that hold nothing any more go as well."""
    ours = [note for note in notes_of(book, name) if (note.cell, note.author) == (cell, author)]
    if ours:
        _change(book, name, {}, ours, author)
    return bool(ours)


def renew_notes(
    book: Workbook, name: str, texts: Mapping[Position, str], ours: Callable[[Note], bool], author: str
) -> None:
    """The notes that are ``ours`` leave and these come, all in one go. Where another person's stands, none is put."""
    present = notes_of(book, name)
    old = [note for note in present if ours(note)]
    taken = {note.cell for note in present} - {note.cell for note in old}
    new = {cell: text for cell, text in texts.items() if cell not in taken}
    if {note.cell: note.text for note in old} != new:
        _change(book, name, new, old, author)


def _change(book: Workbook, name: str, texts: Mapping[Position, str], gone: Sequence[Note], author: str) -> None:
    sheet = book.sheet(name)
    book.worksheet(name)  # a chart sheet has no cells
    had = {note.cell for note in gone}
    _remove_comments(book, sheet, {(note.cell, note.author) for note in gone})
    _add_comments(book, sheet, texts, author)
    remaining = bool(notes_of(book, name))
    if had - texts.keys():
        remove_boxes(book, sheet, had - texts.keys(), last=not remaining)
    if had and not remaining:
        _drop_comments(book, sheet)
    add_boxes(book, sheet, [cell for cell in texts if cell not in had])


# ── the text ──


def _comments_part(book: OpenedWorkbook, sheet: Sheet) -> str | None:
    relation = next(iter(book.package.related(sheet.part, "comments")), None)
    return relation.part if relation else None


def _comments(root: Element) -> list[Element]:
    holder = root.child("commentList")
    return list(holder.all("comment")) if holder else []


def _authors(root: Element) -> list[str]:
    holder = root.child("authors")
    return [author.text for author in holder.all("author")] if holder else []


def _author(authors: list[str], comment: Element) -> str:
    number = comment.attrs.get("authorId", "")
    return authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""


def _text(comment: Element) -> str:
    holder = comment.child("text")
    return text_of(holder) if holder else ""


def _remove_comments(book: Workbook, sheet: Sheet, gone: Collection[tuple[Position, str]]) -> None:
    """Remove the texts at these cells by these authors; their boxes stay."""
    part = _comments_part(book, sheet)
    if part is None or not gone:
        return
    root = book.package.tree(part)
    authors, edits = _authors(root), Edits(book.package.xml(part))
    for comment in _comments(root):
        if (parse_cell(comment.attrs.get("ref", "")), _author(authors, comment)) in gone:
            edits.remove(comment)
    book.package.edit(part, edits)


def _add_comments(book: Workbook, sheet: Sheet, texts: Mapping[Position, str], author: str) -> None:
    if not texts:
        return
    package = book.package
    part = _comments_part(book, sheet)
    if part is None:
        part = package.free_name("xl/comments{}.xml")
        namespace = (SHEET_ML_STRICT if book.strict else SHEET_ML).encode()
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<comments xmlns="%s">'
        package.add(
            part, head % namespace + b"<authors></authors><commentList></commentList></comments>", COMMENTS_TYPE
        )
        package.relate(sheet.part, relationship("comments", strict=book.strict), part)
    root, edits = package.tree(part), Edits(package.xml(part))
    prefix, authors = root.tag_prefix.encode(), _authors(root)
    if author not in authors:
        new = b"<%sauthor>%s</%sauthor>" % (prefix, escape_text(author), prefix)
        _append(edits, root, "authors", new)
    number = authors.index(author) if author in authors else len(authors)
    comments = [
        b'<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>' % (
            prefix, str(cell).encode(), number, prefix, text_element(prefix, b"t", text), prefix, prefix,
        )
        for cell, text in texts.items()
    ]  # fmt: skip
    _append(edits, root, "commentList", b"".join(comments))
    package.edit(part, edits)


def _append(edits: Edits, root: Element, name: str, new: bytes) -> None:
    holder = root.child(name)
    if holder is not None:
        edits.append(holder, new)
    else:
        tag = (root.tag_prefix + name).encode()
        insert_child(edits, root, b"<%s>%s</%s>" % (tag, new, tag), name, _ORDER)


def _drop_comments(book: Workbook, sheet: Sheet) -> None:
    for relation in list(book.package.related(sheet.part, "comments")):
        book.package.unrelate(sheet.part, relation.id)
        book.package.remove(relation.part)
