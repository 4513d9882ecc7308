"""Boxes to tick as they stand in a cell: □是 ☑否, √合格, ■民营企业 □其他, 是(√) 否( )."""

from __future__ import annotations

import re
import unicodedata

from ... import lazy

TICKED = "☑☒■√✓✔●◉▣"
EMPTY = "□☐○◯▢"
_MARK = f"[{TICKED}{EMPTY}]"
_BRACKETED = lazy.pattern(r"[(（\[【]\s*([√✓✔vV●■]?)\s*[)）\]】]")
_WINGDINGS = str.maketrans({"\u00fe": "☑", "\u00a8": "□", "\u0052": "R"})
_PIECE = lazy.pattern(f"({_MARK})")


def has_marks(text: str) -> bool:
    """Whether the text holds a box or a tick."""
    return any(char in TICKED or char in EMPTY for char in text) or bool(_BRACKETED.search(text))


def marked(text: str) -> list[tuple[bool, str]]:
    """Each option of the text with whether it is ticked. The mark stands before its option, or after it throughout."""
    plain = _BRACKETED.sub(lambda found: "☑" if found[1] else "□", text.translate(_WINGDINGS))
    pieces = [piece.strip(" \t\r\n、,，;；/　") for piece in _PIECE.split(plain)]
    pieces = [piece for piece in pieces if piece]
    if pieces and pieces[-1] in TICKED + EMPTY and pieces[0] not in TICKED + EMPTY:
        pieces.reverse()
    found: list[tuple[bool, str]] = []
    mark: bool | None = None
    for piece in pieces:
        if piece in TICKED + EMPTY:
            mark = piece in TICKED
        elif mark is not None:
            found.append((mark, key(piece)))
            mark = None
    return found


def key(text: str) -> str:
    """An option's name for comparison."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
