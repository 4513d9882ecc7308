"""docProps/app.xml: the list of sheet titles that file managers show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import BookError
from .markup import Edits, Element, escape_text

if TYPE_CHECKING:
    from .workbook import Workbook


def retitle(book: Workbook, before: list[str], after: list[str]) -> None:
    """Put ``after`` where the list says ``before``. Left alone where it says something else: it is a note, no data."""
    relation = next(iter(book.package.related("", "extended-properties")), None)
    if relation is None:
        return
    try:
        root = book.package.tree(relation.part)
    except BookError:
        return
    titles, counts = _vector(root, "TitlesOfParts"), _vector(root, "HeadingPairs")
    if titles is None or counts is None:
        return
    kinds = {sheet.name: sheet.kind for sheet in book.sheets}
    # Work sheets come first and are counted apart from chart sheets; ours is always a work sheet.
    listed = [name for name in before if kinds.get(name, "worksheet") == "worksheet"]
    now = [name for name in after if kinds.get(name, "worksheet") == "worksheet"]
    count = next((v for v in counts.walk() if v.name == "i4"), None)
    old = [child for child in titles.children if child.name == "lpstr"]
    if count is None or count.text != str(len(listed)) or [child.text for child in old[: len(listed)]] != listed:
        return
    edits = Edits(book.package.xml(relation.part))
    tag = (titles.tag_prefix + "lpstr").encode()
    new = b"".join(b"<%s>%s</%s>" % (tag, escape_text(name), tag) for name in now)
    if listed:
        edits.replace(old[0].start, old[len(listed) - 1].end, new)
    else:
        edits.insert(titles.open_end, new)
    edits.set_attrs(titles, size=str(len(old) - len(listed) + len(now)))
    edits.replace(count.open_end, count.close, str(len(now)).encode())
    book.package.edit(relation.part, edits)


def _vector(root: Element, name: str) -> Element | None:
    holder = root.child(name)
    return holder.children[0] if holder is not None and holder.children else None
