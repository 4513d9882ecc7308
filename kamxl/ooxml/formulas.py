"""Formula text in the file's own language: which parts are references, and what happens to them when things move."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .. import lazy
from .addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number

# Order matters: quoted things first, then bracketed (structured and external references), then names and references.
_TOKEN = lazy.pattern(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\][\w.]*)!)
  | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
  | (?P<function>[^\W\d][\w.]*(?=\())
  | (?P<cell>(?<![\w.])\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w.(!\[]))
  | (?P<columns>(?<![\w.])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!]))
  | (?P<rows>(?<![\w.:$])\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}(?![\w.(!]))
  | (?P<name>[^\W\d][\w.\\?]*)
    """,
    re.VERBOSE,
)
_REFERENCE = frozenset({"cell", "columns", "rows"})
_PART = lazy.pattern(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?\Z")


def shift_formula(text: str, rows: int, columns: int) -> str:
    """The formula as it reads ``rows`` further down and ``columns`` further right, as a shared formula means it.

    Relative references move and wrap around the sheet's edge, as Excel has it; ``$`` parts stay.
    """

    def moved(match: re.Match[str]) -> str:
        if match.lastgroup not in _REFERENCE:
            return match[0]
        return ":".join(_shift_one(part, rows, columns) for part in match[0].split(":"))

    return _TOKEN.sub(moved, text)


def _shift_one(reference: str, rows: int, columns: int) -> str:
    match = _PART.match(reference)
    if match is None:
        return reference
    first, letters, second, digits = match.groups()
    if letters is None:  # a whole row: its dollar, if any, is the first one
        first, second = "", first or second
    if letters and not first:
        column = (column_number(letters) + columns - 1) % MAX_COLUMN + 1
        letters = column_letters(column)
    if digits and not second:
        digits = str((int(digits) + rows - 1) % MAX_ROW + 1)
    return f"{first}{letters or ''}{second}{digits or ''}"


def map_sheets(text: str, rename: Callable[[str], str]) -> str:
    """The formula with each sheet name given to ``rename``; quotes are added where the new name needs them."""

    def renamed(match: re.Match[str]) -> str:
        if match.lastgroup != "sheet":
            return match[0]
        name = sheet_of(match[0])
        new = rename(name)
        return match[0] if new == name else quote_sheet(new) + "!"

    return _TOKEN.sub(renamed, text)


def map_references(text: str, change: Callable[[str | None, str], str]) -> str:
    """The formula with each A1 reference given to ``change``, with the sheet it names, if any.

    A range comes whole (``$B$2:$B$9``); an intersection or union comes in its parts.
    """
    out, done, sheet = "", 0, None
    matches = [match for match in _TOKEN.finditer(text) if match.lastgroup != "string"]
    skip = False
    for number, match in enumerate(matches):
        if skip:
            skip = False
            continue
        if match.lastgroup == "sheet":
            sheet = sheet_of(match[0])
            continue
        if match.lastgroup in _REFERENCE:
            end, following = match.end(), matches[number + 1] if number + 1 < len(matches) else None
            if (
                match.lastgroup == "cell"
                and following is not None
                and following.lastgroup == "cell"
                and text[match.end() : following.start()] == ":"
            ):
                end, skip = following.end(), True
            out += text[done : match.start()] + change(sheet, text[match.start() : end])
            done = end
        sheet = None
    return out + text[done:]


def map_names(text: str, rename: Callable[[str], str]) -> str:
    """The formula with each name that is neither sheet, function nor reference given to ``rename``."""
    return _TOKEN.sub(lambda match: rename(match[0]) if match.lastgroup == "name" else match[0], text)


def sheets_in(text: str) -> Iterator[str]:
    """The sheet names that a formula mentions."""
    return (sheet_of(match[0]) for match in _TOKEN.finditer(text) if match.lastgroup == "sheet")


def references(text: str) -> list[tuple[str | None, str]]:
    """The A1 references of a formula, each with the sheet it names, if any: ``('明细', '$B$2:$B$9')``."""
    found: list[tuple[str | None, str]] = []

    def note(sheet: str | None, reference: str) -> str:
        found.append((sheet, reference))
        return reference

    map_references(text, note)
    return found


def sheet_of(token: str) -> str:
    """The plain name in ``'客户 档案'!`` or ``Sheet1!``."""
    name = token.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


_PLAIN_SHEET = lazy.pattern(r"[^\W\d]\w*\Z")
_LOOKS_LIKE_CELL = lazy.pattern(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[RrCc])\Z")


def quote_sheet(name: str) -> str:
    """A sheet name as a formula writes it: in quotes unless it is one plain word."""
    if _PLAIN_SHEET.match(name) and not _LOOKS_LIKE_CELL.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"
